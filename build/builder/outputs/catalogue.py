"""
政策文件目录：全站群的政策文件，每份恰好列出一次。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from builder.addressing import Address
from builder.contexts import Catalogue, Link, MetaTag
from builder.frame import frame, home_crumb
from builder.items import items
from builder.outputs.lists import page_name
from builder.paging import Pages, pager, paginate
from builder.view import Order, View
from sites.addresses import list_address

PATH = "/zfxxgk/catalogue/"
TITLE = "政策文件目录"
_DESCRIPTION = "本站群各网站公开的政策文件，注明文号、索引号、发布机构和有效性。"
_TAGS = (
    MetaTag("ColumnName", TITLE),
    MetaTag("ColumnDescription", _DESCRIPTION),
    MetaTag("ColumnKeywords", "政策文件,目录,文号,索引号,有效性"),
    MetaTag("ColumnType", "政策文件"),
)
"""It is no column of the cms, but to its readers it is one."""
_OLDER = re.compile(re.escape(PATH) + r"page/(\d{4}|undated)/(\d+)\.html")


def files(view: View, site: int) -> Iterator[Address]:
    """On the portal: the newest page and those of each year."""
    if view.site(site).type != "portal":
        return
    yield Address(site, list_address(PATH))
    for run in _pages(view).runs:
        yield Address(site, list_address(PATH, run.year, run.number))


def render(view: View, address: Address) -> bytes:
    """A page of the catalogue."""
    pages, place = _pages(view), None
    start, stop = 0, pages.front
    if older := _OLDER.fullmatch(address.path):
        place = cast(int, pages.place(older.group(1), int(older.group(2))))
        start, stop = pages.runs[place].start, pages.runs[place].stop
    entries = [entry._replace(is_pinned=False) for entry in _order(view).entries[start:stop]]
    name = "_".join(part for part in (page_name(pages, place), TITLE) if part)
    crumbs = (home_crumb(), Link(TITLE, PATH))
    context = Catalogue(
        **frame(view, address, name=name, crumbs=crumbs, meta=_TAGS),
        heading=TITLE,
        description=_DESCRIPTION,
        children=(),
        items=items(view, entries, address.site),
        pager=pager(PATH, pages, place),
        year="" if place is None else pages.runs[place].year,
    )
    return view.render("catalogue", context).encode()


def _order(view: View) -> Order:
    return view.once("catalogue", lambda: view.all_of_type("policy_document"))


def _pages(view: View) -> Pages:
    return view.once("catalogue pages", lambda: paginate(_order(view).entries))
