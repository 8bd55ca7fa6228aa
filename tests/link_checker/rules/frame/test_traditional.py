"""
A version in traditional characters is not asked for names and labels as the standards print them.
"""

from __future__ import annotations

import pytest

from link_checker.rules.frame.missing_footer_mark import missing_footer_mark
from link_checker.rules.frame.site_name_not_shown import site_name_not_shown
from tests.link_checker.helpers import SITE_META, a_site, document, findings, page, urls

HEADER = "<header>範例市政府</header><footer>主辦單位：示例市人民政府</footer>"


@pytest.mark.parametrize("rule", [missing_footer_mark, site_name_not_shown])
@pytest.mark.parametrize("language", ["zh-Hant", "zh-TW", "zh-hk", "zh-Hant-MO"])
def test_pages_in_traditional_characters_are_passed_over(rule, language):
    """
    The page that it is a version of is asked instead.
    """
    meta = {**SITE_META, "ColumnName": "公告"}
    version = page("/hant/gg/", document(HEADER, meta, lang=f' lang="{language}"'))

    assert "/hant/gg/" not in urls(findings(rule, a_site(version, columns=[])))


@pytest.mark.parametrize("rule", [missing_footer_mark, site_name_not_shown])
@pytest.mark.parametrize("language", ["zh-CN", "zh", "en"])
def test_other_pages_are_not(rule, language):
    """
    Whatever language they say they are in.
    """
    meta = {**SITE_META, "ColumnName": "公告"}
    other = page("/hant/gg/", document(HEADER, meta, lang=f' lang="{language}"'))

    assert "/hant/gg/" in urls(findings(rule, a_site(other, columns=[])))
