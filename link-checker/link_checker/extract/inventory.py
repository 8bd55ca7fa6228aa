"""
The column inventory a site publishes: `/.well-known/zhanqun/columns.json`.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from link_checker.extract.memory import Join
from link_checker.facts import Column

PATH = "/.well-known/zhanqun/columns.json"
_SHANGHAI = ZoneInfo("Asia/Shanghai")


class _Item(Struct):
    name: str
    url: str
    level: int = 1
    column_type: str = ""
    must_update: bool | None = None
    update_window_days: int | None = None
    is_hidden: bool = False
    item_count: int | None = None
    last_item_at: str | None = None


class _Site(Struct):
    name: str = ""
    domain: str = ""
    has_services: bool | None = None
    has_interaction: bool | None = None


class Inventory(Struct):
    """As published; `site` says what the site offers where it says so."""

    columns: list[_Item]
    site: _Site = msgspec.field(default_factory=_Site)

    def exact_columns(self, base: str, join: Join) -> list[Column]:
        """The columns, their addresses resolved against the site's own."""
        return [_column(item, base, join) for item in self.columns]


def read_inventory(body: bytes) -> Inventory | None:
    """The inventory, or None for what is none: then columns are recognised as anywhere else."""
    try:
        return msgspec.json.decode(body, type=Inventory)
    except msgspec.MsgspecError:
        return None


def _column(item: _Item, base: str, join: Join) -> Column:
    return Column(
        name=item.name,
        url=join(base, item.url)[0] or item.url,
        level=item.level,
        column_type=item.column_type,
        must_update=item.must_update,
        update_window_days=item.update_window_days,
        is_hidden=item.is_hidden,
        item_count=item.item_count,
        last_item_at=_local_time(item.last_item_at or ""),
        certainty=1.0,
    )


def _local_time(written: str) -> str:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return ""
    if len(written) <= 10:
        return written
    local = at.astimezone(_SHANGHAI) if at.tzinfo else at
    return local.strftime("%Y-%m-%d %H:%M")
