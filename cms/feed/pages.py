"""
What a page type declares, and the fields that every page of content has.

    class Article(ContentPage):
        feed = PageFeed("article", fields=[Text("title", card=True), …], example={…})
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cms.feed.fields import (
    Children,
    Day,
    Field,
    Flag,
    Moment,
    Ref,
    References,
    Text,
    Words,
    closed,
    id_of,
    moment,
)
from cms.feed.html import collect_html, collect_references, page_html, rich_html, stored_blocks

PAGES = "wagtailcore_page"
PICTURES = "media_picture"
ATTACHMENTS = "media_attachmentfile"
BODIES = "bodies_body"

_AT_ONCE = timedelta(minutes=1)


@dataclass(frozen=True)
class PageFeed:
    """A page type's kind, the properties of its record in order, and an example of its data."""

    kind: str
    fields: Sequence[Field]
    example: dict[str, Any] = field(repr=False)


class PublishedAt(Moment):
    """First public time: the server's, or an imported page's source's (`ContentPage.published_at`)."""

    @property
    def lookups(self) -> tuple[str, ...]:
        return ("is_imported", "source_published_at", "first_published_at")

    def value(self, raw: Sequence[Any], references: References) -> str | None:
        is_imported, from_source, first = raw
        return moment(from_source if is_imported else first)


class UpdatedAt(Moment):
    """When the page was last published again; null when it never was."""

    @property
    def lookups(self) -> tuple[str, ...]:
        return ("first_published_at", "last_published_at")

    def value(self, raw: Sequence[Any], references: References) -> str | None:
        first, last = raw
        return moment(last) if first and last and last - first > _AT_ONCE else None


class RichText(Field):
    """A rich text column as HTML."""

    json = {"type": "string", "contentMediaType": "text/html"}

    def collect(self, raw: Sequence[Any], references: References) -> None:
        collect_html(raw[0], references)

    def value(self, raw: Sequence[Any], references: References) -> str:
        return rich_html(raw[0], references)


class Body(Field):
    """正文 as HTML, made from the stream's stored form."""

    json = {"type": "string", "contentMediaType": "text/html"}

    def prepare(self, raw: Sequence[Any]) -> Sequence[Any]:
        return stored_blocks(raw[0])

    def collect(self, raw: Sequence[Any], references: References) -> None:
        collect_references(raw, references)

    def value(self, raw: Sequence[Any], references: References) -> str:
        return page_html(raw, references)


class Attachments(Children):
    """附件: each a media record and the title the editor gave it, empty for the file's own name."""

    json = {
        "type": "array",
        "items": closed({"media": id_of("media"), "title": {"type": "string"}}),
    }

    def collect_item(self, row: Sequence[Any], references: References) -> None:
        references.want(ATTACHMENTS, row[0])

    def item(self, row: Sequence[Any], references: References) -> dict[str, Any]:
        return {"media": references.id(ATTACHMENTS, row[0]), "title": row[1]}


TITLE = Text("title", card=True)
HEAD: tuple[Field, ...] = (
    Text("summary", card=True),
    Words("keywords"),
    Body("body"),
    Text("content_source"),
    Ref("issuing_body", card=True, table=BODIES),
    Text("author"),
    Text("editor"),
    PublishedAt("published_at", card=True),
    UpdatedAt("updated_at"),
    Text("correction"),
    Day("corrected_on"),
    Flag("is_imported"),
    Flag("is_body_missing"),
    Text("link_url", card=True),
)
"""What follows the title in the record of every page type."""

PICTURE = Ref("picture", card=True, table=PICTURES, kind="media")
ATTACHED = Attachments(
    "attachments", model="core.PageAttachment", parent="page_id", columns=("file_id", "title")
)


def example_head(**changes: Any) -> dict[str, Any]:
    """Values of `HEAD` for the example of a page type."""
    return {
        "summary": "示例市人民政府决定自即日起调整城市公共交通票价。",
        "keywords": ["公共交通", "票价"],
        "body": "<p>经研究，现将有关事项通知如下。</p><h2>一、调整范围</h2>"
        '<p>详见<a href="zq:article/5">《调整说明》</a>。</p>'
        '<figure><img src="zq:media/4/wide" alt=""><figcaption>新线路</figcaption></figure>',
        "content_source": "示例市人民政府办公室",
        "issuing_body": 3,
        "author": "张示例",
        "editor": "李示例",
        "published_at": "2026-03-01T09:30:00+08:00",
        "updated_at": None,
        "correction": "",
        "corrected_on": None,
        "is_imported": False,
        "is_body_missing": False,
        "link_url": "",
        **changes,
    }
