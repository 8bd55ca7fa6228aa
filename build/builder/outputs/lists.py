"""
栏目页：每个栏目的列表，旧的列表页地址不变。

A column with sub-columns and no items of its own gets an overview of them instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, cast

from builder.addressing import Address
from builder.contexts import Listing, Overview, Section
from builder.frame import column_link, frame, notice_text
from builder.items import LEADER, by_rank, is_archived, items
from builder.paging import ListPage, Pages, list_page, pager, paginate
from builder.places import Place
from builder.records import ColumnRecord, Ref
from builder.subjects import subject_links
from builder.trace import derived, derived_for_page
from builder.view import Entry, View
from sites.addresses import list_address

_OLDER = re.compile(r"(.*/)page/(\d{4}|undated)/(\d+)\.html")
_IN_SECTION = 6


def files(view: View, place: Place) -> Iterator[Address]:
    """The newest list page of every column, and the older ones of those that have any."""
    if place.is_column:
        path = view.column_path(place.column)
        yield Address(place.site, list_address(path))
        for run in _pages(view, place.column).runs:
            yield Address(place.site, list_address(path, run.year, run.number))


def render(view: View, address: Address) -> bytes:
    """A list page or an overview."""
    older = _OLDER.fullmatch(address.path)
    path = older.group(1) if older else address.path.removesuffix("index.html")
    column = cast(int, view.column_at(Address(address.site, path)))
    if older:
        return _listing(view, address, column, older.group(2), int(older.group(3)))
    if _is_empty(view, column) and _about(view, column).children:
        return _overview(view, address, column)
    return _listing(view, address, column)


def page_of(view: View, column: int, page: Ref) -> str:
    """The address of the list page of a column on which a page stands, which it must."""
    order, pages = view.order(column), _pages(view, column)
    at = order.place[page]
    path = view.column_path(column)
    if order.entries[at].is_pinned:
        return list_address(path)
    runs = (run for run in pages.runs if run.start <= at < run.stop)
    return next((list_address(path, run.year, run.number) for run in runs), list_address(path))


def visible_children(view: View, column: ColumnRecord) -> tuple[ColumnRecord, ...]:
    """Sub-columns that are not hidden."""
    return tuple(child for child in view.children(column.id) if not child.is_hidden)


def section(view: View, column: int, count: int, reader: int, *, in_full: bool = False) -> Section:
    """A column with the newest items in it and under it."""
    lines = items(view, _newest(view, column, count), reader, in_full=in_full)
    return Section(column_link(view, column, reader), lines)


def heading_of(view: View, column: int) -> tuple[str, str]:
    """A column's name and description."""
    about = _about(view, column)
    return about.title, about.description


class _About(NamedTuple):
    """A column as its own pages show it, with its visible sub-columns."""

    title: str
    description: str
    children: tuple[int, ...]


@derived
def _about(view: View, number: int) -> _About:
    column = cast(ColumnRecord, view.column(number))
    children = tuple(child.id for child in visible_children(view, column))
    return _About(column.title, column.description or "", children)


@derived
def _newest(view: View, column: int, count: int) -> tuple[Entry, ...]:
    """Archived topics are left to the list itself."""
    columns, limit = view.subtree(column), count
    while True:
        found = view.newest(columns, limit)
        shown = tuple(entry for entry in found if not is_archived(view, entry))
        if len(shown) >= count or len(found) < limit:
            return shown[:count]
        limit *= 2


@derived
def _is_empty(view: View, column: int) -> bool:
    return not view.order(column).entries


@derived
def _pages(view: View, column: int) -> Pages:
    return paginate(view.order(column).entries)


@derived_for_page
def _page(view: View, column: int, year: str, number: int) -> ListPage:
    return list_page(view.order(column).entries, _pages(view, column), year, number)


def _listing(view: View, address: Address, column: int, year: str = "", number: int = 0) -> bytes:
    page, about = _page(view, column, year, number), _about(view, column)
    entries = by_rank(view, page.entries)
    has_people = any(entry.kind == LEADER for entry in entries)
    context = Listing(
        **frame(view, address, name=page.name, column=column),
        notice_text=notice_text(view, address.site),
        heading=about.title,
        description=about.description,
        children=tuple(column_link(view, child, address.site) for child in about.children),
        # Not on older pages: a new subject would touch them all.
        subjects=() if year else subject_links(view, column),
        items=items(view, entries, address.site, in_full=has_people),
        pager=pager(view.column_path(column), page),
        year=page.year,
    )
    return view.render("list", context)


def _overview(view: View, address: Address, column: int) -> bytes:
    about = _about(view, column)
    context = Overview(
        **frame(view, address, column=column),
        notice_text=notice_text(view, address.site),
        heading=about.title,
        description=about.description,
        sections=tuple(section(view, child, _IN_SECTION, address.site) for child in about.children),
    )
    return view.render("overview", context)
