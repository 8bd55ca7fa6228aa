"""
Makes a body's HTML ready for a page: references, wide tables, links that lead out of the cluster.
"""

from __future__ import annotations

import re
from html import unescape

from markupsafe import Markup, escape

from builder.items import picture
from builder.outward import EXTERNAL, host_of, is_own, leads_away
from builder.view import View
from sites.addresses import leaving_address

_TABLE = re.compile(r"<(/?)table\b[^>]*>", re.IGNORECASE)
_BEFORE_TABLE = '<div class="scroll" role="group" aria-label="表格" tabindex="0">'
_PICTURE = re.compile(r'<img src="zq:media/(\d{1,18})/([a-z-]+)"[^<>]*>')
_SIZES = "(min-width: 800px) 720px, 100vw"
_REL = re.compile(r"""\s+(?:rel|target)\s*=\s*(?:"[^"]*"|'[^']*')""", re.IGNORECASE)


def body_markup(view: View, html: str, reader: int) -> Markup:
    """The body as the page prints it."""
    text = _marked_external(view, view.resolved(_sized(view, html), reader))
    return Markup(_scrolling_tables(text))


def _sized(view: View, html: str) -> str:
    """Pictures with their size, so that nothing shifts, loaded when they are near, in WebP where possible."""

    def fill(tag: re.Match[str]) -> str:
        number, rendition = tag.groups()
        found = picture(view, int(number), rendition)
        if found is None or not found.width or not found.height:
            return tag.group()
        size = f'width="{found.width}" height="{found.height}" loading="lazy" decoding="async"'
        image = f"{tag.group()[:-1]} {size}>"
        if not found.sources:
            return image
        source = f'<source type="image/webp" srcset="{escape(found.sources)}" sizes="{_SIZES}">'
        return f"<picture>{source}{image}</picture>"

    return _PICTURE.sub(fill, html) if "zq:media/" in html else html


def _marked_external(view: View, html: str) -> str:
    def mark(tag: re.Match[str]) -> str:
        attributes, written = tag.groups()
        address = unescape(written)
        if is_own(view, host_of(address)):
            return tag.group()
        if leads_away(view, address):
            at = tag.start(2) - tag.start(1)
            after = attributes[at + len(written) :]
            attributes = f"{attributes[:at]}{leaving_address(address)}{after}"
        return f'<a{_REL.sub("", attributes)} rel="external noopener">'

    return EXTERNAL.sub(mark, html) if "http" in html else html


def _scrolling_tables(html: str) -> str:
    """Each outermost table scrolls by itself, by keyboard too, so that the page does not."""
    if "<table" not in html:
        return html
    depth = 0

    def wrap(tag: re.Match[str]) -> str:
        nonlocal depth
        if not tag.group(1):
            depth += 1
            return _BEFORE_TABLE + tag.group() if depth == 1 else tag.group()
        depth -= 1
        return f"{tag.group()}</div>" if depth == 0 else tag.group()

    return _TABLE.sub(wrap, html)
