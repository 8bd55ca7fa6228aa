"""栏目: a page of the tree, with its former places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from cms.columns.models import Column
from cms.core.keys import among
from cms.feed.fields import Flag, Made, OptionalNumber, Text, Words, closed
from cms.feed.former import former_places
from cms.feed.kind import Kind
from cms.feed.references import ChunkReferences
from cms.feed.rows import RowReader
from cms.feed.sources import Place, Record
from cms.feed.tree import Place as TreePlace
from cms.feed.tree import Tree

_TEXT = {"type": "string"}
_COLUMN = {"type": ["integer", "null"]}

COLUMN = Kind(
    "column",
    fields=[
        Made("site", shape={"type": "integer"}, card=True),
        Made("parent", shape=_COLUMN, card=True),
        Text("slug", card=True),
        Made(
            "former",
            shape={"type": "array", "items": closed({"parent": _COLUMN, "slug": _TEXT})},
        ),
        Text("title", card=True),
        Text("description"),
        Words("keywords"),
        Text("column_type", card=True),
        Flag("must_update"),
        OptionalNumber("update_window_days"),
        Flag("is_hidden", card=True),
        Flag("in_navigation", card=True),
        Made("position", shape={"type": "integer"}, card=True),
    ],
    example_id=2,
    example={
        "site": 1,
        "parent": None,
        "slug": "tzgg",
        "former": [{"parent": None, "slug": "gg"}],
        "title": "通知公告",
        "description": "市政府及其办公室发布的通知和公告",
        "keywords": ["通知", "公告"],
        "column_type": "通知公告",
        "must_update": True,
        "update_window_days": 180,
        "is_hidden": False,
        "in_navigation": True,
        "position": 0,
    },
)


def column_places(keys: Collection[int], tree: Tree) -> dict[int, tuple[int | None, str]]:
    """Record id → (parent, slug), for the public ones of `keys`."""
    columns = tree.columns()
    slugs = Column.objects.filter(pk__in=among(keys)).values_list("pk", "slug")
    return {
        columns[key].id: (columns[key].parent_id, slug) for key, slug in slugs if key in columns
    }


def column_records(keys: Collection[int], tree: Tree) -> list[Record]:
    """The records of the public ones of `keys`."""
    columns = tree.columns()
    former = former_places("column", [columns[key].id for key in keys if key in columns])
    reader = RowReader(Column, COLUMN.fields)
    found = []
    for key, _, data in reader.read(Column.objects.filter(pk__in=among(keys)), ChunkReferences()):
        place = columns.get(key)
        if place is None:
            continue
        found.append(column_record(place, data, former.get(place.id, ())))
    return found


def column_record(place: TreePlace, data: dict[str, Any], former: Sequence[Place]) -> Record:
    """The record of a column at `place`, of what its own fields say."""
    stands = (place.parent_id, data["slug"])
    data |= {
        "site": place.site_id,
        "parent": place.parent_id,
        "position": place.position,
        "former": [
            {"parent": parent, "slug": slug} for parent, slug in former if (parent, slug) != stands
        ],
    }
    return Record("column", place.id, COLUMN.ordered(data), stands=stands)
