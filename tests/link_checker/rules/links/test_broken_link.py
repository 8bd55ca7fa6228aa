"""
错链断链.
"""

from __future__ import annotations

import pytest

from link_checker.rules.links.broken_link import broken_link
from tests.link_checker.helpers import (
    a_site,
    address,
    findings,
    home,
    labels,
    page,
    result,
    targets,
    undecided,
    unread,
    urls,
)


def test_reports_a_link_that_answers_with_a_certain_no():
    """
    At the page where it stands, with the address it leads to.
    """
    snapshot = a_site(page("/a.html", '<a href="/gone.html">供水公告</a>'), unread("/gone.html"))

    found = findings(broken_link, snapshot)

    assert urls(found) == ["/a.html"]
    assert targets(found) == ["/gone.html"]
    assert found[0].message == "链接“供水公告”打不开，服务器答复 404。请改正地址，或者去掉它。"


def test_passes_a_link_to_a_page_that_is_there():
    """
    The nearest right page: the same link, the target read.
    """
    snapshot = a_site(
        page("/a.html", '<a href="/b.html">供水公告</a>'), page("/b.html", "<p>有</p>")
    )

    assert result(broken_link, snapshot).outcome == "passed"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<img src="/gone.png" alt="">', "图片打不开"),
        ('<script src="/gone.js"></script>', "脚本打不开"),
        ('<link rel="stylesheet" href="/gone.css">', "样式文件打不开"),
        ('<p style="background: url(/gone.png)">', "样式中引用的文件打不开"),
        ('<iframe src="/gone.html"></iframe>', "嵌入的网页打不开"),
        ('<video poster="/gone.png"></video>', "视频封面打不开"),
        ('<a href="/gone.html"></a>', "没有文字的链接打不开"),
    ],
)
def test_says_what_does_not_open(html: str, words: str):
    """
    Everything with an address is a link: pictures, scripts, styles, frames.
    """
    gone = [unread(f"/gone.{kind}") for kind in ("html", "png", "js", "css")]

    (found,) = findings(broken_link, a_site(page("/a.html", html), *gone))

    assert found.message.startswith(words)


def test_reports_an_address_once_a_page_and_on_every_page():
    """
    The same dead link in the frame of two pages is two findings, twice on one page is one.
    """
    html = '<a href="/gone.html">一</a><a href="/gone.html">二</a>'
    snapshot = a_site(page("/a.html", html), page("/b.html", html), unread("/gone.html"))

    assert urls(findings(broken_link, snapshot)) == ["/a.html", "/b.html"]


def test_tells_the_home_page_from_the_others():
    """
    The indicators count them apart.
    """
    link = '<a href="/gone.html">一</a>'
    snapshot = a_site(home(link), page("/a.html", link), unread("/gone.html"))

    assert labels(findings(broken_link, snapshot)) == ["home", "inner"]


@pytest.mark.parametrize(
    ("state", "reason"),
    [("unreachable", "unreachable"), ("refused", "insufficient_data")],
)
def test_is_undecided_about_an_address_without_an_answer(state, reason):
    """
    One failed try never makes a link dead.
    """
    snapshot = a_site(
        page("/a.html", '<a href="/b.html">一</a>'), unread("/b.html", state, status=0)
    )

    (doubt,) = undecided(broken_link, snapshot)

    assert (doubt.reason, doubt.target) == (reason, address("/b.html"))
    assert result(broken_link, snapshot).outcome == "undecided"


def test_doubts_an_address_once_however_many_pages_link_to_it():
    """
    What nobody asked for is one doubt.
    """
    link = '<a href="https://www.example.com/">示例</a>'

    snapshot = a_site(page("/a.html", link), page("/b.html", link))

    assert targets(undecided(broken_link, snapshot)) == ["https://www.example.com/"]


def test_looks_into_style_sheets():
    """
    A picture that a style sheet names is reported at the style sheet.
    """
    sheet = page("/site.css", "body { background: url(gone.png) }", content_type="text/css")

    found = findings(broken_link, a_site(sheet, unread("/gone.png")))

    assert (urls(found), targets(found)) == (["/site.css"], ["/gone.png"])
