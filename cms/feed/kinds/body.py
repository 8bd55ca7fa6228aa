"""机构."""

from __future__ import annotations

from collections.abc import Collection

from cms.bodies.models import Body
from cms.core.identity import record_ids
from cms.core.triggers import Watched
from cms.feed.fields import Number, Ref, Text
from cms.feed.kind import Kind
from cms.feed.pages import RichText
from cms.feed.references import ChunkReferences
from cms.feed.rows import RowReader
from cms.feed.sources import Record, TableSource
from cms.feed.tree import Tree

BODY = Kind(
    "body",
    fields=[
        Text("name", card=True),
        Text("short_name", card=True),
        Text("credit_code"),
        Ref("parent", table="bodies_body"),
        RichText("functions"),
        Text("address"),
        Text("phone"),
        Text("hours"),
        Number("position", card=True),
    ],
    example_id=3,
    example={
        "name": "示例市人民政府办公室",
        "short_name": "市政府办公室",
        "credit_code": "119999009999000117",
        "parent": None,
        "functions": "<p>协助市政府领导处理市政府日常工作。</p>",
        "address": "示例市中心区人民路1号",
        "phone": "0999-99990001",
        "hours": "工作日 9:00—12:00，13:30—17:30",
        "position": 0,
    },
)


class BodySource(TableSource):
    """Rows of `bodies_body`; a draft is no record."""

    name = "body"
    table = "bodies_body"
    kinds = ("body",)
    watched = (Watched("bodies_body"),)
    model = Body

    def records(self, keys: Collection[int], tree: Tree, kinds: Collection[str]) -> list[Record]:
        """See `Source`."""
        rows = Body.objects.filter(pk__in=keys, live=True)
        ids = record_ids(self.table, keys)
        return [
            Record("body", ids[key], data)
            for key, _, data in RowReader(Body, BODY.fields).read(rows, ChunkReferences())
        ]


SOURCE = BodySource()
