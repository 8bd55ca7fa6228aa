"""
栏目页：每个栏目的列表，旧的列表页地址不变。

A column with sub-columns and no items of its own gets an overview of them instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import cast

from builder.addressing import Address
from builder.contexts import Listing, Overview, Section
from builder.frame import column_link, frame
from builder.items import items
from builder.paging import Pages, pager, paginate
from builder.records import ColumnRecord
from builder.view import Entry, View
from sites.addresses import list_address

_OLDER = re.compile(r"(.*/)page/(\d{4}|undated)/(\d+)\.html")
_IN_SECTION = 6


def files(view: View, site: int) -> Iterator[Address]:
    """The newest list page of every column, and the older ones of those that have any."""
    for column in view.columns(site):
        path = view.column_path(column.id)
        yield Address(site, list_address(path))
        for run in _pages(view, column.id).runs:
            yield Address(site, list_address(path, run.year, run.number))


def render(view: View, address: Address) -> bytes:
    """A list page or an overview."""
    older = _OLDER.fullmatch(address.path)
    path = older.group(1) if older else address.path.removesuffix("index.html")
    column = cast(ColumnRecord, view.column_at(Address(address.site, path)))
    if older:
        return _older(view, address, column, older.group(2), int(older.group(3)))
    if not view.order(column.id).entries and visible_children(view, column):
        return _overview(view, address, column)
    return _newest(view, address, column)


def visible_children(view: View, column: ColumnRecord) -> tuple[ColumnRecord, ...]:
    """Sub-columns that are not hidden."""
    return tuple(child for child in view.children(column.id) if not child.is_hidden)


def newest_first(order: Sequence[Entry], front: int) -> list[Entry]:
    """What the newest page shows: pinned entries, then the first `front` that are not pinned."""
    pinned = [entry for entry in order if entry.is_pinned]
    return pinned + [entry for entry in order[:front] if not entry.is_pinned]


def section(view: View, column: ColumnRecord, count: int, reader: int) -> Section:
    """A column with the newest items in it and under it."""
    entries = view.newest(view.subtree(column.id), count)
    return Section(column_link(view, column, reader), items(view, entries, reader))


def _pages(view: View, column: int) -> Pages:
    return view.once(("pages", column), lambda: paginate(view.order(column).entries))


def _newest(view: View, address: Address, column: ColumnRecord) -> bytes:
    pages = _pages(view, column.id)
    entries = newest_first(view.order(column.id).entries, pages.front)
    return _listing(view, address, column, entries, None)


def _older(view: View, address: Address, column: ColumnRecord, year: str, number: int) -> bytes:
    pages = _pages(view, column.id)
    place = cast(int, pages.place(year, number))
    run = pages.runs[place]
    entries = view.order(column.id).entries[run.start : run.stop]
    return _listing(view, address, column, [e._replace(is_pinned=False) for e in entries], place)


def _listing(
    view: View,
    address: Address,
    column: ColumnRecord,
    entries: Sequence[Entry],
    place: int | None,
) -> bytes:
    pages = _pages(view, column.id)
    year = "" if place is None else pages.runs[place].year
    context = Listing(
        **frame(view, address, name=page_name(pages, place), column=column),
        heading=column.title,
        description=column.description or "",
        children=tuple(column_link(view, c, address.site) for c in visible_children(view, column)),
        items=items(view, entries, address.site),
        pager=pager(view.column_path(column.id), pages, place),
        year=year,
    )
    return view.render("list", context).encode()


def page_name(pages: Pages, place: int | None) -> str:
    """What tells an older list page from the others in its title: year and number."""
    if place is None:
        return ""
    run = pages.runs[place]
    year = f"{run.year}年" if run.year.isdigit() else "未注明日期"
    return f"{year}第{run.number}页"


def _overview(view: View, address: Address, column: ColumnRecord) -> bytes:
    context = Overview(
        **frame(view, address, column=column),
        heading=column.title,
        description=column.description or "",
        sections=tuple(
            section(view, child, _IN_SECTION, address.site)
            for child in visible_children(view, column)
        ),
    )
    return view.render("overview", context).encode()
