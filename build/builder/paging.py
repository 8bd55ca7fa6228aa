"""
How a list is cut into pages that stay put.

Within its year a list is cut into runs of twenty, counted from the oldest item. The newest page
(`index.html`) takes whole runs from the newest on until it has at least twenty items; each other run
has a page of its own, named by its year and number. So every item stands on exactly one page, and a
new item changes the newest page only, save when a run is complete and gets its page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

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

    def place(self, year: str, number: int) -> int | None:
        """Where in `runs` this page is."""
        found = (at for at, run in enumerate(self.runs) if (run.year, run.number) == (year, number))
        return next(found, None)


def paginate(entries: Sequence[Entry]) -> Pages:
    """Cut a list, newest first, into its pages."""
    runs = _runs(entries)
    taken = front = 0
    while front < RUN and taken < len(runs):
        front = runs[taken].stop
        taken += 1
    return Pages(front, tuple(runs[taken:]))


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


def pager(path: str, pages: Pages, place: int | None) -> Pager:
    """The page links of the newest page (`place` None) or of a run's page."""
    newest = Link("最新", path)
    years = _years(path, pages, None if place is None else pages.runs[place].year)
    if place is None:
        older = _link(path, pages.runs[0], "较早") if pages.runs else None
        return Pager(newest=None, newer=None, older=older, years=years)
    newer = _link(path, pages.runs[place - 1], "较新") if place else Link("较新", path)
    is_last = place + 1 == len(pages.runs)
    older = None if is_last else _link(path, pages.runs[place + 1], "较早")
    return Pager(newest=newest, newer=newer, older=older, years=years)


def _years(path: str, pages: Pages, current: str | None) -> tuple[Link, ...]:
    """The newest page of each year that has one."""
    newest_runs: dict[str, Run] = {}
    for run in pages.runs:
        newest_runs.setdefault(run.year, run)
    return tuple(
        _link(path, run, "未注明日期" if year == UNDATED else f"{year}年", year == current)
        for year, run in newest_runs.items()
    )


def _link(path: str, run: Run, title: str, is_current: bool = False) -> Link:
    return Link(title, list_address(path, run.year, run.number), is_current)
