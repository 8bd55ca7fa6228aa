"""
Home pages from which nobody can search.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault


@fault(scope="home", times=1)
def no_search(page: Page) -> Answers:
    """Neither form nor link."""
    for form in page.root.xpath("//form"):
        form.getparent().remove(form)
    return [page.answer()]


@fault(scope="home", times=1)
def search_that_leads_to_nothing(page: Page) -> Answers:
    """The page to search on is not there: a fault of the search, and a broken link."""
    for form in page.root.xpath("//form"):
        form.set("action", "/no-such-search/")
    target = "/no-such-search/"
    return [page.answer(target), page.answer(target, rule="broken_link")]


@fault(scope="home", times=1)
def neighbour_link_to_the_search(page: Page) -> Answers:
    """A link named 搜索 will do."""
    for form in page.root.xpath("//form"):
        form.getparent().remove(form)
    header = page.one("header")
    if header is None:
        return None
    link = header.makeelement("a", {"href": "/search/"})
    link.text = "站内搜索"
    header.append(link)
    return []
