"""
Headings that jump over a level.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault


def _headed(page: Page, markup: str, *, fails: bool = True) -> Answers:
    """Headings at the end of the text, after one of the second level."""
    added = page.append(f"<h2>示例章节</h2>{markup}<h2>示例结尾</h2>")
    if not added:
        return None
    return [page.answer()] if fails else []


@fault(times=3)
def from_two_to_four(page: Page) -> Answers:
    """One level is missing."""
    return _headed(page, "<h4>示例小节</h4>")


@fault()
def twice(page: Page) -> Answers:
    """The first jump of a page is reported, once."""
    return _headed(page, "<h4>示例小节</h4><h2>示例</h2><h5>示例</h5>")


@fault()
def from_three_to_six(page: Page) -> Answers:
    """Somewhere below."""
    return _headed(page, "<h3>示例</h3><h6>示例</h6>")


@fault(scope="list")
def list_page_without_its_second_level(page: Page) -> Answers:
    """A small heading right under the name of a column."""
    heading = page.one("h1")
    if heading is None:
        return None
    small = heading.makeelement("h3")
    small.text = "本栏目说明"
    heading.addnext(small)
    return [page.answer()]


@fault()
def neighbour_back_up(page: Page) -> Answers:
    """Up by any number of levels, down by one."""
    return _headed(page, "<h3>示例</h3><h4>示例</h4><h2>示例</h2><h3>示例</h3>", fails=False)


@fault()
def neighbour_hidden(page: Page) -> Answers:
    """Nobody hears a heading that is hidden."""
    return _headed(page, "<div hidden><h5>示例</h5></div>", fails=False)
