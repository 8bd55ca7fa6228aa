"""
网页标签是占位文字.
"""

from __future__ import annotations

import pytest

from link_checker.rules.meta.placeholder_meta_tag import placeholder_meta_tag
from tests.link_checker.helpers import CONTENT_META, a_site, article, findings, labels, result


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SiteName", "网站名称"),
        ("SiteIDCode", "政府网站标识码"),
        ("ColumnKeywords", "关键词"),
        ("ColumnDescription", "描述"),
        ("ContentSource", "ContentSource"),
        ("PubDate", "发布时间"),
        ("ArticleTitle", "{{ title }}"),
        ("ArticleTitle", "${doc.title}"),
        ("SiteDomain", "<%=domain%>"),
        ("Author", "null"),
    ],
)
def test_reports_a_tag_that_holds_a_placeholder(name: str, value: str):
    """
    Its own name, or a piece of template.
    """
    snapshot = a_site(article(meta={**CONTENT_META, name: value}))

    assert labels(findings(placeholder_meta_tag, snapshot)) == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [("ColumnName", "来源"), ("Keywords", "网站名称"), ("ArticleTitle", "关于“描述”一词的说明")],
)
def test_passes_words_that_are_the_name_of_another_tag(name: str, value: str):
    """
    A column may well be called 来源.
    """
    snapshot = a_site(article(meta={**CONTENT_META, name: value}))

    assert result(placeholder_meta_tag, snapshot).outcome == "passed"


def test_leaves_an_empty_tag_to_the_rule_for_missing_ones():
    """
    One problem, one finding.
    """
    snapshot = a_site(article(meta={**CONTENT_META, "ContentSource": ""}))

    assert result(placeholder_meta_tag, snapshot).outcome == "passed"
