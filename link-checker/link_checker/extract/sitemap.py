"""
Addresses in sitemap files, their indexes, and feeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from link_checker.extract.memory import Join
from link_checker.facts import Link

_ADDRESS = re.compile(
    r"<(?:\w+:)?(?:loc|link)\b(?P<attributes>[^>]*?)(?:/>|>\s*(?:<!\[CDATA\[)?(?P<text>[^<\]]*))",
)
_HREF = re.compile(r"""\bhref\s*=\s*["']([^"']*)["']""")


def is_list_of_addresses(text: str) -> bool:
    """Whether an XML file is a sitemap, an index of sitemaps or a feed."""
    return bool(re.search(r"<(?:\w+:)?(?:urlset|sitemapindex|feed|rss)\b", text[:2000]))


def links(text: str, base: str, join: Join) -> Iterator[Link]:
    """Every address a sitemap or feed names, without expanding anything else in it."""
    for match in _ADDRESS.finditer(text):
        href = match["text"] or ""
        if not href.strip():
            attribute = _HREF.search(match["attributes"])
            href = attribute[1] if attribute else ""
        href = unescape(href).strip()
        if href:
            target, fragment = join(base, href)
            yield Link("other", href, target, fragment, "")
