"""Which page is shown in which column: its own (position 0) and those of its `extra_placements`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from cms.core.identity import record_ids
from cms.core.keys import among
from cms.core.models import ExtraPlacement
from cms.core.triggers import Watched
from cms.feed.fields import Made, page_ref
from cms.feed.former import former_places, remember_places
from cms.feed.kind import Kind
from cms.feed.pages import PAGES
from cms.feed.references import page_kinds
from cms.feed.sources import Place, Record, TableSource
from cms.feed.tree import Tree

PLACEMENT = Kind(
    "placement",
    fields=[
        Made("page", shape=page_ref(), card=True),
        Made("column", shape={"type": "integer"}, card=True),
        Made("position", shape={"type": "integer"}, card=True),
        Made("is_pinned", shape={"type": "boolean"}, card=True),
        Made("former_columns", shape={"type": "array", "items": {"type": "integer"}}, card=True),
    ],
    example_id=5,
    example={
        "page": {"kind": "article", "id": 5},
        "column": 2,
        "position": 0,
        "is_pinned": False,
        "former_columns": [],
    },
)


def placement(
    key: int, page: tuple[str, int], column: int, former: list[Place], **more: Any
) -> Record:
    """The record of a placement that stands in `column` now."""
    data = {
        "page": {"kind": page[0], "id": page[1]},
        "column": column,
        **more,
        "former_columns": [left for left, _ in former if left != column],
    }
    return Record("placement", key, PLACEMENT.ordered(data), stands=(column, ""))


class ExtraPlacementSource(TableSource):
    """Rows of `core_extraplacement`: public where the page and the further column are."""

    name = "placement"
    table = "core_extraplacement"
    kinds = ("placement",)
    watched = (Watched("core_extraplacement"),)
    model = ExtraPlacement

    def remember(self, keys: Collection[int], tree: Tree) -> None:
        """See `Source`."""
        ids = record_ids(self.table, keys)
        remember_places(
            "placement", {ids[row["pk"]]: (column, "") for row, column in self._public(keys, tree)}
        )

    def records(self, keys: Collection[int], tree: Tree, kinds: Collection[str]) -> list[Record]:
        """See `Source`."""
        rows = list(self._public(keys, tree))
        ids = record_ids(self.table, [row["pk"] for row, _ in rows])
        pages = record_ids(PAGES, [row["page_id"] for row, _ in rows])
        former = former_places("placement", ids.values())
        kind_of = page_kinds()
        return [
            placement(
                ids[row["pk"]],
                (kind_of[row["page__content_type_id"]], pages[row["page_id"]]),
                column,
                former.get(ids[row["pk"]], []),
                position=(row["sort_order"] or 0) + 1,
                is_pinned=False,
            )
            for row, column in rows
        ]

    def _public(self, keys: Collection[int], tree: Tree) -> Iterator[tuple[dict[str, Any], int]]:
        columns = tree.columns()
        rows = ExtraPlacement.objects.filter(pk__in=among(keys), page__live=True).values(
            "pk", "page_id", "page__path", "page__content_type_id", "column_id", "sort_order"
        )
        for row in rows:
            column, own = columns.get(row["column_id"]), tree.column_of(row["page__path"])
            if own and column and column != own and row["page_id"] not in tree.private:
                yield row, column.id


SOURCE = ExtraPlacementSource()
