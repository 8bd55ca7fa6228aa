"""
网页标签缺失.
"""

from __future__ import annotations

import pytest

from link_checker.rules.meta.missing_meta_tag import missing_meta_tag
from tests.link_checker.helpers import (
    COLUMN_META,
    CONTENT_META,
    SITE_META,
    a_site,
    article,
    document,
    findings,
    labels,
    list_page,
    page,
    result,
    reviews,
)


def without(meta: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in meta.items() if key != name}


@pytest.mark.parametrize("name", CONTENT_META)
def test_reports_each_mandatory_tag_of_a_content_page(name: str):
    """
    Eight tags; the two on the column's purpose are not asked of content pages.
    """
    snapshot = a_site(article(meta=without(CONTENT_META, name), kind="content", kind_certainty=1))

    assert labels(findings(missing_meta_tag, snapshot)) == [name]


@pytest.mark.parametrize("name", COLUMN_META)
def test_reports_each_mandatory_tag_of_a_column_page(name: str):
    """
    Seven tags.
    """
    html = document("<h1>公告</h1>", without(COLUMN_META, name))

    snapshot = a_site(page("/gg/", html, kind="column", kind_certainty=1))

    assert labels(findings(missing_meta_tag, snapshot)) == [name]


@pytest.mark.parametrize("name", SITE_META)
def test_reports_each_mandatory_tag_of_the_home_page(name: str):
    """
    Three tags.
    """
    snapshot = a_site(page("/", document("", without(SITE_META, name))))

    assert labels(findings(missing_meta_tag, snapshot)) == [name]


def test_passes_pages_with_all_their_tags():
    """
    Names are read without case.
    """
    shouting = {name.upper(): value for name, value in CONTENT_META.items()}

    snapshot = a_site(article(meta=shouting), list_page("/gg/"))

    assert result(missing_meta_tag, snapshot).outcome == "passed"


def test_reports_an_empty_tag():
    """
    A tag without a value says nothing.
    """
    snapshot = a_site(article(meta={**CONTENT_META, "ContentSource": " "}))

    (found,) = findings(missing_meta_tag, snapshot)

    assert found.message == (
        "内容页的网页标签 ContentSource（来源）是空的。请在 <head> 中补上真实内容。"
    )


def test_leaves_tags_of_a_doubtful_page_to_a_person():
    """
    What every page must carry is certain; what only content must carry is as sure as that it is content.
    """
    snapshot = a_site(article(meta={}, kind="content", kind_certainty=0.7))

    assert labels(findings(missing_meta_tag, snapshot)) == list(SITE_META)
    assert labels(reviews(missing_meta_tag, snapshot)) == [
        "ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource",
    ]  # fmt: skip


def test_leaves_pages_that_are_neither_home_nor_column_nor_content():
    """
    A search page carries what it likes.
    """
    snapshot = a_site(page("/search/", document("<h1>搜索</h1>"), kind="other"))

    assert findings(missing_meta_tag, snapshot) == []
