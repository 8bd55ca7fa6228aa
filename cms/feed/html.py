"""
From the stored form of a body (StreamField JSON, rich text in Wagtail's database form) to the HTML of the feed.

Plain string work: a body costs some ten microseconds. The database form is already restricted to the
features of `cms.core.blocks`, and tables are cleaned when they are saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import msgspec

from cms.feed.fields import References

Block = tuple[str, Any]

_PAGES = "page"
_TAG = re.compile(r"<(a|embed)((?:\s[^<>]*)?)/?>", re.IGNORECASE)
_LINK = re.compile(r"<a((?:\s[^<>]*)?)>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_EMBED = re.compile(r"<embed((?:\s[^<>]*)?)/?>(?:</embed>)?", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_SAFE_HREF = re.compile(r"^(?:https?://|mailto:|tel:|#|zq:)", re.IGNORECASE)
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
_RENAMED = (("<b>", "<strong>"), ("</b>", "</strong>"), ("<i>", "<em>"), ("</i>", "</em>"))
_TABLES = {"document": "media_attachmentfile", "image": "media_picture"}

Rewrite = Callable[[re.Match[str]], str]


def stored_blocks(stream: str) -> list[Block]:
    """Type and value of each block of a stored body."""
    return [(block["type"], block["value"]) for block in msgspec.json.decode(stream or "[]")]


def collect_references(blocks: Iterable[Block], references: References) -> None:
    """Ask for every page, picture and file that a stored body names."""
    for kind, value in blocks:
        if kind == "picture":
            if value.get("picture"):
                references.want_file(_TABLES["image"], int(value["picture"]))
        else:
            collect_html(value, references)


def collect_html(html: str, references: References) -> None:
    """Ask for every page, picture and file that rich text names."""
    if "<a" not in html and "<embed" not in html:
        return
    for match in _TAG.finditer(html):
        attributes = dict(_ATTRIBUTE.findall(match[2]))
        key = attributes.get("id", "")
        if not key.isdecimal():
            continue
        linked = attributes.get("linktype") or attributes.get("embedtype")
        if linked == _PAGES:
            references.want_page(int(key))
        elif linked in _TABLES:
            references.want_file(_TABLES[linked], int(key))


def page_html(blocks: Iterable[Block], references: References) -> str:
    """The HTML of a stored body; what it names was asked for before."""
    parts = []
    for kind, value in blocks:
        if kind == "picture":
            parts.append(_figure(value, references))
        else:
            parts.append(rich_html(value, references))
    return "".join(parts)


def rich_html(html: str, references: References) -> str:
    """The HTML of a piece of rich text."""
    if " data-block-key=" in html:
        html = _BLOCK_KEY.sub("", html)
    for old, new in _RENAMED:
        if old in html:
            html = html.replace(old, new)
    if "<a" in html:
        html = _LINK.sub(_link_writer(references), html)
    if "<embed" in html:
        html = _EMBED.sub(_embed_writer(references), html)
    return html


def _figure(value: dict[str, Any], references: References) -> str:
    caption = escape(value.get("caption") or "", quote=False)
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return _picture(str(value.get("picture") or ""), "", below, references)


def _picture(key: str, alt: str, below: str, references: References) -> str:
    """A figure, or nothing for a picture that is gone."""
    media = references.file(_TABLES["image"], int(key)) if key.isdecimal() else None
    if media is None:
        return ""
    return f'<figure><img src="zq:media/{media}/wide" alt="{alt}">{below}</figure>'


def _link_writer(references: References) -> Rewrite:
    def write(match: re.Match[str]) -> str:
        href = _href(dict(_ATTRIBUTE.findall(match[1])), references)
        return f'<a href="{href}">{match[2]}</a>' if href else match[2]

    return write


def _href(attributes: dict[str, str], references: References) -> str:
    """The reference or absolute address of a link; empty for what leads nowhere."""
    key = attributes.get("id", "")
    if attributes.get("linktype") == _PAGES and key.isdecimal():
        page = references.page(int(key))
        return f"zq:{page[0]}/{page[1]}" if page else ""
    if attributes.get("linktype") == "document" and key.isdecimal():
        media = references.file(_TABLES["document"], int(key))
        return f"zq:media/{media}" if media else ""
    href = attributes.get("href", "")
    return href if _SAFE_HREF.match(href) else ""


def _embed_writer(references: References) -> Rewrite:
    def write(match: re.Match[str]) -> str:
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        if attributes.get("embedtype") != "image":
            return ""
        return _picture(attributes.get("id", ""), attributes.get("alt", ""), "", references)

    return write
