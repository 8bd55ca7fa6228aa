"""
网页未注明语言.
"""

from __future__ import annotations

import pytest

from link_checker.rules.accessibility.missing_language import missing_language
from tests.link_checker.helpers import a_site, document, findings, page, result, urls


@pytest.mark.parametrize("lang", ["", ' lang=""', ' lang=" "'])
def test_reports_a_page_without_a_language(lang: str):
    """
    Absent or empty, once a page.
    """
    snapshot = a_site(page("/a.html", document("<p>文</p>", lang=lang)))

    assert urls(findings(missing_language, snapshot)) == ["/a.html"]


@pytest.mark.parametrize("lang", ["zh", "zh-CN", "zh-Hans", "en"])
def test_passes_a_page_that_names_one(lang: str):
    """
    Which one is the page's own affair.
    """
    snapshot = a_site(page("/a.html", document("<p>文</p>", lang=f' lang="{lang}"')))

    assert result(missing_language, snapshot).outcome == "passed"
