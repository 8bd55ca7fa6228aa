"""
Articles that do not show when they were published.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault

_FACTS = (
    "//*[contains(@class, 'article-facts')]"
    "[not(//dl[@class='metadata']) and not(//section[@class='related']//time)]"
)
"""Of pages without what shows a date once more: the table of documents, the document that is explained."""


@fault(times=5)
def without_a_date(page: Page) -> Answers:
    """The head names the source, not the time."""
    shown = page.root.xpath(f"{_FACTS}/span[time]")
    if not shown:
        return None
    for each in shown:
        each.drop_tree()
    return [page.answer()]


@fault()
def date_in_an_attribute_only(page: Page) -> Answers:
    """A time that only machines can read."""
    times = page.root.xpath(f"{_FACTS}//time")
    if not times:
        return None
    for time in times:
        time.text = ""
    return [page.answer()]


@fault()
def neighbour_date_without_its_label(page: Page) -> Answers:
    """The time is enough."""
    time = page.root.xpath(f"{_FACTS}/span[contains(., '发布时间')]/time")
    if not time:
        return None
    time[0].getparent().text = ""
    return []
