"""
What the rules show in their docstrings, put into articles: a wrong example is one finding there, a right
one is none.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urljoin, urlsplit

from lxml import html

from builder.defects.answers import Answer
from builder.defects.pages import Page

_ADDRESSED = "//body//@href | //body//@src"


def put_wrong(page: Page, markup: str, labels: Collection[str]) -> list[Answer] | None:
    """
    The finding leads to the address in the example, if there is one; it is of the sort that has the name
    of the tag in the example, if the rule has one.
    """
    if not page.put(markup):
        return None
    piece = html.document_fromstring(markup)
    targets = (str(href) for href in piece.xpath(_ADDRESSED) if _is_asked_for(page, href))
    names = (str(name) for name in piece.xpath("//meta/@name") if name in labels)
    return [page.answer(next(targets, ""), next(names, ""))]


def put_right(page: Page, markup: str) -> list[Answer] | None:
    """Nothing is to be found."""
    return [] if page.put(markup) else None


def _is_asked_for(page: Page, href: str) -> bool:
    """Whether it is an address of the web, no `data:` that holds its picture itself."""
    return urlsplit(urljoin(page.url, href)).scheme in ("http", "https")
