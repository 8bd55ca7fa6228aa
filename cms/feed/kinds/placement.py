"""
Which page is shown in which column: its own (position 0), further ones of its site (`extra_placements`), and those
of other sites that accepted it (`cms.placements`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Value
from django.db.models.functions import Coalesce

from cms.core.identity import record_ids
from cms.core.keys import among
from cms.core.models import ExtraPlacement
from cms.core.triggers import Watched
from cms.feed.fields import Made, page_ref
from cms.feed.kind import Kind
from cms.feed.pages import PAGES
from cms.feed.references import page_kinds
from cms.feed.sources import Place, Record, TableSource
from cms.feed.tree import Place as TreePlace
from cms.feed.tree import Tree
from cms.placements.models import SitePlacement
from cms.review.rights import PlaceState

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


class Row(NamedTuple):
    """A further placement as its table has it; the numbers are primary keys."""

    key: int
    page: int
    path: str
    content_type: int
    column: int
    position: int
    is_pinned: bool


_OF_ROW = ("pk", "page_id", "page__path", "page__content_type_id", "column_id")


def placement(
    key: int, page: tuple[str, int], column: int, former: Sequence[Place] = (), **more: Any
) -> Record:
    """The record of a placement that stands in `column` now."""
    data = {
        "page": {"kind": page[0], "id": page[1]},
        "column": column,
        **more,
        "former_columns": [left for left, _ in former if left != column],
    }
    return Record("placement", key, PLACEMENT.ordered(data), stands=(column, ""))


class FurtherPlacements(TableSource, ABC):
    """
    A table of placements beside a page's own: public where the page and the further column are. A page has no
    address in such a column, so nothing is remembered of those it leaves.
    """

    table: str
    kinds = ("placement",)

    @abstractmethod
    def rows(self, keys: Collection[int]) -> Iterator[Row]:
        """Those of the rows whose page is live."""

    @abstractmethod
    def may_stand(self, own: TreePlace, column: TreePlace) -> bool:
        """Whether a page of the column `own` may stand in `column` by a row of this table."""

    def records(self, keys: Collection[int], tree: Tree, kinds: Collection[str]) -> list[Record]:
        """See `Source`."""
        rows = list(self._public(keys, tree))
        ids = record_ids(self.table, [row.key for row, _ in rows])
        pages = record_ids(PAGES, [row.page for row, _ in rows])
        kind_of = page_kinds()
        return [
            placement(
                ids[row.key],
                (kind_of[row.content_type], pages[row.page]),
                column,
                position=row.position,
                is_pinned=row.is_pinned,
            )
            for row, column in rows
        ]

    def _public(self, keys: Collection[int], tree: Tree) -> Iterator[tuple[Row, int]]:
        columns = tree.columns()
        for row in self.rows(keys):
            column, own = columns.get(row.column), tree.column_of(row.path)
            if own and column and self.may_stand(own, column) and row.page not in tree.private:
                yield row, column.id


class ExtraPlacementSource(FurtherPlacements):
    """Rows of `core_extraplacement`: further columns of the page's own site."""

    name = "placement"
    table = "core_extraplacement"
    watched = (Watched("core_extraplacement"),)
    model = ExtraPlacement

    def rows(self, keys: Collection[int]) -> Iterator[Row]:
        """See `FurtherPlacements`."""
        found = ExtraPlacement.objects.filter(pk__in=among(keys), page__live=True)
        position = Coalesce("sort_order", 0) + 1
        return map(Row._make, found.values_list(*_OF_ROW, position, Value(False)))

    def may_stand(self, own: TreePlace, column: TreePlace) -> bool:
        """See `FurtherPlacements`: no site puts its pages into another."""
        return is_further_column(own, column)


class SitePlacementSource(FurtherPlacements):
    """Rows of `placements_siteplacement` that another site accepted, and shows in a column of its own."""

    name = "site_placement"
    table = "placements_siteplacement"
    watched = (Watched("placements_siteplacement"),)
    model = SitePlacement

    def rows(self, keys: Collection[int]) -> Iterator[Row]:
        """See `FurtherPlacements`."""
        found = SitePlacement.objects.filter(
            pk__in=among(keys), page__live=True, state=PlaceState.SHOWN
        )
        return map(Row._make, found.values_list(*_OF_ROW, Value(1), "is_pinned"))

    def may_stand(self, own: TreePlace, column: TreePlace) -> bool:
        """See `FurtherPlacements`."""
        return own.site_id != column.site_id


def is_further_column(own: TreePlace, column: TreePlace) -> bool:
    """Whether `column` is another one of the same site."""
    return own != column and own.site_id == column.site_id


SOURCE = ExtraPlacementSource()
SOURCE_OF_SITES = SitePlacementSource()
