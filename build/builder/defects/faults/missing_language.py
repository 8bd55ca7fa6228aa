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


@fault(scope="list")
def language_of_another_standard(page: Page) -> Answers:
    """`xml:lang` means nothing in HTML."""
    page.root.set("xml:lang", page.root.attrib.pop("lang"))
    return [page.answer()]
