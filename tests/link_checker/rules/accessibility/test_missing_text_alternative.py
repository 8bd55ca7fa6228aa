"""
图片缺少替代文字.
"""

from __future__ import annotations

import pytest

from link_checker.rules.accessibility.missing_text_alternative import missing_text_alternative
from tests.link_checker.helpers import a_site, findings, page, result, targets


def test_reports_a_picture_without_the_attribute():
    """
    Once a page and address.
    """
    snapshot = a_site(page("/a.html", '<img src="/1.png"><img src="/1.png"><img src="/2.png">'))

    assert targets(findings(missing_text_alternative, snapshot)) == ["/1.png", "/2.png"]


def test_passes_a_picture_with_a_text_and_one_that_is_decoration():
    """
    An empty alternative is a statement.
    """
    snapshot = a_site(page("/a.html", '<img src="/1.png" alt="水厂"><img src="/2.png" alt="">'))

    assert result(missing_text_alternative, snapshot).outcome == "passed"


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="/1.png" title="水厂">',
        '<img src="/1.png" aria-label="水厂">',
        '<img src="/1.png" role="presentation">',
        '<img src="/1.png" aria-hidden="true">',
        '<div hidden><img src="/1.png"></div>',
        '<div style="Display: none"><p><img src="/1.png"></p></div>',
        '<input type="image" src="/1.png" alt="搜索">',
        '<map name="m"><area href="/1.png" alt="水厂"></map>',
    ],
)
def test_passes_what_has_another_name_and_what_nobody_hears(picture: str):
    """
    A label, a title, or nothing that anybody meets.
    """
    assert result(missing_text_alternative, a_site(page("/a.html", picture))).outcome == "passed"


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="/1.png" title=" ">',
        '<img src="/1.png" style="border:none">',
        '<div style="font-size:0"><img src="/1.png"></div>',
        '<header><div><img src="/1.png"></div></header>',
        '<input type="image" src="/1.png" alt="">',
        '<map name="m"><area href="/1.png"></map>',
    ],
)
def test_reports_a_picture_a_button_and_an_area_that_say_nothing(picture: str):
    """
    An empty title is none; a button and an area are never decoration.
    """
    snapshot = a_site(page("/a.html", picture))

    assert targets(findings(missing_text_alternative, snapshot)) == ["/1.png"]
