"""
Documents into facts: one module per kind of document.
"""

from __future__ import annotations

import hashlib
from typing import Any

from msgspec.structs import asdict

from link_checker import recognise
from link_checker.addresses import Joiner
from link_checker.extract import css, sitemap
from link_checker.extract.decode import decode
from link_checker.extract.html import read_html
from link_checker.facts import PageFacts

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
XML_TYPES = frozenset(
    {"application/xml", "text/xml", "application/rss+xml", "application/atom+xml"}
)
READABLE_TYPES = HTML_TYPES | XML_TYPES | {"text/css"}
"""Types whose bodies hold addresses; the rest is only asked for."""


def read(
    body: bytes,
    *,
    url: str,
    site: str,
    status: int,
    content_type: str,
    charset: str,
    seconds: float,
    depth: int,
    join: Joiner,
) -> PageFacts:
    """
    A document into its facts. What our reading breaks on is `refused` as `unreadable`, never an error.
    """
    text, encoding = decode(body, charset) if content_type in READABLE_TYPES else ("", "")
    reason, content = "", {}
    try:
        content = _content(text, url, content_type, join)
    except Exception as error:
        reason = f"unreadable: {type(error).__name__}"
    return PageFacts(
        url=url,
        final_url=url,
        site=site,
        state="refused" if reason else "ok",
        status=status,
        reason=reason,
        content_type=content_type,
        encoding=encoding,
        size=len(body),
        seconds=seconds,
        depth=depth,
        sha256=hashlib.sha256(body).hexdigest(),
        **content,
    )


def _content(text: str, url: str, content_type: str, join: Joiner) -> dict[str, Any]:
    if content_type in HTML_TYPES:
        page = read_html(text, url, join)
        heading = page.headings[0].text if page.headings else ""
        kind, certainty = recognise.page_kind(url, page.meta, page.entries, page.own_text, heading)
        return {**asdict(page), "kind": kind, "kind_certainty": certainty}
    if content_type == "text/css":
        return {"links": tuple(css.links(text, url, join))}
    if content_type in XML_TYPES and sitemap.is_list_of_addresses(text):
        return {"links": tuple(sitemap.links(text, url, join))}
    return {}
