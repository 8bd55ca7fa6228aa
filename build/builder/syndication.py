"""
What the Atom and the RSS feed of a column or site have in common: the newest pages, and what happened
to older ones, each correction, repeal or expiry an entry of its own. Nothing in them tells when they
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
from builder.events import Event
from builder.issued import Profile, profile_at, profiles
from builder.news import News, entry_id, events
from builder.places import Place
from builder.records import Ref
from builder.trace import derived
from builder.view import Entry, View
from sites.addresses import feed_address

_ITEMS = 50
_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = datetime(1970, 1, 1, tzinfo=CHINA)


def feed_addresses(view: View, place: Place, name: str) -> Iterator[Address]:
    """One feed for the site, for each of its columns, and for each body it tells of, all called `name`."""
    if place.is_site:
        yield Address(place.site, f"/{name}")
        for profile in profiles(view, place.site):
            yield Address(place.site, feed_address(profile.page.path, name))
    elif place.is_column:
        yield Address(place.site, view.column_path(place.column) + name)


def feed_of(view: View, address: Address) -> FeedGenerator:
    """The feed at `address`, to be written as Atom or RSS."""
    folder = Address(address.site, address.path.rpartition("/")[0] + "/")
    if profile := profile_at(view, *folder):
        pages, happened = _issued(view, profile.body), _happened(view, profile.body)
        about, shown = _about_body(view, address.site, profile), profile.page
    else:
        column = view.column_at(folder) or 0
        pages = _entries(view, address.site, column)
        happened = _events(view, address.site, column)
        about, shown = _about(view, address.site, column), folder
    news = sorted(
        [*(_page(view, entry) for entry in pages), *events(view, happened)],
        key=lambda each: each.at,
        reverse=True,
    )[:_ITEMS]
    feed = _empty_feed(view, address, shown, about)
    newest = max((each.at for each in news), default=_NEVER)
    feed.updated(newest)
    feed.lastBuildDate(newest)
    for each in news:
        _add(feed, each)
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


def _about_body(view: View, site: int, profile: Profile) -> _About:
    of_site = _about(view, site, 0)
    return _About(
        id=f"{of_site.id.rpartition(':')[0]}:body/{profile.body}",
        title=_clean(f"{profile.name}发布_{of_site.title}"),
        description=_clean(f"{profile.name}在各网站发布的信息，以及其中的更正、修改和废止"),
        author=_clean(profile.name),
    )


@derived
def _issued(view: View, body: int) -> tuple[Entry, ...]:
    return tuple(entry for entry in view.issued_by(body, _ITEMS) if entry.published_at)


@derived
def _happened(view: View, body: int) -> tuple[tuple[Ref, Event], ...]:
    return view.events_of_issuer(body, _ITEMS)


@derived
def _entries(view: View, site: int, column: int) -> tuple[Entry, ...]:
    newest = view.newest(_columns(view, site, column), _ITEMS, pinned_first=False)
    return tuple(entry._replace(is_pinned=False) for entry in newest if entry.published_at)


@derived
def _events(view: View, site: int, column: int) -> tuple[tuple[Ref, Event], ...]:
    return view.events(_columns(view, site, column), _ITEMS)


def _columns(view: View, site: int, column: int) -> tuple[int, ...]:
    if column:
        return view.subtree(column)
    return tuple(each.id for each in view.columns(site) if not each.is_hidden)


def _empty_feed(view: View, address: Address, shown: Address, about: _About) -> FeedGenerator:
    feed = FeedGenerator()
    feed.id(about.id)
    feed.title(about.title)
    feed.description(about.description)
    feed.author(name=about.author)
    feed.language("zh-CN")
    feed.generator("Zhanqun")
    # RSS takes the last link for the channel's own.
    feed.link(href=view.absolute(address), rel="self")
    feed.link(href=view.absolute(shown), rel="alternate")
    return feed


def _page(view: View, entry: Entry) -> News:
    card = view.card(entry.ref, "news")
    return News(
        id=entry_id(view, entry),
        title=card.title,
        href=view.page_url(entry),
        at=datetime.fromtimestamp(entry.published_at or 0, CHINA),
        summary=getattr(card, "summary", "") or "",
    )


def _add(feed: FeedGenerator, news: News) -> None:
    item = feed.add_entry(order="append")
    item.id(news.id)
    item.title(_clean(news.title))
    item.link(href=_clean(news.href))
    item.published(news.at)
    item.updated(news.at)
    if summary := _clean(news.summary):
        item.summary(summary)


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
