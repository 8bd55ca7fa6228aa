import pytest

from builder.search.marking import mark_all, snippet
from builder.search.texts import Phrase


def patterns(*phrases):
    return [Phrase(phrase).pattern for phrase in phrases]


def test_exactly_the_phrase_is_marked():
    """
    Stray pairs of its characters are left alone.
    """
    marked = mark_all("政务、务公；政务公开和公开政务", patterns("政务公开"))

    assert marked == "政务、务公；<mark>政务公开</mark>和公开政务"


def test_neighbouring_hits_are_marked_one_by_one():
    """
    Two hits side by side are two marks, overlapping ones are one.
    """
    assert mark_all("节水节水", patterns("节水")) == "<mark>节水</mark><mark>节水</mark>"
    assert mark_all("节约用水", patterns("节约用", "约用水")) == "<mark>节约用水</mark>"


def test_a_mark_shows_the_original_characters():
    """
    The reader sees what stands there, not what it was folded to.
    """
    assert mark_all("国发［２０１８］43 号", patterns("国发(2018)43号")) == (
        "<mark>国发［２０１８］43 号</mark>"
    )


def test_a_hostile_title_is_only_text():
    """
    Markup in titles and texts is shown, never obeyed, also inside a mark.
    """
    hostile = "<script>alert(1)</script>节水&<b>"

    marked = mark_all(hostile, patterns("节水", "script"))

    assert marked == (
        "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;<mark>节水</mark>&amp;&lt;b&gt;"
    )


def test_a_snippet_begins_with_the_sentence_of_the_first_hit():
    """
    It says by … what was left out on either side.
    """
    text = "甲" * 200 + "。本市推行节水。" + "乙" * 200

    cut = snippet(text, patterns("节水"))

    assert cut.startswith("…本市推行<mark>节水</mark>。乙")
    assert cut.endswith("乙…")
    assert len(cut.striptags()) < 130


def test_a_snippet_shows_the_words_together_where_they_are():
    """
    Of several places, the one with most of the words.
    """
    text = "节水。" + "甲" * 200 + "。公积金与节水。"

    assert snippet(text, patterns("节水", "公积金")) == (
        "…<mark>公积金</mark>与<mark>节水</mark>。"
    )


@pytest.mark.parametrize("before", range(1990, 2011))
def test_a_snippet_is_right_wherever_the_hit_stands(before):
    """
    Long texts are read in blocks, and nobody sees where one ends: 43号 is never taken for 3号.
    """
    text = "甲" * before + "43号，另有3号节水。"

    assert "43号，另有<mark>3号</mark><mark>节水</mark>。" in snippet(text, patterns("3号", "节水"))


def test_a_snippet_without_hit_is_the_beginning():
    """
    For a hit in the title only.
    """
    assert snippet("总则", patterns("节水")) == "总则"
    assert snippet("", patterns("节水")) == ""
