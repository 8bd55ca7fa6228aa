"""
Mandatory tags that are absent or empty.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault


def _without(page: Page, *names: str) -> Answers:
    tags = [page.meta(name) for name in names]
    for tag in tags:
        if tag is None:
            return None
        tag.getparent().remove(tag)
    return [page.answer(label=name) for name in names]


@fault(scope="home", times=1)
def site_id_code_of_the_home_page(page: Page) -> Answers:
    """One of the three of the site."""
    return _without(page, "SiteIDCode")


@fault(scope="list")
def column_type(page: Page) -> Answers:
    """One of the four of a column."""
    return _without(page, "ColumnType")


@fault(scope="list")
def column_description_is_empty(page: Page) -> Answers:
    """The tag is there and says nothing."""
    tag = page.meta("ColumnDescription")
    if tag is None:
        return None
    tag.set("content", " ")
    return [page.answer(label="ColumnDescription")]


@fault(times=3)
def content_source(page: Page) -> Answers:
    """One of the five of an article."""
    return _without(page, "ContentSource")


@fault()
def publication_date_and_source(page: Page) -> Answers:
    """Two at once are two findings."""
    return _without(page, "PubDate", "ContentSource")


@fault()
def article_title(page: Page) -> Answers:
    """Without its title a page is still one of content."""
    return _without(page, "ArticleTitle")


@fault()
def name_in_the_wrong_attribute(page: Page) -> Answers:
    """`property` is not `name`."""
    tag = page.meta("SiteName")
    if tag is None:
        return None
    tag.set("property", tag.attrib.pop("name"))
    return [page.answer(label="SiteName")]


@fault()
def neighbour_written_otherwise(page: Page) -> Answers:
    """Names without capitals are the same names; of two the first counts."""
    tags = [tag for name in ("SiteName", "ContentSource") if (tag := page.meta(name)) is not None]
    if len(tags) < 2:
        return None
    for tag in tags:
        tag.set("name", tag.get("name").lower())
        tag.addnext(tag.makeelement("meta", {"name": tag.get("name"), "content": ""}))
    return []
