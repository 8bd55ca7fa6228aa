"""
A draft in the form of the feed (docs/feed.md): what publishing it at this moment would put into the
feed, and what it would take out. The records are made by the code that makes the public ones; only the
draft's own values come from memory.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page

from cms.bodies.models import Body
from cms.columns.models import Column, SiteSettings
from cms.core.identity import record_ids
from cms.core.models import ContentPage, ExtraPlacement
from cms.feed.errors import DraftError
from cms.feed.export import FORMAT, VERSION, cursor_at, json_line
from cms.feed.former import former_places
from cms.feed.kinds.body import BODY
from cms.feed.kinds.column import COLUMN, column_record
from cms.feed.kinds.media import media_records
from cms.feed.kinds.placement import is_further_column, placement
from cms.feed.kinds.setting import SETTING
from cms.feed.ledger import encoded, feed_state
from cms.feed.pages import PAGES
from cms.feed.references import ChunkReferences
from cms.feed.rows import RowReader
from cms.feed.sources import Record
from cms.feed.tree import Place, Tree, below, load_tree
from cms.placements.models import SitePlacement

_EXTRA = ExtraPlacement._meta.db_table
_UNSAVED = 2**62
"""The first id of what has none yet, because it was never saved: above all that will ever be given."""


Draft = ContentPage | Column | SiteSettings | Body | SitePlacement
"""What can be previewed."""


def draft_feed(draft: Draft) -> Iterator[bytes]:
    """
    Header, records, end, each with its newline. First the record of the draft; of a page also its placements and its
    media, and a `drop` for each further column it would leave. It is as it would be if published now; what only
    publication gives (`published_at`, `index_number`) is empty where it never was.

    Raises DraftError when the draft stands in no public column, MediaError when an upload is missing.
    """
    state = feed_state()
    records, left = _records(draft, load_tree())
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


def draft_media(draft: Draft) -> frozenset[int]:
    """The ids of the media that the draft names."""
    return _page_record(draft).media if isinstance(draft, ContentPage) else frozenset()


def _records(draft: Draft, tree: Tree) -> tuple[list[Record], list[int]]:
    if isinstance(draft, ContentPage):
        return _of_page(draft, tree)
    if isinstance(draft, Column):
        return [_of_column(draft, tree)], []
    if isinstance(draft, SitePlacement):
        return [_of_place(draft, tree)], []
    if isinstance(draft, SiteSettings):
        draft.note_day()
    kind = BODY if isinstance(draft, Body) else SETTING
    data = RowReader(type(draft), kind.fields).read_in_hand(draft, ChunkReferences())
    return [Record(kind.name, _number(draft, draft._meta.db_table), data)], []


def _of_column(column: Column, tree: Tree) -> Record:
    above = tree.places.get(column.path[: -Page.steplen])
    if above is None:
        raise DraftError("上级栏目没有公开，不能预览。请先发布上级栏目。")
    place = below(above, column.path, column.pk or 0, _number(column, PAGES))
    data = RowReader(Column, COLUMN.fields).read_in_hand(column, ChunkReferences())
    return column_record(place, data, former_places("column", [place.id]).get(place.id, []))


def _of_place(place: SitePlacement, tree: Tree) -> Record:
    column = tree.columns().get(place.column_id)
    if column is None:
        raise DraftError("这个栏目没有公开，不能预览。请另选一个栏目。")
    name = (place.page.specific_class.feed.kind, _number(place.page, PAGES))
    number = _number(place, place._meta.db_table)
    return placement(number, name, column.id, position=1, is_pinned=place.is_pinned)


def _of_page(page: ContentPage, tree: Tree) -> tuple[list[Record], list[int]]:
    page.anticipate_publication(timezone.now())
    column = tree.column_of(page.path)
    if column is None:
        raise DraftError("这篇稿件所在的栏目没有公开，不能预览。请先由网站管理员发布栏目。")
    own = _page_record(page)
    former = former_places("placement", [own.id]).get(own.id, [])
    name = (own.kind, own.id)
    placed = placement(own.id, name, column.id, former, position=0, is_pinned=page.is_pinned)
    further = _further_placements(page, name, column, tree)
    stored = ExtraPlacement.objects.filter(page=page.pk or 0).values_list("pk", flat=True)
    left = set(record_ids(_EXTRA, stored).values()).difference(each.id for each in further)
    return [own, placed, *further, *media_records(own.media)], sorted(left)


def _number(row: Model, table: str) -> int:
    """The id of a row; one above all others for a row that was never saved."""
    return record_ids(table, [row.pk])[row.pk] if row.pk else _UNSAVED


def _page_record(page: ContentPage) -> Record:
    references = ChunkReferences()
    reader = RowReader(type(page), page.feed.fields)
    data = reader.read_in_hand(page, references)
    return Record(page.feed.kind, _number(page, PAGES), data, frozenset(references.media))


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
