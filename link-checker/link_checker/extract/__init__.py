"""
Documents into facts: one module per kind of document.
"""

from __future__ import annotations

import hashlib
from typing import Any

from msgspec.structs import asdict

from link_checker import recognise
from link_checker.extract import css, sitemap
from link_checker.extract.decode import decode
from link_checker.extract.html import read_html
from link_checker.extract.memory import Join, Memory
from link_checker.extract.nesting import NestedTooDeepError, check_nesting
from link_checker.facts import Link, PageFacts

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
    join: Join | Memory,
) -> PageFacts:
    """
    A document into its facts. What our reading breaks on is `refused` as `unreadable`, never an error.

    `join` resolves links; a `Memory` also remembers what pages have in common. A page that only leads on
    (meta refresh) has the address it leads to as its `final_url`.
    """
    memory = join if isinstance(join, Memory) else Memory(join)
    text, encoding = decode(body, charset) if content_type in READABLE_TYPES else ("", "")
    reason = ""
    content: dict[str, Any] = {"final_url": url}
    try:
        content = _content(text, url, content_type, memory)
    except NestedTooDeepError:
        reason = "nested_too_deep"
    except Exception as error:
        reason = f"unreadable: {type(error).__name__}"
    return PageFacts(
        url=url,
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


def _content(text: str, url: str, content_type: str, memory: Memory) -> dict[str, Any]:
    if content_type in HTML_TYPES:
        return _page(text, url, memory)
    links: tuple[Link, ...] = ()
    if content_type == "text/css":
        links = tuple(css.links(text, url, memory.join))
    elif content_type in XML_TYPES and sitemap.is_list_of_addresses(text):
        links = tuple(sitemap.links(text, url, memory.join))
    return {"final_url": url, "links": links}


def _page(text: str, url: str, memory: Memory) -> dict[str, Any]:
    check_nesting(text)
    page = read_html(text, url, memory)
    if page.leads_on:
        leads_to = next((link for link in page.links if link.kind == "refresh"), None)
        if leads_to is not None and leads_to.target not in ("", url):
            return {"final_url": leads_to.target, "links": (leads_to,), "title": page.title}
    heading = page.headings[0].text if page.headings else ""
    kind, certainty = recognise.page_kind(
        url,
        page.meta,
        page.entries,
        page.own_text,
        page.title,
        heading,
        page.shown_dates,
        page.language,
    )
    facts = asdict(page)
    del facts["leads_on"]
    return {**facts, "final_url": url, "kind": kind, "kind_certainty": certainty}
