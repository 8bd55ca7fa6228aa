"""
RSS 订阅：全站和每个栏目的最新内容（rss.xml）。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from builder.addressing import Address
from builder.frame import RSS
from builder.places import Place
from builder.syndication import feed_addresses, feed_of
from builder.view import View


def files(view: View, place: Place) -> Iterator[Address]:
    """One for the site and one for each column."""
    return feed_addresses(view, place, RSS)


def render(view: View, address: Address) -> bytes:
    """The newest items."""
    return cast(bytes, feed_of(view, address).rss_str(pretty=True))
