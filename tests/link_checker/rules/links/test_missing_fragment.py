"""
页内位置不存在.
"""

from __future__ import annotations

import pytest

from link_checker.rules.links.missing_fragment import missing_fragment
from tests.link_checker.helpers import a_site, findings, page, result, targets, undecided, unread


def test_reports_a_fragment_that_its_page_does_not_have():
    """
    With the address and the fragment.
    """
    snapshot = a_site(page("/a.html", '<a href="#fj">附件</a><p id="zw">正文</p>'))

    assert targets(findings(missing_fragment, snapshot)) == ["/a.html#fj"]


@pytest.mark.parametrize("place", ['<p id="附件">', '<a name="附件"></a>'])
def test_passes_a_fragment_that_names_a_place(place: str):
    """
    An id or the name of an anchor; written plain or percent-encoded.
    """
    links = '<a href="#附件">一</a><a href="/a.html#%E9%99%84%E4%BB%B6">二</a>'

    assert result(missing_fragment, a_site(page("/a.html", links + place))).outcome == "passed"


def test_looks_at_the_page_that_the_link_leads_to():
    """
    A place on this page does not help a link to another.
    """
    snapshot = a_site(
        page("/a.html", '<a href="/b.html#x">一</a><p id="x">'), page("/b.html", "<p>二</p>")
    )

    assert targets(findings(missing_fragment, snapshot)) == ["/b.html#x"]


@pytest.mark.parametrize(
    "fragment", ["", "##", "top", "TOP", "/view/1", "!list", "none", ":~:text=a"]
)
def test_leaves_fragments_that_name_no_place(fragment: str):
    """
    The top is always there; what scripts and browsers read is not ours to judge.
    """
    snapshot = a_site(page("/a.html", f'<a href="#{fragment}">一</a>'))

    assert result(missing_fragment, snapshot).findings == ()


def test_is_undecided_when_the_page_could_not_be_read():
    """
    Nobody knows the places of a page that did not answer.
    """
    snapshot = a_site(
        page("/a.html", '<a href="/b.html#x">一</a>'), unread("/b.html", "unreachable", status=0)
    )

    assert [one.reason for one in undecided(missing_fragment, snapshot)] == ["unreachable"]


def test_leaves_a_dead_page_to_the_rule_for_broken_links():
    """
    One problem, one finding.
    """
    snapshot = a_site(page("/a.html", '<a href="/b.html#x">一</a>'), unread("/b.html"))

    assert result(missing_fragment, snapshot).outcome == "passed"
