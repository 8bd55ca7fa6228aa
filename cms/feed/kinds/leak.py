"""泄密撤下: a page that was withdrawn because it must not have been public; the builder purges it."""

from __future__ import annotations

from collections.abc import Collection

from cms.core.identity import record_ids
from cms.core.triggers import Watched
from cms.feed.fields import Ref
from cms.feed.kind import Kind
from cms.feed.pages import PAGES
from cms.feed.references import ChunkReferences
from cms.feed.rows import RowReader
from cms.feed.sources import Record, TableSource
from cms.feed.tree import Tree
from cms.review.models import Withdrawal

LEAK = Kind(
    "leak",
    fields=[Ref("page", "page_pk", table=PAGES, is_optional=False)],
    example_id=8,
    example={"page": 640},
)


class LeakSource(TableSource):
    """Rows of `review_withdrawal` that tell of a leak. Who withdrew it and why stays in the cms."""

    name = "leak"
    table = "review_withdrawal"
    kinds = ("leak",)
    watched = (Watched("review_withdrawal"),)
    model = Withdrawal

    def records(self, keys: Collection[int], tree: Tree, kinds: Collection[str]) -> list[Record]:
        """See `Source`."""
        rows = Withdrawal.objects.filter(pk__in=keys, kind=Withdrawal.Kind.LEAK)
        ids = record_ids(self.table, rows.values_list("pk", flat=True))
        read = RowReader(Withdrawal, LEAK.fields).read(rows, ChunkReferences())
        return [Record("leak", ids[key], data) for key, _, data in read]


SOURCE = LeakSource()
