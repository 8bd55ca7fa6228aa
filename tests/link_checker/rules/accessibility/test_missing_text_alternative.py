"""
图片缺少替代文字.
"""

from __future__ import annotations

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
