"""
空白栏目.
"""

from __future__ import annotations

import pytest

from link_checker.rules.columns.empty_column import empty_column
from tests.link_checker.helpers import (
    a_site,
    column,
    findings,
    list_page,
    result,
    reviews,
    undecided,
    unread,
    urls,
)


def test_reports_a_column_without_entries():
    """
    A list page that lists nothing is reported at its own address.
    """
    snapshot = a_site(list_page("/zwgk/gg/", entries=[]))

    assert urls(findings(empty_column, snapshot)) == ["/zwgk/gg/"]


def test_passes_a_column_with_an_entry():
    """
    The nearest right page: one item.
    """
    snapshot = a_site(list_page("/zwgk/gg/", entries=[("供水公告", "2026-02-20")]))

    assert result(empty_column, snapshot).outcome == "passed"


@pytest.mark.parametrize(
    "text", ["栏目正在建设中", "暂无信息", "敬请期待。", "当前位置：首页 > 公告"]
)
def test_reports_a_column_that_only_says_that_there_is_nothing(text: str):
    """
    A promise is no content, a path of links neither.
    """
    snapshot = a_site(list_page("/zwgk/gg/", text=f"<p>{text}</p>"))

    assert urls(findings(empty_column, snapshot)) == ["/zwgk/gg/"]


def test_passes_a_column_with_a_text_of_its_own():
    """
    概况信息 is a text, not a list.
    """
    text = "<p>示例市位于示例省中部，面积一千二百平方公里，人口八十万。</p>"

    assert result(empty_column, a_site(list_page("/zjsl/", text=text))).outcome == "passed"


def test_passes_a_column_whose_content_is_in_the_columns_below():
    """
    Those are judged for themselves.
    """
    inventory = [
        column("/zwgk/", level=1, item_count=0),
        column("/zwgk/gg/", level=2, item_count=0),
    ]
    snapshot = a_site(list_page("/zwgk/"), list_page("/zwgk/gg/"), columns=inventory)

    assert urls(findings(empty_column, snapshot)) == ["/zwgk/gg/"]


def test_leaves_hidden_columns():
    """
    A column that cannot be kept up is hidden: that is the remedy.
    """
    hidden = column("/zwgk/gg/", item_count=0, is_hidden=True)

    snapshot = a_site(list_page("/zwgk/gg/"), columns=[hidden])

    assert findings(empty_column, snapshot) == []


def test_is_undecided_when_the_list_page_was_not_read():
    """
    An inventory tells of a column; only its page tells what is on it.
    """
    empty = column("/zwgk/gg/", item_count=0)
    snapshot = a_site(unread("/zwgk/gg/", "unreachable", status=0), columns=[empty])

    assert [one.reason for one in undecided(empty_column, snapshot)] == ["unreachable"]


def test_leaves_a_doubtful_column_to_a_person():
    """
    What was recognised with less than full certainty is no hard finding.
    """
    snapshot = a_site(list_page("/zwgk/gg/", kind_certainty=0.7))

    assert findings(empty_column, snapshot) == []
    assert urls(reviews(empty_column, snapshot)) == ["/zwgk/gg/"]


def test_leaves_a_page_whose_list_a_script_may_fill_to_a_person():
    """
    On a site without an inventory nobody knows what a script adds.
    """
    snapshot = a_site(list_page("/zwgk/gg/", text='<script src="/list.js"></script>'))

    assert urls(reviews(empty_column, snapshot)) == ["/zwgk/gg/"]


def test_needs_columns():
    """
    A site without any known column never passes.
    """
    (doubt,) = undecided(empty_column, a_site())

    assert doubt.reason == "needs_data"
