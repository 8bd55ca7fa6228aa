"""
未显示发布时间.
"""

from __future__ import annotations

from link_checker.rules.dates.missing_date import missing_date
from tests.link_checker.helpers import (
    a_site,
    article,
    findings,
    list_page,
    result,
    reviews,
    undecided,
    urls,
)


def test_reports_a_content_page_without_a_date():
    """
    Once, at its address.
    """
    snapshot = a_site(article("/gg/2026-02/1.html", date="来源：示例市水务局"))

    assert urls(findings(missing_date, snapshot)) == ["/gg/2026-02/1.html"]


def test_passes_a_content_page_with_a_date():
    """
    Whatever its form: that is judged by another rule.
    """
    assert result(missing_date, a_site(article(date="发布日期：2026年2月20日"))).outcome == "passed"


def test_asks_no_date_of_a_column_page():
    """
    Its items have dates.
    """
    snapshot = a_site(list_page("/gg/"))

    assert result(missing_date, snapshot).outcome == "not_applicable"


def test_leaves_doubtful_pages_to_a_person():
    """
    Recognised as content with doubt, or with a script that may add the date.
    """
    doubtful = article("/a/2026-02/1.html", date="", kind_certainty=0.7)
    scripted = article("/a/2026-02/2.html", date="", text='<script src="/a.js"></script>')

    snapshot = a_site(doubtful, scripted)

    assert findings(missing_date, snapshot) == []
    assert urls(reviews(missing_date, snapshot)) == ["/a/2026-02/1.html", "/a/2026-02/2.html"]


def test_never_doubts():
    """
    What was read shows a date or does not.
    """
    assert undecided(missing_date, a_site(article(), article("/2.html", date=""))) == []
