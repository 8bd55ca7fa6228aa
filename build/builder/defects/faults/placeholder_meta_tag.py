"""
Tags that hold their own name, or a piece of a template.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault


def _filled(page: Page, name: str, value: str) -> Answers:
    tag = page.meta(name)
    if tag is None:
        return None
    tag.set("content", value)
    return [page.answer(label=name)]


@fault(scope="home", times=1)
def own_english_name(page: Page) -> Answers:
    """The code of the site is the name of the tag."""
    return _filled(page, "SiteIDCode", "SiteIDCode")


@fault()
def own_chinese_name(page: Page) -> Answers:
    """As the printed table has it."""
    return _filled(page, "SiteName", "网站名称")


@fault()
def name_of_the_source(page: Page) -> Answers:
    """The word for source, no source."""
    return _filled(page, "ContentSource", "来源")


@fault()
def template_that_was_not_filled(page: Page) -> Answers:
    """What an editor's system left behind."""
    return _filled(page, "ColumnKeywords", "${column.keywords}")


@fault(scope="list")
def template_on_a_list_page(page: Page) -> Answers:
    """Another system's mark."""
    return _filled(page, "ColumnName", "{{ column.name }}")


@fault()
def neighbour_word_within_a_sentence(page: Page) -> Answers:
    """The name of a tag may be a word of its value."""
    return None if _filled(page, "Description", "说明文章标题与来源的写法") is None else []
