"""
政策文件目录：全站群的政策文件，每份恰好列出一次。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.addressing import Address
from builder.contexts import Catalogue, Link, MetaTag
from builder.frame import frame, home_crumb, notice_text
from builder.items import items
from builder.paging import ListPage, Pages, list_page, pager, paginate
from builder.places import Place
from builder.trace import derived, derived_for_page
from builder.view import Entry, View
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
_CRUMBS = (home_crumb(), Link(TITLE, PATH))
_OLDER = re.compile(re.escape(PATH) + r"page/(\d{4}|undated)/(\d+)\.html")


def files(view: View, place: Place) -> Iterator[Address]:
    """On the portal: the newest page and those of each year."""
    if not place.is_site or view.site(place.site).type != "portal":
        return
    yield Address(place.site, list_address(PATH))
    for run in _pages(view).runs:
        yield Address(place.site, list_address(PATH, run.year, run.number))


def render(view: View, address: Address) -> bytes:
    """A page of the catalogue."""
    older = _OLDER.fullmatch(address.path)
    page = _page(view, older.group(1), int(older.group(2))) if older else _page(view, "", 0)
    name = "_".join(part for part in (page.name, TITLE) if part)
    context = Catalogue(
        **frame(view, address, name=name, crumbs=_CRUMBS, meta=_TAGS),
        notice_text=notice_text(view, address.site),
        heading=TITLE,
        description=_DESCRIPTION,
        children=(),
        subjects=(),
        items=items(view, page.entries, address.site, in_full=True),
        pager=pager(PATH, page),
        year=page.year,
    )
    return view.render("catalogue", context)


@derived
def _entries(view: View) -> tuple[Entry, ...]:
    return tuple(each._replace(is_pinned=False) for each in view.all_of_type("policy_document"))


@derived
def _pages(view: View) -> Pages:
    return paginate(_entries(view))


@derived_for_page
def _page(view: View, year: str, number: int) -> ListPage:
    return list_page(_entries(view), _pages(view), year, number)
