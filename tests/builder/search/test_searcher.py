import re

import pytest

from builder.search import NoIndexError, SearchDocument, Searcher, build_index
from tests.builder.search.conftest import a_document, titles


def test_a_run_of_chinese_is_a_phrase(searcher_of):
    """
    All pairs of characters in another order are not the phrase.
    """
    searcher = searcher_of(
        a_document("甲", "全面推进政务公开工作"),
        a_document("乙", "公开政务，务公而政公开"),
    )

    assert titles(searcher, "政务公开") == ["甲"]


def test_a_phrase_runs_over_line_breaks_and_spaces(searcher_of):
    """
    How the source was typeset does not matter.
    """
    searcher = searcher_of(a_document("甲", "第八条\u3000参加\r工作"))

    assert titles(searcher, "第八条参加工作") == ["甲"]


def test_several_words_must_all_occur_in_any_order_and_part(searcher_of):
    """
    One word may stand in the title, another in the text.
    """
    searcher = searcher_of(
        a_document("住房公积金管理办法", "第一条 提取"),
        a_document("住房公积金缴存通知", "缴存"),
    )

    assert titles(searcher, "提取 公积金") == ["住房公积金管理办法"]
    assert titles(searcher, "提取　公积金") == ["住房公积金管理办法"]


@pytest.mark.parametrize("query", ['"open data"', "“open data”", "「open data」", '"open data'])
def test_quotation_marks_hold_words_together(searcher_of, query):
    """
    Quoted words follow each other; an open quotation ends with the query.
    """
    searcher = searcher_of(a_document("甲", "Open Data 目录"), a_document("乙", "data are open"))

    assert titles(searcher, query) == ["甲"]


@pytest.mark.parametrize(
    "query",
    [
        "国发〔2018〕43号",
        "国发［2018］43号",
        "国发[2018]43号",
        "国发(2018)43号",
        "国发（２０１８）４３号",
        "国发【2018】43号",
        "国发2018 43",
        "国发 2018年 第43号",
    ],
)
def test_a_document_number_is_found_in_any_form(searcher_of, query):
    """
    The document that bears the number comes before one that only cites it.
    """
    searcher = searcher_of(
        a_document("引用", "根据国发〔2018〕43号文件", date="2026-01-01"),
        a_document("本身", "正文", document_number="国发〔2018〕43号", date="2018-12-21"),
        a_document("别的", "正文", document_number="国发〔2018〕44号"),
    )

    found = titles(searcher, query)

    assert found[0] == "本身"
    assert "别的" not in found


def test_an_index_number_is_found_whole(searcher_of):
    """
    索引号 is looked up with and without its punctuation.
    """
    searcher = searcher_of(a_document("甲", index_number="000014349/2018-00222"))

    assert titles(searcher, "000014349/2018-00222") == ["甲"]
    assert titles(searcher, "000014349 2018 00222") == ["甲"]


def test_a_number_is_not_found_inside_another(searcher_of):
    """
    Latin words and numbers count as wholes.
    """
    searcher = searcher_of(a_document("甲", "第43号令"), a_document("乙", "第3号令"))

    assert titles(searcher, "3号令") == ["乙"]
    assert titles(searcher, "第3号令") == ["乙"]


def test_punctuation_around_a_word_does_not_matter(searcher_of):
    """
    What was copied with its comma or brackets is found.
    """
    searcher = searcher_of(a_document("甲", "实施办法（试行）已经印发"))

    assert titles(searcher, "（试行）。") == ["甲"]
    assert titles(searcher, "实施办法(试行)") == ["甲"]


def test_a_single_character_is_found(searcher_of):
    """
    One character is a query like any other.
    """
    searcher = searcher_of(a_document("甲", "饮用水"), a_document("乙", "道路"))

    assert titles(searcher, "水") == ["甲"]


def test_titles_come_first_and_then_the_newest(searcher_of):
    """
    A hit in the title outweighs the date; among equals the newest is first, undated ones last.
    """
    searcher = searcher_of(
        a_document("旧", "节水", date="2020-01-01"),
        a_document("无日期", "节水"),
        a_document("节水条例", "总则", date="1999-01-01"),
        a_document("新", "节水", date="2026-01-01"),
    )

    assert titles(searcher, "节水") == ["节水条例", "新", "旧", "无日期"]


def test_filters_narrow_by_site_kind_and_year(searcher_of):
    """
    Each filter is exact, together they all hold.
    """
    searcher = searcher_of(
        a_document("甲", "节水", site="water", date="2026-01-01"),
        a_document("乙", "节水", site="water", date="2025-01-01"),
        a_document("丙", "节水", date="2026-01-01", kind="policy_document"),
    )

    assert titles(searcher, "节水", site="water") == ["甲", "乙"]
    assert titles(searcher, "节水", year="2026", kind="policy_document") == ["丙"]
    assert titles(searcher, "节水", site="water", year="2026") == ["甲"]
    assert titles(searcher, "节水", site="nowhere") == []


def test_a_filter_by_validity_leaves_what_is_in_that_state(searcher_of):
    """
    Who asks for what is in force finds neither what was repealed nor what has no validity.
    """
    searcher = searcher_of(
        a_document("甲", "节水", kind="policy_document", validity="in_force"),
        a_document("乙", "节水", kind="policy_document", validity="repealed"),
        a_document("丙", "节水"),
    )

    assert titles(searcher, "节水", validity="in_force") == ["甲"]
    assert titles(searcher, "节水", validity="repealed") == ["乙"]


def test_pages_divide_the_answer_without_loss(searcher_of):
    """
    Totals are exact, a page out of range is the nearest one.
    """
    searcher = searcher_of(*(a_document(f"节水{n}", date=f"20{n:02}-01-01") for n in range(25)))

    answers = [searcher.search("节水", page=page) for page in (1, 2, 3)]

    assert [answer.total for answer in answers] == [25, 25, 25]
    assert [len(answer.hits) for answer in answers] == [10, 10, 5]
    assert len({hit.title for answer in answers for hit in answer.hits}) == 25
    assert searcher.search("节水", page=99) == answers[2]
    assert searcher.search("节水", page=-1) == answers[0]


def test_scattered_words_are_offered_when_the_phrase_is_nowhere(searcher_of):
    """
    A near answer is better than none, and says that it is only near.
    """
    searcher = searcher_of(a_document("甲", "公积，积金；金提，提取"), a_document("乙", "公积"))

    answer = searcher.search("公积金提取")

    assert [hit.title.striptags() for hit in answer.hits] == ["甲"]
    assert answer.message == "没有找到完全一致的内容，以下结果分散地包含这些字词。"


@pytest.mark.parametrize("query", ["", "   ", ":::", "（）", "。", '""', "\x00", "\ud800"])
def test_nothing_to_look_for_is_answered_by_a_sentence(searcher_of, query):
    """
    A query without a letter or digit says what to type.
    """
    answer = searcher_of(a_document()).search(query)

    assert answer.total == 0
    assert answer.message == "请输入要查找的词语、标题或者文号。"


@pytest.mark.parametrize(
    "query",
    [
        " OR ".join(["政务"] * 5000),
        "(" * 3000 + "政务" + ")" * 3000,
        "政" * 100_000,
        " ".join("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"),
    ],
)
def test_too_much_is_refused_with_a_sentence(searcher_of, query):
    """
    Length is bounded in bytes, words in number.
    """
    answer = searcher_of(a_document()).search(query)

    assert answer.total == 0
    assert answer.message.endswith(("。",))


@pytest.mark.parametrize(
    "query",
    [
        "日期:[abc TO 2024]",
        "*",
        "政务~9 ^8",
        "NOT 政务",
        "a:b:c:::",
        "\\",
        "'; DROP",
        "%s{0}",
        "🙂",
        "𠮷",
    ],
)
def test_no_query_is_an_error(searcher_of, query):
    """
    There is no syntax to get wrong.
    """
    searcher_of(a_document()).search(query)


def test_every_part_of_a_text_finds_it(searcher_of):
    """
    Recall is complete: any substring with a letter in it, punctuation and all.
    """
    text = "国发〔2018〕43号：为推进“互联网+政务服务”，简化办事程序（试行）。"
    searcher = searcher_of(a_document("甲", text), a_document("乙", "国发为推办事服务务程序"))
    words = list(re.finditer(r"[0-9]+|.", text))
    parts = {
        text[first.start() : last.end()]
        for index, first in enumerate(words)
        for last in words[index : index + 8]
    }

    missed = set()
    for part in filter(re.compile(r"\w").search, parts):
        answer = searcher.search(f"「{part}」")
        if answer.message or "甲" not in [hit.title for hit in answer.hits]:
            missed.add(part)

    assert missed == set()


def test_without_an_index_the_operator_is_told_what_to_run(tmp_path):
    """
    The error names the folder and the command.
    """
    with pytest.raises(NoIndexError, match="zhanqun build") as refusal:
        Searcher(tmp_path)

    assert str(tmp_path) in str(refusal.value)


def test_an_empty_index_finds_nothing(searcher_of):
    """
    A cluster without pages has a search that says so.
    """
    answer = searcher_of().search("政务")

    assert answer.total == 0
    assert answer.message.startswith("没有找到")


def test_an_open_searcher_keeps_its_version(tmp_path):
    """
    New indexes are built beside it, several times, and it goes on answering from its own.
    """
    build_index([a_document("旧", "节水")], tmp_path)
    searcher = Searcher(tmp_path)

    for title in ("新一", "新二", "新三"):
        build_index([a_document(title, "节水")], tmp_path)

    assert titles(searcher, "节水") == ["旧"]
    assert titles(Searcher(tmp_path), "节水") == ["新三"]
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 2


def test_a_failed_build_leaves_the_index_as_it_was(tmp_path):
    """
    Half an index is never used and never left behind.
    """

    def interrupted():
        yield a_document("半途", "节水")
        raise RuntimeError

    build_index([a_document("旧", "节水")], tmp_path)
    with pytest.raises(RuntimeError):
        build_index(interrupted(), tmp_path)

    assert titles(Searcher(tmp_path), "节水") == ["旧"]
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def test_documents_are_taken_one_by_one(tmp_path):
    """
    The caller may make them as they are asked for.
    """

    def documents():
        yield from (a_document(f"节水{n}") for n in range(3))

    assert build_index(documents(), tmp_path) == 3


def test_a_hit_carries_what_a_reader_is_shown(searcher_of):
    """
    Values come back as they were given; validity with its label.
    """
    document: SearchDocument = a_document(
        "节水条例",
        "总则",
        document_number="示政发〔2026〕3号",
        date="2026-03-01",
        column="政策文件",
        issuing_body="示例市人民政府",
        validity="repealed",
    )

    hit = searcher_of(document).search("节水").hits[0]

    assert (hit.href, hit.site_name, hit.column) == (document.href, document.site_name, "政策文件")
    assert (hit.document_number, hit.issuing_body) == ("示政发〔2026〕3号", "示例市人民政府")
    assert (hit.validity, hit.validity_label) == ("repealed", "已废止")
