"""
Keeps the texts that pages are found by. Triggers note what changed, whoever changes it; whoever looks for
something first takes those texts again, so that saving costs nothing and what is found is never old.
"""

from __future__ import annotations

import html
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from cms.core.keys import among
from cms.core.triggers import TriggerSet, Watched
from cms.lookup import bigrams
from cms.lookup.models import PageText, StalePage
from sites.text import fold

CHUNK = 200
_NOTE = f"INSERT INTO {StalePage._meta.db_table} (page_pk) SELECT "
_BREAK = re.compile(r"</?(?:p|h\d|li|ul|ol|table|caption|tr|td|th|blockquote|br|hr)\b[^>]*>", re.I)
_TAG = re.compile(r"<[^>]*>")
_ROW = ("pk", "live", "has_unpublished_changes", "latest_revision_id")


def _watched() -> Iterator[tuple[Watched, str]]:
    """The columns of every page type that hold what it is found by, and where a new draft shows."""
    for model in _page_types():
        found_by = [model._meta.get_field(name) for name in chain(*_names(model))]
        own = tuple(field.column for field in found_by if field.model is model)
        if model is Page:
            # Set whenever a draft is saved, also where autosave writes into the last one.
            own = (*own, "live", "latest_revision_created_at")
        if own:
            yield Watched(model._meta.db_table, model._meta.pk.column, own), _NOTE


TRIGGERS = TriggerSet("lookup_touch_", StalePage._meta.db_table, _watched)


def catch_up(seconds: float = 0.5) -> None:
    """What a search does first: take the texts that changed, or as many as it can in this time."""
    ends = time.monotonic() + seconds
    while bring_up_to_date() and time.monotonic() < ends:
        pass


def bring_up_to_date(most: int = CHUNK) -> bool:
    """Take the texts of pages that changed, the last ones first, `most` at a time; whether any are left."""
    if not StalePage.objects.exists():
        return False
    with transaction.atomic():
        stale = StalePage.objects.select_for_update().order_by("-pk")
        rows = dict(stale.values_list("pk", "page_pk")[:most])
        # The notes go first: what is changed from now on leaves a note of its own.
        StalePage.objects.filter(pk__in=among(rows)).delete()
        _keep(set(rows.values()))
    return StalePage.objects.exists()


def rebuild() -> None:
    """Forget all texts, and note every page."""
    with transaction.atomic():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(bigrams.DROP)
                cursor.execute(bigrams.CREATE)
        PageText.objects.all().delete()
        StalePage.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(f'{_NOTE} "id" FROM "{Page._meta.db_table}"')


def _page_types() -> list[type[Page]]:
    return [model for model in apps.get_models() if issubclass(model, Page)]


def _names(model: type[Page]) -> tuple[list[str], list[str]]:
    """The fields that a type says it is found by: those that weigh more, and the others."""
    fields = {each.field_name: each.boost or 1 for each in model.get_searchable_search_fields()}
    head = [name for name, boost in fields.items() if boost > 1]
    return head, [name for name in fields if name not in head]


def _keep(keys: set[int]) -> None:
    """Replace the texts of these pages; that of a page that is gone goes."""
    _forget(keys)
    kept = [
        PageText(page_pk=key, head="\n".join(head), body="\n".join(body))
        for key, head, body in _texts(keys)
    ]
    PageText.objects.bulk_create(kept)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(bigrams.PUT, [_indexed(each) for each in kept])


def _forget(keys: set[int]) -> None:
    old = PageText.objects.filter(pk__in=among(keys))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(bigrams.TAKE, [_indexed(each) for each in old])
    old.delete()


def _indexed(text: PageText) -> tuple[int, str, str]:
    return text.page_pk, bigrams.words(text.head), bigrams.words(text.body)


def _texts(keys: set[int]) -> Iterator[tuple[int, Iterable[str], Iterable[str]]]:
    """Key, pieces of the head and pieces of the body of each page."""
    by_type: dict[type[Page], list[int]] = defaultdict(list)
    for page in Page.objects.filter(pk__in=among(keys)).only("pk", "content_type_id"):
        by_type[page.specific_class or Page].append(page.pk)
    for model, of_type in by_type.items():
        head, body = _names(model)
        rows = list(model._base_manager.filter(pk__in=among(of_type)).values(*_ROW, *head, *body))
        drafts = _drafts(rows)
        for row in rows:
            versions = (row, drafts.get(row["latest_revision_id"], {}))
            yield row["pk"], _pieces(model, versions, head), _pieces(model, versions, body)


def _drafts(rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Key → content, of the drafts that may differ from the page."""
    wanted = [
        row["latest_revision_id"]
        for row in rows
        if row["latest_revision_id"] and (row["has_unpublished_changes"] or not row["live"])
    ]
    found = Revision.objects.filter(pk__in=among(wanted)).order_by()
    return dict(found.values_list("pk", "content"))


def _pieces(
    model: type[Page], versions: Iterable[dict[str, Any]], names: list[str]
) -> Iterable[str]:
    """Each folded piece once, in order."""
    values = (
        _plain(model._meta.get_field(name), version[name])
        for version in versions
        for name in names
        if version.get(name)
    )
    return dict.fromkeys(filter(None, map(fold, chain.from_iterable(values))))


def _plain(field: models.Field, value: Any) -> Iterator[str]:
    """The pieces of a value: of a body its paragraphs and cells, without their tags."""
    if isinstance(value, StreamValue):
        value = list(value.raw_data)
    elif isinstance(value, str) and isinstance(field, StreamField):
        value = json.loads(value)
    else:
        yield str(value)
        return
    for text in _strings(value):
        for piece in _BREAK.split(text):
            yield html.unescape(_TAG.sub("", piece))


def _strings(value: Any) -> Iterator[str]:
    """The texts in a body, past its keys and kinds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(
                each["value"] if isinstance(each, dict) and "value" in each else each
            )
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
