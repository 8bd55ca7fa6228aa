"""
网页语言未注明或有误.
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


CHINESE = "自来水管网检修，请沿线市民提前储水，并相互转告。 Tel 010"


@pytest.mark.parametrize("lang", ["zh", "zh-CN", "ZH-Hans", "yue"])
def test_passes_a_page_in_chinese_that_says_so(lang: str):
    """
    Whichever name of Chinese it is.
    """
    snapshot = a_site(page("/a.html", document(f"<p>{CHINESE}</p>", lang=f' lang="{lang}"')))

    assert result(missing_language, snapshot).outcome == "passed"


@pytest.mark.parametrize("lang", ["en", "zh_CN", "cn", "en-US"])
def test_reports_a_page_in_chinese_that_says_otherwise(lang: str):
    """
    Another language, and what is no name of a language.
    """
    snapshot = a_site(page("/a.html", document(f"<p>{CHINESE}</p>", lang=f' lang="{lang}"')))

    assert urls(findings(missing_language, snapshot)) == ["/a.html"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The water mains of 示例市 will be under repair on Sunday; please store water."),
        ("en", "示例市"),
        (
            "ja",
            "水道管の工事のため、日曜日は断水となりますので、あらかじめ水を貯めておいてください。",
        ),
    ],
)
def test_passes_a_page_in_another_language(lang: str, text: str):
    """
    Chinese names within a text do not make it Chinese, nor do the characters of Japanese.
    """
    snapshot = a_site(page("/a.html", document(f"<p>{text}</p>", lang=f' lang="{lang}"')))

    assert result(missing_language, snapshot).outcome == "passed"
