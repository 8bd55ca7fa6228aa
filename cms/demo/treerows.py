"""
Many new pages at once: rows with right tree values, revisions and log entries, without saving one by one.

What Wagtail would do at each save and is left out here, the reference index and the search index,
is rebuilt for all of them at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from cms.core.models import ContentPage

_BATCH = 200


def add_page_rows(pages: Sequence[ContentPage], parents: dict[int, Page]) -> None:
    """
    Insert the `Page` rows of `pages`, each below the parent its `parent_pk` names, in the given order.

    Sets path, depth, url_path and the keys on the instances; the rows of their own tables are still missing.
    """
    steps = {pk: _last_step(parent) for pk, parent in parents.items()}
    for page in pages:
        parent = parents[page.parent_pk]
        steps[parent.pk] += 1
        page.path = Page._get_path(parent.path, parent.depth + 1, steps[parent.pk])
        page.depth = parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
        parent.numchild += 1
    rows = [_base_row(page) for page in pages]
    Page.objects.bulk_create(rows, batch_size=_BATCH)
    for page, row in zip(pages, rows, strict=True):
        page.id = page.page_ptr_id = page.contentpage_ptr_id = row.pk
    for parent in parents.values():
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)


def add_own_rows(pages: Iterable[ContentPage]) -> None:
    """Insert what `ContentPage` and the page's own type keep beside the `Page` row."""
    by_model: dict[type[ContentPage], list[ContentPage]] = {}
    for page in pages:
        by_model.setdefault(type(page), []).append(page)
    for model, group in by_model.items():
        _insert(ContentPage, group)
        _insert(model, group)


def add_history(model: type[ContentPage], editors: dict[int, Any]) -> None:
    """A published revision and the log entries of making and publishing for each page of `model`."""
    kind = ContentType.objects.get_for_model(model)
    base = ContentType.objects.get_for_model(Page)
    pages = list(model.objects.filter(pk__in=editors).order_by("pk"))
    revisions = [
        Revision(
            content_type=kind,
            base_content_type=base,
            object_id=str(page.pk),
            created_at=page.last_published_at,
            user=editors[page.pk],
            object_str=str(page),
            content=page.serializable_data(),
        )
        for page in pages
    ]
    Revision.objects.bulk_create(revisions, batch_size=_BATCH)
    for page, revision in zip(pages, revisions, strict=True):
        Page.objects.filter(pk=page.pk).update(latest_revision=revision, live_revision=revision)
    PageLogEntry.objects.bulk_create(
        [
            _log_entry(page, kind, revision, action)
            for page, revision in zip(pages, revisions, strict=True)
            for action in ("wagtail.create", "wagtail.publish")
        ],
        batch_size=_BATCH,
    )


def index(model: type[ContentPage], keys: Iterable[int]) -> None:
    """What refers to what, as the editors' "usage" shows it."""
    for page in model.objects.filter(pk__in=list(keys)):
        ReferenceIndex.create_or_update_for_object(page)


def rebuild_search() -> None:
    """The admin's search over everything."""
    call_command("update_index", verbosity=0)


def _last_step(parent: Page) -> int:
    last = parent.get_last_child()
    return Page._str2int(last.path[-Page.steplen :]) if last else 0


def _base_row(page: ContentPage) -> Page:
    return Page(
        **{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields}
    )


def _insert(model: type[ContentPage], pages: list[ContentPage]) -> None:
    """
    The rows of one table of a multi-table model.

    Django's bulk_create refuses such models; the insert beneath it does not.
    """
    fields = model._meta.local_concrete_fields
    for start in range(0, len(pages), _BATCH):
        model._base_manager._insert(pages[start : start + _BATCH], fields=fields, using="default")


def _log_entry(
    page: ContentPage, kind: ContentType, revision: Revision, action: str
) -> PageLogEntry:
    is_new = action == "wagtail.create"
    return PageLogEntry(
        page_id=page.pk,
        content_type=kind,
        label=page.get_admin_display_title(),
        action=action,
        timestamp=page.first_published_at if is_new else page.last_published_at,
        user=revision.user,
        revision=None if is_new else revision,
        content_changed=is_new,
    )
