"""
What the Atom and the RSS feed of a column or site have in common. Nothing in them tells when they
were built: a feed is as new as its newest item. An item without a date is no news and stands in none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from feedgen.feed import FeedGenerator

from builder.addressing import Address
from builder.dates import CHINA
from builder.places import Place
from builder.trace import derived
from builder.view import Entry, View

_ITEMS = 50
_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = datetime(1970, 1, 1, tzinfo=CHINA)


def feed_addresses(view: View, place: Place, name: str) -> Iterator[Address]:
    """One feed for the site and one for each of its columns, all called `name`."""
    if place.is_site:
        yield Address(place.site, f"/{name}")
    elif place.is_column:
        yield Address(place.site, view.column_path(place.column) + name)


def feed_of(view: View, address: Address) -> FeedGenerator:
    """The feed at `address`, to be written as Atom or RSS."""
    folder = Address(address.site, address.path.rpartition("/")[0] + "/")
    column = view.column_at(folder) or 0
    entries = _entries(view, address.site, column)
    feed = _empty_feed(view, address, folder, _about(view, address.site, column))
    newest = max((_moment(entry) for entry in entries), default=_NEVER)
    feed.updated(newest)
    feed.lastBuildDate(newest)
    for entry in entries:
        _add(view, feed, entry)
    return feed


class _About(NamedTuple):
    """What the feed of a site or column says of itself."""

    id: str
    title: str
    description: str
    author: str


@derived
def _about(view: View, number: int, column_number: int) -> _About:
    site, column = view.site(number), view.column(column_number) if column_number else None
    key = f"column/{column.id}" if column else f"site/{site.id}"
    return _About(
        id=f"tag:{site.domain},2000:{key}",
        title=_clean(f"{column.title}_{site.name}" if column else site.name),
        description=_clean((column.description if column else site.description) or site.name),
        author=_clean(site.host_body or site.name),
    )


@derived
def _entries(view: View, site: int, column: int) -> tuple[Entry, ...]:
    columns = view.subtree(column) if column else _visible(view, site)
    newest = view.newest(columns, _ITEMS, pinned_first=False)
    return tuple(entry._replace(is_pinned=False) for entry in newest if entry.published_at)


def _visible(view: View, site: int) -> tuple[int, ...]:
    return tuple(each.id for each in view.columns(site) if not each.is_hidden)


@derived
def _domain(view: View, site: int) -> str:
    return view.site(site).domain


def _empty_feed(view: View, address: Address, folder: Address, about: _About) -> FeedGenerator:
    feed = FeedGenerator()
    feed.id(about.id)
    feed.title(about.title)
    feed.description(about.description)
    feed.author(name=about.author)
    feed.language("zh-CN")
    feed.generator("Zhanqun")
    # RSS takes the last link for the channel's own.
    feed.link(href=view.absolute(address), rel="self")
    feed.link(href=view.absolute(folder), rel="alternate")
    return feed


def _add(view: View, feed: FeedGenerator, entry: Entry) -> None:
    card = view.card(entry.ref, "news")
    domain = _domain(view, view.address(entry).site)
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
