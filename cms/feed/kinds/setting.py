"""首页设置 of a site."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from cms.columns.home import BlockKind
from cms.columns.models import SiteSettings
from cms.core.identity import record_ids
from cms.core.triggers import Watched
from cms.feed.fields import (
    Children,
    Field,
    Flag,
    Number,
    OptionalNumber,
    Ref,
    References,
    Text,
    Words,
    closed,
    page_ref,
)
from cms.feed.kind import Kind
from cms.feed.pages import PAGES
from cms.feed.references import ChunkReferences
from cms.feed.rows import RowReader
from cms.feed.sources import Record, TableSource, watched_children
from cms.feed.tree import Tree


class AnyPage(Field):
    """A page of any type, or null."""

    json = page_ref(is_optional=True)

    @property
    def lookups(self) -> tuple[str, ...]:
        return (f"{self.name}_id",)

    def collect(self, raw: Sequence[Any], references: References) -> None:
        if raw[0] is not None:
            references.want_page(raw[0])

    def value(self, raw: Sequence[Any], references: References) -> dict[str, Any] | None:
        page = None if raw[0] is None else references.page(raw[0])
        return {"kind": page[0], "id": page[1]} if page else None


@dataclass(frozen=True)
class Blocks(Children):
    """首页区块: in which form which column is shown, with how many items; 服务入口 has no column."""

    json = {
        "type": "array",
        "items": closed(
            {
                "kind": {"type": "string", "enum": BlockKind.values},
                "column": OptionalNumber.json,
                "count": Number.json,
            }
        ),
    }

    def collect_item(self, row: Sequence[Any], references: References) -> None:
        if row[1] is not None:
            references.want(PAGES, row[1])

    def item(self, row: Sequence[Any], references: References) -> dict[str, Any]:
        kind, column, count = row
        number = None if column is None else references.id(PAGES, column)
        return {"kind": kind, "column": number, "count": count}


@dataclass(frozen=True)
class Links(Children):
    """服务入口: each leads to a page or column, or to an address elsewhere."""

    json = {
        "type": "array",
        "items": closed({"title": Text.json, "page": page_ref(is_optional=True), "url": Text.json}),
    }

    def collect_item(self, row: Sequence[Any], references: References) -> None:
        if row[1] is not None:
            references.want_page(row[1])

    def item(self, row: Sequence[Any], references: References) -> dict[str, Any]:
        title, target, url = row
        page = None if target is None else references.page(target)
        name = {"kind": page[0], "id": page[1]} if page else None
        return {"title": title, "page": name, "url": url}


SETTING = Kind(
    "setting",
    fields=[
        Ref("site", table="wagtailcore_site", is_optional=False, card=True),
        AnyPage("headline", card=True),
        Words("hot_words", card=True),
        Blocks(
            "blocks",
            card=True,
            model="columns.HomeBlock",
            parent="settings_id",
            columns=("kind", "column_id", "count"),
        ),
        Links(
            "links",
            card=True,
            model="columns.HomeLink",
            parent="settings_id",
            columns=("title", "page_id", "url"),
        ),
        Text("notice", card=True),
        Flag("is_grey"),
        Text("emergency"),
        Text("emergency_text"),
        AnyPage("emergency_page"),
        Flag("has_traditional"),
        Words("protected_words"),
    ],
    example_id=8,
    example={
        "site": 1,
        "headline": {"kind": "article", "id": 5},
        "hot_words": ["公共交通", "票价"],
        "blocks": [
            {"kind": "list", "column": 2, "count": 6},
            {"kind": "links", "column": None, "count": 6},
        ],
        "links": [
            {"title": "票价查询", "page": {"kind": "article", "id": 5}, "url": ""},
            {"title": "出行服务", "page": None, "url": "https://bus.example.gov.cn/"},
        ],
        "notice": "",
        "is_grey": False,
        "emergency": "台风红色预警",
        "emergency_text": "今日18时起全市停课、停运，请减少外出。",
        "emergency_page": {"kind": "article", "id": 5},
        "has_traditional": True,
        "protected_words": ["示例市", "钟某=鍾某"],
    },
)


class SettingSource(TableSource):
    """Rows of `columns_sitesettings` of public sites."""

    name = "setting"
    table = "columns_sitesettings"
    kinds = ("setting",)
    watched = (Watched("columns_sitesettings"), *watched_children(SETTING.fields))
    model = SiteSettings

    def records(self, keys: Collection[int], tree: Tree, kinds: Collection[str]) -> list[Record]:
        """See `Source`."""
        homes = {place.id for place in tree.places.values() if place.is_home}
        ids = record_ids(self.table, keys)
        rows = SiteSettings.objects.filter(pk__in=keys)
        read = RowReader(SiteSettings, SETTING.fields).read(rows, ChunkReferences())
        return [Record("setting", ids[key], data) for key, _, data in read if data["site"] in homes]


SOURCE = SettingSource()
