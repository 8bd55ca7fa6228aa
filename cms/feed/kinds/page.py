"""
Rows of the page tree: pages of content with their own placement, columns, and homes of sites.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.db.models import QuerySet
from wagtail.models import Page, Site

from cms.columns.models import SiteHome
from cms.core.identity import RecordIdentity, record_ids
from cms.core.keys import among
from cms.core.models import ContentPage, ExtraPlacement
from cms.core.triggers import Watched
from cms.feed.former import former_places, remember_places
from cms.feed.kinds.column import column_places, column_records
from cms.feed.kinds.placement import placement
from cms.feed.models import ExportedRecord
from cms.feed.pages import PAGES
from cms.feed.references import ChunkReferences, page_kinds
from cms.feed.registry import page_types
from cms.feed.rows import RowReader
from cms.feed.sources import Outcome, Record, Touch, watched_children
from cms.feed.tree import Tree
from cms.placements.models import SitePlacement

_PAGE_COLUMNS = (
    "title", "slug", "live", "path", "content_type_id", "first_published_at", "last_published_at",
)  # fmt: skip


class PageSource:
    """Rows of `wagtailcore_page`."""

    name = "page"
    table = PAGES

    @property
    def kinds(self) -> tuple[str, ...]:
        """Columns, page types, and the pages' own placements."""
        return ("column", *(model.feed.kind for model in page_types()), "placement")

    @property
    def watched(self) -> tuple[Watched, ...]:
        """The base table less what changes with every draft or above it, and every type's own tables."""
        types = page_types()
        return (
            Watched(PAGES, columns=_PAGE_COLUMNS),
            Watched("core_contentpage", key="page_ptr_id"),
            Watched("columns_column", key="page_ptr_id"),
            Watched("columns_sitehome", key="page_ptr_id"),
            Watched("wagtailcore_pageviewrestriction", key="page_id"),
            *(Watched(model._meta.db_table, key=model._meta.pk.column) for model in types),
            *watched_children(each for model in types for each in model.feed.fields),
        )

    def all_rows(self) -> QuerySet[Page]:
        """See `Source`."""
        return Page.objects.filter(content_type__in=page_kinds())

    def remember(self, keys: Collection[int], tree: Tree) -> None:
        """See `Source`."""
        remember_places("column", column_places(keys, tree))
        ids = record_ids(PAGES, keys)
        remember_places(
            "placement",
            {ids[key]: (column, "") for key, _, column, _ in self._placed(keys, tree)},
        )

    def records(self, keys: Collection[int], tree: Tree, kinds: Collection[str]) -> list[Record]:
        """See `Source`."""
        found: list[Record] = []
        if "column" in kinds:
            found += column_records(keys, tree)
        for model in page_types():
            if model.feed.kind in kinds:
                found += _content(model, keys, tree)
        if "placement" in kinds:
            found += self._placements(keys, tree)
        return found

    def consequences(self, outcome: Outcome, tree: Tree) -> Iterable[Touch]:
        """
        A column that came or went takes its pages with it, a page its further placements, a home its site.
        """
        ids = record_ids(PAGES, outcome.keys)
        flipped = [key for key in outcome.keys if ids[key] in outcome.flipped]
        changed = [key for key in outcome.keys if ids[key] in outcome.changed]
        yield from _touched("page", _below(flipped))
        yield from _touched("page", _left_behind([ids[key] for key in flipped]))
        for name, model in (("placement", ExtraPlacement), ("site_placement", SitePlacement)):
            further = model.objects.values_list("pk", flat=True)
            yield from _touched(name, further.filter(column__in=among(flipped)))
            yield from _touched(name, further.filter(page__in=among(changed)))
        homes = SiteHome.objects.filter(pk__in=among(outcome.keys))
        sites = Site.objects.filter(root_page__in=homes.values("page_ptr_id"))
        yield from _touched("site", sites.values_list("pk", flat=True))

    def _placements(self, keys: Collection[int], tree: Tree) -> list[Record]:
        placed = list(self._placed(keys, tree))
        ids = record_ids(PAGES, [key for key, *_ in placed])
        former = former_places("placement", ids.values())
        return [
            placement(
                ids[key],
                (kind, ids[key]),
                column,
                former.get(ids[key], []),
                position=0,
                is_pinned=is_pinned,
            )
            for key, kind, column, is_pinned in placed
        ]

    def _placed(self, keys: Collection[int], tree: Tree) -> Iterator[tuple[int, str, int, bool]]:
        """Key, kind, column and pin of the public pages of content among `keys`."""
        kind_of = page_kinds()
        rows = ContentPage.objects.filter(pk__in=among(keys), live=True).values_list(
            "pk", "path", "content_type_id", "is_pinned"
        )
        for key, path, content_type, is_pinned in rows:
            column = tree.column_of(path)
            if column and key not in tree.private and content_type in kind_of:
                yield key, kind_of[content_type], column.id, is_pinned


def _content(model: type[ContentPage], keys: Collection[int], tree: Tree) -> Iterator[Record]:
    reader = _reader(model)
    rows = model.objects.filter(pk__in=among(keys), live=True)
    references = ChunkReferences()
    for key in keys:
        references.want(PAGES, key)
    for key, (path,), data in reader.read(rows, references):
        if key not in tree.private and tree.column_of(path):
            number = references.id(PAGES, key)
            yield Record(model.feed.kind, number, data, frozenset(references.media))


def _reader(model: type[ContentPage]) -> RowReader:
    return RowReader(model, model.feed.fields, extra=("path",))


def _below(keys: list[int]) -> Iterator[int]:
    """Primary keys of the pages right below the columns and homes among `keys`."""
    above = Page.objects.filter(pk__in=among(keys), numchild__gt=0).values_list("path", "depth")
    for path, depth in above:
        below = Page.objects.filter(path__startswith=path, depth=depth + 1)
        yield from below.values_list("pk", flat=True).iterator()


def _left_behind(ids: list[int]) -> Iterator[int]:
    """Primary keys of what the ledger last saw in columns `ids`, which may be gone from the tree."""
    columns = ExportedRecord.objects.filter(kind="column", record_id__in=among(ids))
    gone = list(columns.values_list("record_id", flat=True))
    if not gone:
        return
    stood = ExportedRecord.objects.filter(stood_in__in=gone).exclude(digest="")
    yield from (
        RecordIdentity.objects.filter(source=PAGES, pk__in=stood.values("record_id"))
        .values_list("source_pk", flat=True)
        .iterator()
    )


def _touched(source: str, keys: Iterable[int]) -> Iterator[Touch]:
    return (Touch(source, key) for key in keys)


SOURCE = PageSource()
