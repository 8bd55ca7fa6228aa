"""
栏目清单：/.well-known/zhanqun/columns.json，供检查者使用。
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from builder.addressing import Address
from builder.dates import CHINA
from builder.frame import ATOM
from builder.places import Place
from builder.records import ColumnRecord
from builder.trace import derived
from builder.view import View

PATH = "/.well-known/zhanqun/columns.json"


def files(view: View, place: Place) -> Iterator[Address]:
    """One file on each site."""
    if place.is_site:
        yield Address(place.site, PATH)


def render(view: View, address: Address) -> bytes:
    """Every column of the site, hidden ones included."""
    name, domain, code = _site(view, address.site)
    inventory = {
        "site": {"name": name, "domain": domain, "site_id_code": code},
        "columns": [_facts(view, column) for column in view.columns(address.site)],
    }
    return json.dumps(inventory, ensure_ascii=False, indent=1).encode() + b"\n"


@derived
def _site(view: View, number: int) -> tuple[str, str, str]:
    site = view.site(number)
    return site.name, site.domain, site.site_id_code


@derived
def contents(view: View, column: int) -> tuple[int, int | None]:
    """How many items a column has, and when the newest was published."""
    entries = view.order(column).entries
    return len(entries), entries[0].published_at if entries else None


def _facts(view: View, column: ColumnRecord) -> dict[str, object]:
    count, last = contents(view, column.id)
    path = view.column_path(column.id)
    return {
        "id": column.id,
        "name": column.title,
        "url": view.absolute(Address(column.site, path)),
        "level": len(view.ancestry(column.id)),
        "column_type": column.column_type,
        "must_update": column.must_update,
        "update_window_days": column.update_window_days,
        "is_hidden": column.is_hidden,
        "item_count": count,
        "last_item_at": None if last is None else datetime.fromtimestamp(last, CHINA).isoformat(),
        "feed": view.absolute(Address(column.site, path + ATOM)),
    }
