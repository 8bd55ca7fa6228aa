"""
How a list is cut into pages that stay put.

Within its year a list is cut into runs of twenty, counted from the oldest item. The newest page
(`index.html`) takes whole runs from the newest on until it has at least twenty items; each other run
has a page of its own, named by its year and number. So every item stands on exactly one page, and a
new item changes the newest page only, save when a run is complete and gets its page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from builder.contexts import Link, Pager
from builder.view import Entry
from sites.addresses import UNDATED, list_address

RUN = 20


@dataclass(frozen=True, slots=True)
class Run:
    """Entries `start` to `stop` of the list, newest first."""

    year: str
    number: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Pages:
    """The newest page holds the first `front` entries; `runs` have a page each, newest first."""

    front: int
    runs: tuple[Run, ...]
    places: dict[tuple[str, int], int] = field(init=False, compare=False)
    """Year and number of each run, with its place among the runs."""
    years: tuple[tuple[str, int], ...] = field(init=False, compare=False)
    """The newest run of each year."""

    def __post_init__(self) -> None:
        """Once, for all pages of a long list."""
        places = {(run.year, run.number): place for place, run in enumerate(self.runs)}
        newest: dict[str, tuple[str, int]] = {}
        for name in places:
            newest.setdefault(name[0], name)
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "years", tuple(newest.values()))


class ListPage(NamedTuple):
    """
    What stands on one page of a list, and the pages it links to, by year and number. The newest page
    has no year, and its `newer` is None; where the first older page's `newer` is the newest page, that
    is None too.
    """

    entries: tuple[Entry, ...]
    newer: tuple[str, int] | None
    older: tuple[str, int] | None
    years: tuple[tuple[str, int], ...]
    """The newest page of each year that has one; of an older page itself, and that of each earlier year."""
    year: str = ""
    number: int = 0

    @property
    def name(self) -> str:
        """What tells an older page from the others in its title: year and number."""
        if not self.year:
            return ""
        return f"{_year_name(self.year)}第{self.number}页"


def paginate(entries: Sequence[Entry]) -> Pages:
    """Cut a list, newest first, into its pages."""
    runs = _runs(entries)
    taken = front = 0
    while front < RUN and taken < len(runs):
        front = runs[taken].stop
        taken += 1
    return Pages(front, tuple(runs[taken:]))


def list_page(entries: Sequence[Entry], pages: Pages, year: str, number: int) -> ListPage:
    """
    One page of a list: the newest, with pinned entries first, or the one of this year and number.
    """
    if not year:
        older = _name(pages, 0) if pages.runs else None
        return ListPage(newest_first(entries, pages.front), None, older, pages.years)
    at = pages.places[year, number]
    run = pages.runs[at]
    shown = tuple(
        each._replace(is_pinned=False) if each.is_pinned else each
        for each in entries[run.start : run.stop]
    )
    newer = _name(pages, at - 1) if at else None
    older = _name(pages, at + 1) if at + 1 < len(pages.runs) else None
    # Of the years only earlier ones, so that a new year, or a new page of this one, touches no old page.
    earlier = pages.years[[each for each, _ in pages.years].index(year) + 1 :]
    return ListPage(shown, newer, older, ((year, number), *earlier), year, number)


def _name(pages: Pages, place: int) -> tuple[str, int]:
    run = pages.runs[place]
    return run.year, run.number


def newest_first(order: Sequence[Entry], front: int) -> tuple[Entry, ...]:
    """What the newest page shows: pinned entries, then the first `front` that are not pinned."""
    pinned = (entry for entry in order if entry.is_pinned)
    return (*pinned, *(entry for entry in order[:front] if not entry.is_pinned))


def _runs(entries: Sequence[Entry]) -> list[Run]:
    runs: list[Run] = []
    start = 0
    for year, group in groupby(entries, key=lambda entry: entry.year):
        stop = start + sum(1 for _ in group)
        number = -(-(stop - start) // RUN)
        while number:
            runs.append(
                Run(year, number, max(start, stop - number * RUN), stop - (number - 1) * RUN)
            )
            number -= 1
        start = stop
    return runs


def pager(path: str, page: ListPage) -> Pager:
    """The links of a list page to the others of its list, which lies at `path`."""
    years = tuple(
        _link(path, name, _year_name(name[0]), name[0] == page.year) for name in page.years
    )
    older = _link(path, page.older, "较早") if page.older else None
    if not page.year:
        return Pager(newest=None, newer=None, older=older, years=years)
    newer = _link(path, page.newer, "较新") if page.newer else Link("较新", path)
    return Pager(newest=Link("最新", path), newer=newer, older=older, years=years)


def _year_name(year: str) -> str:
    return "未注明日期" if year == UNDATED else f"{year}年"


def _link(path: str, name: tuple[str, int], title: str, is_current: bool = False) -> Link:
    return Link(title, list_address(path, *name), is_current)
