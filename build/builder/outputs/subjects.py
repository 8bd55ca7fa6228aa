"""
按主题的栏目页：栏目中的政策文件、公报中的文件，按主题分类各成一列。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from builder.addressing import Address
from builder.contexts import Listing
from builder.frame import frame, notice_text
from builder.items import items
from builder.outputs.lists import heading_of
from builder.paging import ListPage, Pages, list_page, pager, paginate
from builder.places import Place
from builder.subjects import subject_links, subjects_of
from builder.trace import derived, derived_for_page
from builder.view import View
from sites.addresses import list_address

_ADDRESS = re.compile(
    r"((.*/)subject/[0-9a-f]{8}/)(?:index\.html|page/(\d{4}|undated)/(\d+)\.html)"
)


def files(view: View, place: Place) -> Iterator[Address]:
    """The newest list page of every subject of a column, and the older ones."""
    if not place.is_column:
        return
    for path in subjects_of(view, place.column):
        yield Address(place.site, list_address(path))
        for run in _pages(view, place.column, path).runs:
            yield Address(place.site, list_address(path, run.year, run.number))


def render(view: View, address: Address) -> bytes:
    """A list page of the documents of one subject."""
    found = cast(re.Match[str], _ADDRESS.fullmatch(address.path))
    path, folder, year, number = found.groups()
    column = cast(int, view.column_at(Address(address.site, folder)))
    page = _page(view, column, path, year or "", int(number or 0))
    links = subject_links(view, column, path)
    (current,) = (link.title for link in links if link.is_current)
    heading, description = heading_of(view, column)
    context = Listing(
        **frame(view, address, name=f"{current}{page.name}", column=column),
        notice_text=notice_text(view, address.site),
        heading=heading,
        description=description,
        children=(),
        subjects=links,
        items=items(view, page.entries, address.site),
        pager=pager(path, page),
        year=page.year,
    )
    return view.render("list", context)


def stands_at(view: View, address: Address) -> bool:
    """Whether a list of one subject has this address."""
    found = _ADDRESS.fullmatch(address.path)
    column = view.column_at(Address(address.site, found.group(2))) if found else None
    return found is not None and column is not None and found.group(1) in subjects_of(view, column)


@derived
def _pages(view: View, column: int, path: str) -> Pages:
    return paginate(subjects_of(view, column)[path][1])


@derived_for_page
def _page(view: View, column: int, path: str, year: str, number: int) -> ListPage:
    entries = subjects_of(view, column)[path][1]
    return list_page(entries, _pages(view, column, path), year, number)
