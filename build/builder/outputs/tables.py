"""
数据表：每个数据发布页面的表格，CSV 格式，供下载。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from builder.addressing import Address
from builder.data_releases import KIND, csv_of
from builder.outputs import pages
from builder.places import Place
from builder.view import Entry, View
from sites.addresses import table_address


def files(view: View, place: Place) -> Iterator[Address]:
    """One beside each page that releases data."""
    for address in pages.files(view, place):
        if _entry(view, address).kind == KIND:
            yield Address(address.site, table_address(address.path))


def render(view: View, address: Address) -> bytes:
    """The table in UTF-8 with a mark that spreadsheets know it by."""
    page: Any = view.page(_entry(view, address).ref)
    return csv_of(page.table)


def _entry(view: View, address: Address) -> Entry:
    number = address.path.rpartition("/")[2].partition(".")[0]
    return cast(Entry, view.page_numbered(int(number)))
