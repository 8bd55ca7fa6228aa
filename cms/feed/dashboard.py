"""On the start page: what the gate holds of one's sites, and what went out last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.core.identity import RecordIdentity, record_ids
from cms.feed.models import PublicationResult
from cms.review.documents import texts_of

MOST_HELD = 50
MOST_RECENT = 10


class PublicationsPanel(Component):
    """未上线 and 最近发布, for those who work in a site; a part without lines is left out."""

    name = "feed_publications"
    template_name = "feed/publications.html"
    order = 160

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        pages = texts_of(parent_context["request"].user).filter(live=True)
        return {"held": _held(pages), "recent": _recent(pages)}


def _held(pages: QuerySet) -> list[dict[str, Any]]:
    """The pages that the build keeps from the public sites, with the first reason."""
    held = PublicationResult.objects.filter(is_held=True).order_by("-reported_at")
    results = {each.record_id: each for each in held[: 10 * MOST_HELD]}
    source = Page._meta.db_table
    keys = dict(
        RecordIdentity.objects.filter(source=source, pk__in=results).values_list("source_pk", "pk")
    )
    found = {page.pk: page for page in pages.filter(pk__in=keys)}
    lines = [_line(page, results[keys[page.pk]]) for page in found.values()]
    return sorted(lines, key=lambda line: line["result"].reported_at, reverse=True)[:MOST_HELD]


def _recent(pages: QuerySet) -> list[dict[str, Any]]:
    """What was published last, and what the build said of it."""
    found = list(pages.exclude(last_published_at=None).order_by("-last_published_at")[:MOST_RECENT])
    ids = record_ids(Page._meta.db_table, [page.pk for page in found])
    said = {
        each.record_id: each
        for each in PublicationResult.objects.filter(record_id__in=ids.values())
    }
    return [_line(page, said.get(ids[page.pk])) for page in found]


def _line(page: Page, result: PublicationResult | None) -> dict[str, Any]:
    published = page.last_published_at
    return {
        "title": page.get_admin_display_title(),
        "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "at": published,
        "result": result,
        "is_waiting": result is None or bool(published and result.reported_at < published),
    }
