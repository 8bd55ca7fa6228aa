"""
One set of findings, seen by clause, by page and by column.
"""

from __future__ import annotations

from link_checker.reports.views import views_of
from tests.link_checker.helpers import a_site, article, column, home, unread
from tests.link_checker.reports.helpers import a_report

LINK = '<p><a href="/gone.html">旧通知</a></p>'


def test_clauses_stand_in_the_order_of_the_printed_lines():
    """
    Vetoes come first, then deductions as printed, and advice that no line names comes last.
    """
    pages = [home('<a href="/gone.html">通知</a><img src="/a.png">'), unread("/gone.html")]
    (view,) = views_of(a_report(a_site(*pages)))

    order = [
        clause.indicators[0].part if clause.indicators else "advice" for clause in view.certain
    ]
    assert order == sorted(order, key=["veto", "deduction", "bonus", "advice"].index)
    assert order[-1] == "advice"


def test_what_says_the_same_of_many_pages_is_one_group():
    """
    The report names the finding once, and under it the pages.
    """
    pages = [article(f"/zwgk/gg/2026-02/{number}.html", text=LINK) for number in range(1, 9)]
    (view,) = views_of(a_report(a_site(*pages, unread("/gone.html"))))

    (clause,) = (clause for clause in view.certain if clause.rule.name == "broken_link")
    (group,) = clause.groups
    assert len(group.places) == 8


def test_a_page_counts_for_the_innermost_column_it_lies_in():
    """
    A page outside of all columns is told of as such.
    """
    pages = [article("/zwgk/gg/2026-02/1.html", text=LINK), article("/other/1.html", text=LINK)]
    columns = [column("/zwgk/", name="公开"), column("/zwgk/gg/", name="公告")]
    (view,) = views_of(a_report(a_site(*pages, unread("/gone.html"), columns=columns)))

    named = {row.column.name if row.column else "" for row in view.columns}
    assert "公告" in named and "" in named and "公开" not in named
