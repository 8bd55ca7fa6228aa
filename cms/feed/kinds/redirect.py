"""旧地址转向: an address that no record remembers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from cms.columns.models import Redirect
from cms.core.identity import record_ids
from cms.core.triggers import Watched
from cms.feed.fields import Field, Ref, References, Text
from cms.feed.kind import Kind
from cms.feed.references import ChunkReferences
from cms.feed.rows import RowReader
from cms.feed.sources import Record, TableSource
from cms.feed.tree import Tree


class Target(Field):
    """Where it leads: the reference of a page, or an absolute address; empty when the page is gone."""

    json = {"type": "string"}

    @property
    def lookups(self) -> tuple[str, ...]:
        return ("page_id", "link_url")

    def collect(self, raw: Sequence[Any], references: References) -> None:
        if raw[0] is not None:
            references.want_page(raw[0])

    def value(self, raw: Sequence[Any], references: References) -> str:
        page = None if raw[0] is None else references.page(raw[0])
        return f"zq:{page[0]}/{page[1]}" if page else raw[1]


REDIRECT = Kind(
    "redirect",
    fields=[
        Ref("site", table="wagtailcore_site", is_optional=False, card=True),
        Text("path", card=True),
        Target("target", card=True),
    ],
    example_id=7,
    example={"site": 1, "path": "/old/notice.asp", "target": "zq:article/5"},
)


class RedirectSource(TableSource):
    """Rows of `columns_redirect` of public sites that lead somewhere."""

    name = "redirect"
    table = "columns_redirect"
    kinds = ("redirect",)
    watched = (Watched("columns_redirect"),)
    model = Redirect

    def records(self, keys: Collection[int], tree: Tree, kinds: Collection[str]) -> list[Record]:
        """See `Source`."""
        homes = {place.id for place in tree.places.values() if place.is_home}
        ids = record_ids(self.table, keys)
        rows = Redirect.objects.filter(pk__in=keys)
        return [
            Record("redirect", ids[key], data)
            for key, _, data in RowReader(Redirect, REDIRECT.fields).read(rows, ChunkReferences())
            if data["site"] in homes and data["target"]
        ]


SOURCE = RedirectSource()
