"""
内容页：每篇文章、每份文件一页。

A page has its file where its canonical placement is; a page that is only a link has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from builder.addressing import Address
from builder.bodies import body_markup
from builder.contexts import Attachment, Link, MetaTag
from builder.data_releases import KIND as DATA_RELEASE
from builder.data_releases import data_release_context
from builder.dates import chinese_date, minute
from builder.documents import INTERPRETATION, document_context, interpretation_context
from builder.events import POLICY
from builder.frame import frame
from builder.gazette import KIND as GAZETTE
from builder.gazette import gazette_context
from builder.interviews import KIND as INTERVIEW
from builder.interviews import interview_context
from builder.issued import KIND as BODY_PROFILE
from builder.issued import feed_links
from builder.items import LEADER, STANDING, TOPIC, body_name, page_link, picture
from builder.labels import size_label, type_label
from builder.life import validity_of
from builder.linked_data import document_block, page_block
from builder.own_fields import own_fields
from builder.places import Place
from builder.qr import qr_code
from builder.records import PageRecord, PolicyRecord, Ref
from builder.standing import standing_context
from builder.topics import topic_context
from builder.trace import derived_for_page
from builder.view import Entry, View


def _profile_context(view: View, page: Any, reader: int) -> dict[str, object]:
    """Beside its own fields, the feeds of what the body issues."""
    ref = Ref(BODY_PROFILE, page.id)
    entry = view.entry(ref)
    feeds = feed_links(view, entry) if entry else ()
    return {**own_fields(view, BODY_PROFILE, page, reader), "body_feeds": feeds}


_OWN: dict[str, Callable[[View, Any, int], dict[str, object]]] = {
    POLICY: document_context,
    INTERPRETATION: interpretation_context,
    DATA_RELEASE: data_release_context,
    TOPIC: topic_context,
    GAZETTE: gazette_context,
    INTERVIEW: interview_context,
    STANDING: standing_context,
    BODY_PROFILE: _profile_context,
}
"""What the templates of some page types get beside the fields of `contexts.Article`."""
_ALONE = (LEADER, BODY_PROFILE, TOPIC)
"""Types whose pages do not lead on to the next of their column."""


def files(view: View, place: Place) -> Iterator[Address]:
    """One address for each page that has its home in the column."""
    if place.part:
        column, year = place.column, place.year
        entries = view.of_year(column, year) if year else view.order(column).entries
        for entry in entries:
            if entry.home == column and not entry.is_link:
                yield view.address(entry)


def render(view: View, address: Address) -> bytes:
    """The page with its type's template."""
    entry = cast(Entry, view.page_numbered(int(address.path.rpartition("/")[2][:-5])))
    page = cast(PageRecord, view.page(entry.ref))
    context: dict[str, object] = _article(view, address, entry, page)
    own = _OWN.get(entry.kind)
    context |= (
        own(view, page, address.site) if own else own_fields(view, entry.kind, page, address.site)
    )
    return view.render(entry.kind, context)


def _article(view: View, address: Address, entry: Entry, page: PageRecord) -> dict[str, object]:
    source = page.content_source or body_name(view, page.issuing_body)
    shown = picture(view, getattr(page, "picture", None), "wide")
    image = view.origin(address.site) + shown.href if shown else ""
    previous, following = (
        (None, None) if entry.kind in _ALONE else _neighbours(view, entry, address.site)
    )
    published, url = minute(page.published_at), view.absolute(address)
    updated = _updated(page, published)
    if entry.kind == POLICY:
        document = cast(PolicyRecord, page)
        validity = validity_of(view, page.id)
        data = document_block(document, validity, url, published, updated, source)
    else:
        data = page_block(page.title, url, published, updated, source, image)
    return {
        **frame(
            view,
            address,
            name=page.title,
            column=entry.home,
            meta=_meta(page, published, source, image, url),
            data=data,
        ),
        "heading": page.title,
        "subtitle": getattr(page, "subtitle", "") or "",
        "published": published,
        "updated": updated,
        "source": source,
        "author": page.author or "",
        "editor": page.editor or "",
        "summary": page.summary or "",
        "body": body_markup(view, page.body, address.site),
        "is_body_missing": page.is_body_missing,
        "correction": page.correction or "",
        "corrected": chinese_date(page.corrected_on),
        "picture": shown,
        "attachments": _attachments(view, page),
        "qr": qr_code(url),
        "previous": previous,
        "next": following,
    }


def _meta(
    page: PageRecord, published: str, source: str, image: str, url: str
) -> tuple[MetaTag, ...]:
    return (
        MetaTag("ArticleTitle", page.title),
        MetaTag("PubDate", published),
        MetaTag("ContentSource", source),
        MetaTag("Keywords", ",".join(page.keywords)),
        MetaTag("Author", page.author or ""),
        MetaTag("Description", page.summary or ""),
        MetaTag("Image", image),
        MetaTag("Url", url),
    )


def _updated(page: PageRecord, published: str) -> str:
    """The time of a change after publication; an imported page was not changed by its import."""
    first, last = page.published_at, page.updated_at
    if page.is_imported or first is None or last is None or last <= first:
        return ""
    text = minute(last)
    return text if text != published else ""


def _attachments(view: View, page: PageRecord) -> tuple[Attachment, ...]:
    found = (
        (each, view.media(each.media), view.media_href(each.media)) for each in page.attachments
    )
    return tuple(
        Attachment(
            title=each.title or media.name,
            href=href,
            type_label=type_label(media.type, media.name),
            size_label=size_label(media.size),
        )
        for each, media, href in found
        if media is not None and href is not None
    )


def _neighbours(view: View, entry: Entry, reader: int) -> tuple[Link | None, Link | None]:
    newer, older = _beside(view, entry.home, *entry.ref)
    return (
        page_link(view, newer, reader) if newer else None,
        page_link(view, older, reader) if older else None,
    )


@derived_for_page
def _beside(view: View, column: int, kind: str, page: int) -> tuple[Entry | None, Entry | None]:
    """The page's neighbours, which many changes of the column leave as they are."""
    return view.beside(column, Ref(kind, page))
