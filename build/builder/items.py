"""
Pages as lines of a list.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from builder.contexts import Item, Link, Picture
from builder.dates import day
from builder.events import POLICY
from builder.labels import FORM_LABELS, VALIDITY_LABELS
from builder.life import successor_of, validity_of
from builder.records import CardRecord, MediaRecord, Ref
from builder.trace import derived
from builder.view import Entry, View

LEADER = "leader"
TOPIC = "topic"
STANDING = "standing_page"
_RANKED = (LEADER, STANDING)


def item(view: View, entry: Entry, reader: int, *, in_full: bool = False) -> Item:
    """
    A page as the lists of the site `reader` show it; `in_full` with picture, issuing body and
    index number.
    """
    card: Any = view.card(entry.ref, "card" if in_full else "line")
    is_document = entry.kind == POLICY
    validity = validity_of(view, entry.id) if is_document else ""
    successor = successor_of(view, entry.id) if validity == "repealed" else None
    return Item(
        title=card.title,
        href=view.page_href(entry, reader),
        date=day(card.published_at),
        summary=getattr(card, "summary", "") or "",
        document_number=getattr(card, "document_number", "") or "",
        validity=validity,
        validity_label=VALIDITY_LABELS.get(validity, ""),
        successor=link_to(view, Ref(POLICY, successor), reader) if successor else None,
        issuing_body=body_name(view, getattr(card, "issuing_body", None)) if in_full else "",
        index_number=(getattr(card, "index_number", "") or "") if in_full else "",
        form_label=FORM_LABELS[form]
        if (form := getattr(card, "form", None) or "text") != "text"
        else "",
        post=getattr(card, "post", "") or "",
        is_archived=getattr(card, "is_archived", False),
        is_pinned=entry.is_pinned,
        is_external=entry.is_link,
        picture=picture(view, getattr(card, "picture", None), "card") if in_full else None,
    )


def items(
    view: View, entries: Iterable[Entry], reader: int, *, in_full: bool = False
) -> tuple[Item, ...]:
    """Several pages as lines."""
    return tuple(item(view, entry, reader, in_full=in_full) for entry in entries)


def is_archived(view: View, entry: Entry) -> bool:
    """Whether it is a topic whose time is over."""
    if entry.kind != TOPIC:
        return False
    card: Any = view.card(entry.ref, "archive")
    return bool(card.is_archived)


def by_rank(view: View, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Leaders and standing pages in their order before everything else, which keeps its own."""

    def rank(entry: Entry) -> float:
        if entry.kind not in _RANKED:
            return math.inf
        card: Any = view.card(entry.ref, "line")
        return float(card.rank)

    return tuple(sorted(entries, key=rank))


def page_link(view: View, entry: Entry, reader: int) -> Link:
    """A page's title and address."""
    card: CardRecord = view.card(entry.ref, "title")
    return Link(card.title, view.page_href(entry, reader), is_external=entry.is_link)


def link_to(view: View, ref: Ref | None, reader: int) -> Link | None:
    """The same for a reference; None when it leads nowhere."""
    entry = view.entry(ref) if ref else None
    return page_link(view, entry, reader) if entry else None


def body_name(view: View, body: int | None) -> str:
    """The name of an issuing body; empty without one."""
    return _name(view, body) if body else ""


@derived
def _name(view: View, body: int) -> str:
    record = view.body(body)
    return record.name if record else ""


def picture(view: View, media: int | None, rendition: str) -> Picture | None:
    """A picture in one of its sizes, or as it is when it has no such size."""
    record = view.media(media) if media else None
    if media is None or record is None:
        return None
    size = record.renditions.get(rendition)
    href = view.media_href(media, rendition if size else "")
    width, height = (size.width, size.height) if size else (record.width, record.height)
    sources = _sources(view, record, rendition)
    return Picture(href or "", record.alt or "", width or 0, height or 0, sources)


def _sources(view: View, record: MediaRecord, rendition: str) -> str:
    found = {
        size.width: view.media_href(record.id, name)
        for name, size in sorted(record.renditions.items())
        if name.startswith(f"{rendition}-") and name.endswith("-webp")
    }
    return ", ".join(f"{href} {width}w" for width, href in sorted(found.items()))
