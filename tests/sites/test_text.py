import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.text import bigrams, fold, fold_with_places, index_terms, number_key


@pytest.mark.parametrize(
    "written",
    [
        "国发〔2018〕43号",
        "国发［２０１８］４３号",
        "国发(2018)43号",
        "国发（2018） 43 号",
        "国发【2018】43号",
        "国发〖2018〗43号",
        "国\u200b发〔2018\ufeff〕43\u00a0号",
    ],
)
def test_a_document_number_folds_to_one_string_however_it_is_typed(written):
    """
    Width, kind of bracket, spaces and invisible characters do not matter.
    """
    assert fold(written) == "国发(2018)43号"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("第八条\u3000参加\r\n工作", "第八条参加工作"),
        ("ＰＤＦ　文件", "pdf文件"),
        ("Open   Data\t2026", "open data 2026"),
        ("2018 年 5 月", "2018年5月"),
        ("教育、卫生，体育", "教育,卫生,体育"),
        ("“通知”「意见」", '"通知""意见"'),
        ("2018—2025 年", "2018-2025年"),
        ("政\x00务\u200d公\ufe0f开", "政务公开"),
        ("㎡ …", "㎡…"),
        ("\ud800", ""),
        ("", ""),
    ],
)
def test_folding_keeps_what_a_reader_reads(text, folded):
    """
    White space goes except between Latin words; punctuation is kept by class.
    """
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    """
    A folded text is its own folded form.
    """
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.sampled_from("政务公开ＡbC １２3〔（ \r\n\u200b，")))
def test_every_folded_character_leads_back_to_its_original(text):
    """
    The place that `span` names folds to the character it was asked for.
    """
    folded = fold_with_places(text)

    assert folded.text == fold(text)
    for index, character in enumerate(folded.text):
        start, end = folded.span(index, index + 1)
        assert end == start + 1
        assert fold(text[start:end]) == character.strip()


def test_a_span_covers_what_was_dropped_inside():
    """
    A hit that runs over a line break comes back with the line break.
    """
    text = "关于 政务\r\n公开的通知"
    folded = fold_with_places(text)
    start = folded.text.index("政务公开")

    first, last = folded.span(start, start + 4)

    assert text[first:last] == "政务\r\n公开"


def test_bigrams_are_all_neighbouring_pairs():
    """
    Each character begins a pair but the last.
    """
    assert bigrams("政务公开") == ["政务", "务公", "公开"]
    assert bigrams("政") == []


def test_terms_are_words_and_pairs_and_never_cross_punctuation():
    """
    Latin words and numbers stay whole, Chinese goes by pairs, brackets divide.
    """
    assert index_terms(fold("国发〔2018〕43号 PDF 政务、公开")) == {
        "国发",
        "2018",
        "43",
        "pdf",
        "政务",
        "公开",
    }


@given(
    st.text(alphabet="政务公开、（"), st.text(alphabet="政务公开、（"), st.text(alphabet="政务公开")
)
def test_a_text_has_all_terms_of_what_it_contains(before, after, phrase):
    """
    No phrase is lost by asking the terms first.
    """
    assert index_terms(fold(phrase)) <= index_terms(fold(before + phrase + after))


@pytest.mark.parametrize(
    "written", ["国发〔2018〕43号", "国发 2018 43", "国发2018年第43号", "国发（2018）第 43 号"]
)
def test_a_number_is_known_without_its_punctuation(written):
    """
    Who leaves out the brackets, or adds 年 or 第, means the same document.
    """
    assert number_key(written) == number_key("国发〔2018〕43号")


def test_digits_that_stood_apart_stay_apart():
    """
    〔2018〕43号 and 〔20184〕3号 are two numbers.
    """
    assert number_key("国发〔2018〕43号") != number_key("国发〔20184〕3号")
    assert number_key("000014349/2018-00222") != number_key("000014349/201800222")
