"""
The fingerprint of a text: what an editor can change of a page, its attachments and further columns, whatever
its place, its keys and the bookkeeping of Wagtail.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.dateparse import parse_datetime
from wagtail.models import COMMENTS_RELATION_NAME, Page

BOOKKEEPING = frozenset({
    "pk", "id", "path", "depth", "numchild", "url_path", "slug", "translation_key", "locale", "content_type",
    "live", "has_unpublished_changes", "first_published_at", "last_published_at", "expired", "owner",
    "locked", "locked_at", "locked_by", "latest_revision", "latest_revision_created_at", "live_revision",
    "draft_title", "alias_of", COMMENTS_RELATION_NAME, "comments",
    # Given by the server at first publication.
    "index_number",
})  # fmt: skip
_MOMENTS = ("go_live_at", "expire_at", "source_published_at")
_OF_CHILDREN = frozenset({"pk", "id", "page", "document", "sort_order"})


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 of a revision's content, or of `Page.serializable_data()` of the same text."""
    data = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    text = {name: _value(name, value) for name, value in data.items() if name not in BOOKKEEPING}
    _forget_past_pin(text)
    return hashlib.sha256(json.dumps(text, sort_keys=True).encode()).hexdigest()


def fingerprint_of(page: Page) -> str:
    """The fingerprint of a page as it is in memory."""
    return fingerprint(page.serializable_data())


def _value(name: str, value: Any) -> Any:
    if name in _MOMENTS and value:
        return _in_utc(value)
    if name == "body" and isinstance(value, str):
        return json.loads(value)
    if isinstance(value, list):
        return _children(value)
    return value


def _children(rows: list[Any]) -> list[Any]:
    """Rows of a child relation in their order, without keys; other lists as they are."""
    if not all(isinstance(row, dict) for row in rows):
        return rows
    ordered = sorted(rows, key=lambda row: row.get("sort_order") or 0)
    return [{name: row[name] for name in row if name not in _OF_CHILDREN} for row in ordered]


def _in_utc(text: str) -> str:
    moment = parse_datetime(text)
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else text


def _forget_past_pin(text: dict[str, Any]) -> None:
    """The server ends a pin on its day; that is no change of the text."""
    from sites.addresses import SHANGHAI

    until = text.get("pinned_until")
    if until and date.fromisoformat(until) < datetime.now(SHANGHAI).date():
        text["is_pinned"], text["pinned_until"] = False, None
