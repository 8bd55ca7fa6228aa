"""
What the search index is made of. It lies outside the sites' trees: nobody downloads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, cast

from builder.dates import day
from builder.events import POLICY
from builder.items import body_name
from builder.life import successor_of, validity_of
from builder.records import ColumnRecord, PageRecord, Ref
from builder.search.documents import SearchDocument
from builder.view import Entry, View

_TAG = re.compile(r"""<(/?[a-z0-9]+)(?:[^>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_INLINE = frozenset(("a", "strong", "em", "sup", "sub", "b", "i", "u", "span", "img", "small"))
_KIND_LABELS = {
    "policy_document": "政策文件",
    "interpretation": "政策解读",
    "topic": "专题",
    "gazette_issue": "政府公报",
    "interview": "在线访谈",
}
"""Every other page is 信息."""


def search_documents(view: View) -> Iterator[SearchDocument]:
    """Every page of the cluster that has a file, once."""
    for site in view.sites():
        for column in view.columns(site.id):
            for entry in view.order(column.id).entries:
                if entry.home == column.id and not entry.is_link:
                    yield _document(view, column, entry)


def visible_text(html: str) -> str:
    """The text a reader sees, a line break where a block begins or ends."""
    return unescape(_TAG.sub(_gap, html))


def _gap(tag: re.Match[str]) -> str:
    return "" if tag.group(1).strip("/").lower() in _INLINE else "\n"


def _document(view: View, column: ColumnRecord, entry: Entry) -> SearchDocument:
    page = cast(PageRecord, view.page(entry.ref))
    own: Any = page
    site = view.site(column.site)
    is_document = entry.kind == POLICY
    return SearchDocument(
        id=entry.id,
        kind=entry.kind,
        kind_label=_KIND_LABELS.get(entry.kind, "信息"),
        site=site.slug,
        site_name=site.name,
        href=view.page_url(entry),
        title=page.title,
        text="\n".join(_texts(view, entry, page)),
        date=day(page.published_at),
        column=column.title,
        document_number=getattr(own, "document_number", "") or "",
        index_number=getattr(own, "index_number", "") or "",
        issuing_body=body_name(view, page.issuing_body),
        validity=validity_of(view, entry.id) if is_document else "",
        successor=_title(view, successor_of(view, entry.id)) if is_document else "",
    )


def _texts(view: View, entry: Entry, page: PageRecord) -> Iterator[str]:
    """The text, and whatever else of a page is text."""
    yield visible_text(page.body)
    own: Any = page
    for name in sorted(view.kind(entry.kind).html - {"body"}):
        yield visible_text(getattr(own, name) or "")
    yield getattr(own, "post", "") or ""
    yield from ("　".join(row) for row in getattr(own, "table", ()))
    yield from (f"{guest.name}　{guest.post}" for guest in getattr(own, "guests", ()))
    yield from (f"{each.question}\n{each.answer}" for each in getattr(own, "exchanges", ()))


def _title(view: View, document: int | None) -> str:
    return view.card(Ref(POLICY, document), "title").title if document else ""
