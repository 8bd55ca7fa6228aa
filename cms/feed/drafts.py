"""
A draft in the form of the feed (docs/feed.md): what publishing it at this moment would put into the
feed, and what it would take out. The records are made by the code that makes the public ones; only the
page's own values come from memory.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from django.utils import timezone

from cms.core.identity import record_ids
from cms.core.models import ContentPage, ExtraPlacement
from cms.feed.errors import DraftError
from cms.feed.export import FORMAT, VERSION, cursor_at, json_line
from cms.feed.former import former_places
from cms.feed.kinds.media import media_records
from cms.feed.kinds.placement import is_further_column, placement
from cms.feed.ledger import encoded, feed_state
from cms.feed.pages import PAGES
from cms.feed.references import ChunkReferences
from cms.feed.rows import RowReader
from cms.feed.sources import Record
from cms.feed.tree import Place, Tree, load_tree

_EXTRA = ExtraPlacement._meta.db_table
_UNSAVED = 2**62
"""The first id of what has none yet, because it was never saved: above all that will ever be given."""


def draft_feed(page: ContentPage) -> Iterator[bytes]:
    """
    Header, records, end, each with its newline: the page, its placements and its media; a `drop` for
    each further column it would leave. The page is as it would be if published now; what only
    publication gives (`published_at`, `index_number`) is empty where it never was.

    Raises DraftError when the page stands in no public column, MediaError when an upload is missing.
    """
    page.anticipate_publication(timezone.now())
    state = feed_state()
    tree = load_tree()
    column = tree.column_of(page.path)
    if column is None:
        raise DraftError("这篇稿件所在的栏目没有公开，不能预览。请先由网站管理员发布栏目。")
    records, left = _records(page, column, tree)
    cursor = cursor_at(state)
    yield json_line(
        format=FORMAT,
        version=VERSION,
        cluster=f"{state.cluster}/{state.epoch}",
        since=cursor,
        full=False,
    )
    for each in records:
        yield json_line(
            op="put", kind=each.kind, id=each.id, revision=0, data=msgspec.Raw(encoded(each))
        )
    for number in left:
        yield json_line(op="drop", kind="placement", id=number)
    yield json_line(op="end", count=len(records) + len(left), cursor=cursor)


def draft_media(page: ContentPage) -> frozenset[int]:
    """The ids of the media that the draft names."""
    return _page_record(page).media


def _records(page: ContentPage, column: Place, tree: Tree) -> tuple[list[Record], list[int]]:
    own = _page_record(page)
    former = former_places("placement", [own.id]).get(own.id, [])
    name = (own.kind, own.id)
    placed = placement(own.id, name, column.id, former, position=0, is_pinned=page.is_pinned)
    further = _further_placements(page, name, column, tree)
    stored = ExtraPlacement.objects.filter(page=page.pk or 0).values_list("pk", flat=True)
    left = set(record_ids(_EXTRA, stored).values()).difference(each.id for each in further)
    return [own, placed, *further, *media_records(own.media)], sorted(left)


def _page_record(page: ContentPage) -> Record:
    references = ChunkReferences()
    reader = RowReader(type(page), page.feed.fields)
    data = reader.read_in_hand(page, references)
    number = record_ids(PAGES, [page.pk])[page.pk] if page.pk else _UNSAVED
    return Record(page.feed.kind, number, data, frozenset(references.media))


def _further_placements(
    page: ContentPage, name: tuple[str, int], own: Place, tree: Tree
) -> list[Record]:
    columns = tree.columns()
    rows = [
        row
        for row in page.extra_placements.all()
        if row.column_id in columns and is_further_column(own, columns[row.column_id])
    ]
    ids = record_ids(_EXTRA, [row.pk for row in rows if row.pk])
    unsaved = iter(range(_UNSAVED + 1, _UNSAVED + 1 + len(rows)))
    found = []
    for row in rows:
        number = ids[row.pk] if row.pk else next(unsaved)
        found.append(
            placement(
                number,
                name,
                columns[row.column_id].id,
                position=(row.sort_order or 0) + 1,
                is_pinned=False,
            )
        )
    return found
