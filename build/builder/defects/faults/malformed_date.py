"""
Times of publication in another form than `YYYY-MM-DD HH:MM`.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault


def _shown(page: Page, text: str) -> Answers:
    """Prints every time in the head of the article in that way; none of them is right then."""
    times = page.root.xpath("//*[contains(@class, 'article-facts')]//time")
    for time in times:
        time.text = text
    if not times:
        return None
    return [page.answer(label="shown")]


@fault()
def shown_with_slashes(page: Page) -> Answers:
    """Slashes for hyphens."""
    return _shown(page, "2026/11/02 09:30")


@fault()
def shown_in_words(page: Page) -> Answers:
    """Year, month and day in Chinese."""
    return _shown(page, "2026年11月2日")


@fault()
def shown_without_zeros(page: Page) -> Answers:
    """One digit where two belong."""
    return _shown(page, "2026-11-2 9:30")


@fault()
def neighbour_midnight(page: Page) -> Answers:
    """The first minute of a day is one."""
    return None if _shown(page, "2026-11-02 00:00") is None else []
