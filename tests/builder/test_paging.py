"""
Older list pages stay put, and every item stands on exactly one page.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.paging import RUN, Pages, list_page, paginate
from builder.view import Entry


def entries(*years: int | None) -> list[Entry]:
    """One entry for each year, given newest first."""
    return [
        Entry(
            "article",
            1000 - place,
            None if year is None else int(datetime(year, 6, 1, tzinfo=UTC).timestamp()),
            False,
            1,
            False,
        )
        for place, year in enumerate(years)
    ]


def addresses(pages: Pages) -> list[str]:
    return [f"{run.year}/{run.number}" for run in pages.runs]


@pytest.mark.parametrize(
    ("years", "front", "older"),
    [
        ([], 0, []),
        ([2026], 1, []),
        ([2026] * 20, 20, []),
        ([2026] * 21, 21, []),
        ([2026] * 40, 20, ["2026/1"]),
        ([2026] * 41, 21, ["2026/1"]),
        ([2026] * 3 + [2025] * 45, 28, ["2025/1"]),
        ([2026] * 20 + [None] * 21, 20, ["undated/2", "undated/1"]),
    ],
)
def test_the_newest_page_takes_whole_runs(years, front, older):
    """
    It has at least twenty items if there are as many, and fewer than forty.
    """
    pages = paginate(entries(*years))

    assert (pages.front, addresses(pages)) == (front, older)


YEARS = st.lists(st.sampled_from([2026, 2025, 2024]), max_size=150).map(
    lambda years: sorted(years, reverse=True)
)


@given(YEARS)
def test_every_item_stands_on_exactly_one_page(years):
    """
    The newest page and the runs follow on each other without gap or overlap.
    """
    pages = paginate(entries(*years))
    stops = [pages.front, *(run.stop for run in pages.runs)]

    assert [run.start for run in pages.runs] == stops[:-1]
    assert stops[-1] == len(years)
    assert pages.front < 2 * RUN


@given(YEARS)
def test_a_new_item_leaves_older_pages_as_they_were(years):
    """
    A page that there was holds the same items under the same number after a new item came.
    """
    before = paginate(entries(*years))
    after = paginate(entries(2026, *years))
    kept = {(run.year, run.number, run.start + 1, run.stop + 1) for run in before.runs}

    assert kept <= {(run.year, run.number, run.start, run.stop) for run in after.runs}


@pytest.mark.parametrize("year", [2026, 2025, 2024])
def test_a_new_item_changes_at_most_one_older_page(year):
    """
    Also the first of a year, and one that begins another page: the page before it leads on to that.
    """
    before = entries(*[2025] * 95, *[2024] * 61, *[2023] * 200)
    older = paginate(before)
    for extra in range(1, 45):
        now = [*entries(*[year] * extra), *before]
        now.sort(key=lambda each: each.published_at or 0, reverse=True)
        pages = paginate(now)
        changed = [
            run
            for run in older.runs
            if run.year < str(year)
            and list_page(now, pages, run.year, run.number)
            != list_page(before, older, run.year, run.number)
        ]
        assert len(changed) <= 1, (extra, changed)
