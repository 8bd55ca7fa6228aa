"""
What the Atom and the RSS feed of a column or site have in common. Nothing in them tells when they
were built: a feed is as new as its newest item. An item without a date is no news and stands in none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from feedgen.feed import FeedGenerator

from builder.addressing import Address
from builder.dates import CHINA
from builder.records import ColumnRecord
from builder.view import Entry, View

_ITEMS = 50
_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = datetime(1970, 1, 1, tzinfo=CHINA)


def feed_addresses(view: View, site: int, name: str) -> Iterator[Address]:
    """One feed for the site and one for each of its columns, all called `name`."""
    yield Address(site, f"/{name}")
    for column in view.columns(site):
        yield Address(site, view.column_path(column.id) + name)


def feed_of(view: View, address: Address) -> FeedGenerator:
    """The feed at `address`, to be written as Atom or RSS."""
    folder = address.path.rpartition("/")[0] + "/"
    column = view.column_at(Address(address.site, folder))
    entries = [entry for entry in _entries(view, address.site, column) if entry.published_at]
    feed = _empty_feed(view, address, Address(address.site, folder), column)
    newest = max((_moment(entry) for entry in entries), default=_NEVER)
    feed.updated(newest)
    feed.lastBuildDate(newest)
    for entry in entries:
        _add(view, feed, entry)
    return feed


def _entries(view: View, site: int, column: ColumnRecord | None) -> tuple[Entry, ...]:
    if column is not None:
        return view.newest(view.subtree(column.id), _ITEMS, pinned_first=False)
    columns = [each.id for each in view.columns(site) if not each.is_hidden]
    return view.newest(columns, _ITEMS, pinned_first=False)


def _empty_feed(
    view: View, address: Address, folder: Address, column: ColumnRecord | None
) -> FeedGenerator:
    site = view.site(address.site)
    key = f"column/{column.id}" if column else f"site/{site.id}"
    feed = FeedGenerator()
    feed.id(f"tag:{site.domain},2000:{key}")
    feed.title(_clean(f"{column.title}_{site.name}" if column else site.name))
    feed.description(_clean((column.description if column else site.description) or site.name))
    feed.author(name=_clean(site.host_body or site.name))
    feed.language("zh-CN")
    feed.generator("Zhanqun")
    # RSS takes the last link for the channel's own.
    feed.link(href=view.absolute(address), rel="self")
    feed.link(href=view.absolute(folder), rel="alternate")
    return feed


def _add(view: View, feed: FeedGenerator, entry: Entry) -> None:
    card = view.card(entry.ref)
    domain = view.site(view.address(entry).site).domain
    item = feed.add_entry(order="append")
    item.id(f"tag:{domain},2000:{entry.ref}")
    item.title(_clean(card.title))
    item.link(href=_clean(view.page_url(entry)))
    item.published(_moment(entry))
    item.updated(_moment(entry))
    if summary := _clean(getattr(card, "summary", "") or ""):
        item.summary(summary)


def _moment(entry: Entry) -> datetime:
    return datetime.fromtimestamp(entry.published_at or 0, CHINA)


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
