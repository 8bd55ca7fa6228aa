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


def _tagged(page: Page, text: str) -> Answers:
    tag = page.meta("PubDate")
    if tag is None:
        return None
    tag.set("content", text)
    return [page.answer(label="PubDate")]


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
def tagged_without_a_time(page: Page) -> Answers:
    """A day alone."""
    return _tagged(page, "2026-11-02")


@fault()
def tagged_with_a_day_that_never_was(page: Page) -> Answers:
    """The form is right, the day is not."""
    return _tagged(page, "2026-02-30 09:30")


@fault()
def tagged_for_machines(page: Page) -> Answers:
    """The form of computers."""
    return _tagged(page, "2026-11-02T09:30+08:00")


@fault()
def neighbour_midnight(page: Page) -> Answers:
    """The first minute of a day is one."""
    shown, tagged = _shown(page, "2026-11-02 00:00"), _tagged(page, " 2026-11-02 00:00 ")
    return None if shown is None or tagged is None else []
