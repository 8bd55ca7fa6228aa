"""
页头未显示网站名称.
"""

from __future__ import annotations

import pytest

from link_checker.rules.frame.site_name_not_shown import site_name_not_shown
from tests.link_checker.helpers import (
    SITE_META,
    a_site,
    document,
    findings,
    home,
    page,
    result,
    reviews,
    undecided,
    urls,
)


@pytest.mark.parametrize(
    "header",
    [
        "<header>示例市人民政府</header>",
        "<header>示例市 人民政府门户网站</header>",
        '<header><img src="/l.png" alt="示例市人民政府"></header>',
        '<header><img src="/l.png" title="示例市人民政府网站标识"></header>',
    ],
)
def test_passes_a_header_with_the_full_name(header: str):
    """
    As text, or as the text alternative of the logo.
    """
    assert result(site_name_not_shown, a_site(home(header))).outcome == "passed"


@pytest.mark.parametrize(
    "header", ["示例市水务局", "示例市水务局 首页", "示例市水务局门户网站", "<b>示例市</b>水务局网"]
)
def test_passes_the_name_without_what_kind_of_thing_the_site_is(header: str):
    """
    “示例市水务局网站” is the site of 示例市水务局.
    """
    meta = {**SITE_META, "SiteName": "示例市水务局网站"}
    snapshot = a_site(page("/", document(f"<header>{header}</header>", meta)), columns=[])

    assert result(site_name_not_shown, snapshot).outcome == "passed"


@pytest.mark.parametrize("header", ["示例市水务局河道管理所", "示例市", "水务局"])
def test_reports_another_body_and_part_of_a_name(header: str):
    """
    A longer name is the name of somebody else.
    """
    meta = {**SITE_META, "SiteName": "示例市水务局网站"}
    snapshot = a_site(page("/", document(f"<header>{header}</header>", meta)), columns=[])

    assert urls(findings(site_name_not_shown, snapshot)) == ["/"]


def test_is_undecided_where_a_script_may_load_the_header():
    """
    No header in the HTML, and a script on the page.
    """
    scripted = home('<main>文</main><script src="/head.js"></script>')

    (doubt,) = undecided(site_name_not_shown, a_site(scripted))

    assert doubt.reason == "insufficient_data"


def test_reports_a_header_without_the_full_name():
    """
    A short name does not stand for it, nor the name in the text below.
    """
    snapshot = a_site(home("<header>示例市</header><main>示例市人民政府</main>"), columns=[])

    assert urls(findings(site_name_not_shown, snapshot)) == ["/"]


def test_leaves_a_site_nobody_here_built_to_a_person():
    """
    Its name may stand in a background picture.
    """
    snapshot = a_site(home("<header>示例市</header>"))

    assert findings(site_name_not_shown, snapshot) == []
    assert urls(reviews(site_name_not_shown, snapshot)) == ["/"]


def test_leaves_a_picture_without_a_text_to_a_person():
    """
    The picture may show the name.
    """
    snapshot = a_site(home('<header><img src="/logo.png"></header>'), columns=[])

    assert urls(reviews(site_name_not_shown, snapshot)) == ["/"]


def test_is_undecided_about_a_site_without_a_name():
    """
    Nothing to compare with: once for the site, not for each page.
    """
    bare = [page(path, document("<header>示例市</header>")) for path in ("/", "/a/2026-02/1.html")]

    (doubt,) = undecided(site_name_not_shown, a_site(*bare))

    assert doubt.reason == "needs_data"
