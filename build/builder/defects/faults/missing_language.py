"""
Pages that do not say in which language they are.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault


@fault(times=3)
def no_language(page: Page) -> Answers:
    """The attribute is gone."""
    del page.root.attrib["lang"]
    return [page.answer()]


@fault()
def empty_language(page: Page) -> Answers:
    """The attribute says nothing."""
    page.root.set("lang", " ")
    return [page.answer()]


@fault(scope="list")
def language_of_another_standard(page: Page) -> Answers:
    """`xml:lang` means nothing in HTML."""
    page.root.set("xml:lang", page.root.attrib.pop("lang"))
    return [page.answer()]


@fault()
def wrong_language(page: Page) -> Answers:
    """A template that came with English."""
    page.root.set("lang", "en")
    return [page.answer()]


@fault()
def neighbour_another_name_of_chinese(page: Page) -> Answers:
    """Any name of Chinese is one."""
    page.root.set("lang", "zh-Hans-CN")
    return []
