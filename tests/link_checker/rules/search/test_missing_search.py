"""
没有站内搜索.
"""

from __future__ import annotations

import pytest

from link_checker.rules.search.missing_search import missing_search
from tests.link_checker.helpers import (
    a_site,
    findings,
    home,
    page,
    result,
    reviews,
    targets,
    undecided,
    unread,
    urls,
)

FORM = '<form role="search" action="/search/"><input name="q"></form>'


def test_reports_a_home_page_without_search():
    """
    Once, at the home page.
    """
    assert urls(findings(missing_search, a_site(home()))) == ["/"]


@pytest.mark.parametrize(
    "html", [FORM, '<a href="/search/">搜索</a>', '<a href="/search/">高级检索</a>']
)
def test_passes_a_home_page_with_a_form_or_a_link(html: str):
    """
    Either leads to a page that is there.
    """
    snapshot = a_site(home(html), page("/search/", "<h1>搜索</h1>"))

    assert result(missing_search, snapshot).outcome == "passed"


@pytest.mark.parametrize("html", [FORM, '<a href="/search/">搜索</a>'])
def test_reports_a_search_that_leads_to_nothing(html: str):
    """
    A form to a dead address is no usable search.
    """
    found = findings(missing_search, a_site(home(html), unread("/search/")))

    assert targets(found) == ["/search/"]


def test_is_undecided_when_the_address_of_the_search_did_not_answer():
    """
    It may work tomorrow.
    """
    snapshot = a_site(home(FORM), unread("/search/", "unreachable", status=0))

    assert targets(undecided(missing_search, snapshot)) == ["/search/"]


def test_is_undecided_when_the_home_page_was_not_read():
    """
    Other pages do not stand for it.
    """
    snapshot = a_site(unread("/", "unreachable", status=0), page("/a.html", "<p>文</p>"))

    assert [one.reason for one in undecided(missing_search, snapshot)] == ["needs_data"]


def test_leaves_a_home_page_with_scripts_to_a_person():
    """
    A script may build the search.
    """
    snapshot = a_site(home('<h1>首页</h1><script src="/a.js"></script>'))

    assert urls(reviews(missing_search, snapshot)) == ["/"]
