"""
Every address in a document, in document order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from link_checker.addresses import folder_of
from link_checker.extract import css
from link_checker.extract.memory import AnchorFacts, Memory
from link_checker.extract.text import collapse, label_of
from link_checker.facts import Link, LinkKind

Attributes = dict[str, str | None]

_ADDRESSED = frozenset(
    [
        "a",
        "area",
        "audio",
        "embed",
        "form",
        "frame",
        "iframe",
        "img",
        "input",
        "link",
        "meta",
        "object",
        "script",
        "source",
        "style",
        "track",
        "video",
    ]
)
_STYLING = ("background", "BACKGROUND", "url(", "URL(")
_STYLED = "[background], [style*='url(']"
_SIMPLE: dict[str, tuple[LinkKind, str]] = {
    "script": ("script", "src"),
    "iframe": ("iframe", "src"),
    "frame": ("iframe", "src"),
    "track": ("media", "src"),
    "audio": ("media", "src"),
    "embed": ("other", "src"),
    "object": ("other", "data"),
    "form": ("form", "action"),
    "input": ("img", "src"),
}
_MAYBE_HIDDEN = "[hidden], [style], marquee"
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|(?:^|[;\s])(?:width|height|font-size)\s*:\s*0(?:px|em|pt|%)?\s*(?:;|!|$)"
    r"|(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_EXTERNAL_WORDS = re.compile(r"外部链接|外链|站外|离开本站|离开本网站")
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*url\s*=\s*(.*)$", re.IGNORECASE | re.DOTALL)
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[\d.]+[wx])?\s*(?:,|$)")
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_HINTS = frozenset({"dns-prefetch", "preconnect"})
_ICONS = frozenset({"icon", "apple-touch-icon", "mask-icon", "image_src"})


def links(tree: LexborHTMLParser, source: str, base: str, memory: Memory) -> list[Link]:
    """
    The links of a page whose addresses stand on `base`. `source` tells the lines.
    """
    reader = _Reader(source, base, memory)
    hidden = _hidden(tree)
    root = tree.root
    found: list[Link] = []
    for node in root.traverse() if root is not None else ():
        tag = node.tag
        if tag in _ADDRESSED:
            is_visible = not hidden or node.mem_id not in hidden
            if tag == "a":
                link = reader.anchor(node, is_visible)
                if link is not None:
                    found.append(link)
            else:
                found.extend(reader.other(tag, node, is_visible))
    for node in tree.css("meta[http-equiv]"):
        found.extend(reader.refresh(node.attributes))
    if any(word in source for word in _STYLING):
        for node in tree.css(_STYLED):
            found.extend(reader.style(node.attributes))
    return found


def refresh_address(content: str) -> str:
    """Where `<meta http-equiv=refresh>` leads; empty when it only loads the same page again."""
    match = _REFRESH.match(content)
    return match[1].strip().strip("\"'") if match else ""


def candidates(srcset: str) -> list[str]:
    """The addresses of a `srcset`."""
    return _CANDIDATE.findall(srcset)


class _Reader:
    """Makes links of one document; knows how far in its source it has come."""

    def __init__(self, source: str, base: str, memory: Memory) -> None:
        self._source, self._base, self._memory = source, base, memory
        self._folder, self._join = folder_of(base), memory.join
        self._at, self._line = 0, 1

    def anchor(self, node: LexborNode, is_visible: bool) -> Link | None:
        """A link in the text; None for an `a` that leads nowhere."""
        key = (self._folder, node.html or "")
        facts = self._memory.anchor(key) if is_visible else None
        if facts is None:
            facts = self._read_anchor(node, is_visible)
            if facts is None:
                return None
            if is_visible:
                self._memory.keep_anchor(key, facts)
        return Link(*facts, self._line_of(facts[1]))

    def other(self, tag: str, node: LexborNode, is_visible: bool) -> Iterator[Link]:
        """What any other element refers to."""
        attributes = node.attributes
        if tag == "img":
            yield from self._image(attributes, is_visible)
        elif tag == "area" and "href" in attributes:
            text = collapse(attributes.get("alt") or attributes.get("title") or "")
            yield self._link("area", attributes["href"] or "", text, is_visible)
        elif tag == "link" and attributes.get("href"):
            yield from self._head_link(attributes)
        elif tag in ("source", "video"):
            yield from self._media(attributes)
        elif tag == "style":
            yield from css.links(node.text(), self._base, self._join)
        elif tag in _SIMPLE:
            kind, name = _SIMPLE[tag]
            value = attributes.get(name)
            if value and value.strip() and not _is_post(tag, attributes):
                yield self._link(kind, value, "", is_visible)

    def style(self, attributes: Attributes) -> Iterator[Link]:
        """Addresses in the style or the background of an element."""
        yield from css.links(attributes.get("style") or "", self._base, self._join)
        if attributes.get("background"):
            yield self._link("css", attributes["background"] or "")

    def _read_anchor(self, node: LexborNode, is_visible: bool) -> AnchorFacts | None:
        attributes = node.attributes
        if "href" not in attributes:
            return None
        href = attributes["href"] or ""
        target, fragment = self._join(self._base, href)
        text = label_of(node, attributes)
        is_marked = len(attributes) > 1 and _is_marked(attributes)
        if not is_marked and ("外" in text or "离开" in text):
            is_marked = bool(_EXTERNAL_WORDS.search(text))
        return ("a", href, target, fragment, text, is_visible, is_marked, None)

    def _image(self, attributes: Attributes, is_visible: bool) -> Iterator[Link]:
        has_text = "alt" in attributes
        text = collapse(attributes.get("alt") or "")
        href = attributes.get("src")
        if href is not None:
            yield self._link("img", href, text, is_visible, has_text)
        for href in candidates(attributes.get("srcset") or ""):
            yield self._link("srcset", href, text, is_visible, has_text)

    def refresh(self, attributes: Attributes) -> Iterator[Link]:
        """Where the page sends its reader."""
        if (attributes.get("http-equiv") or "").lower() == "refresh":
            href = refresh_address(attributes.get("content") or "")
            if href:
                yield self._link("refresh", href)

    def _head_link(self, attributes: Attributes) -> Iterator[Link]:
        relations = (attributes.get("rel") or "").lower().split()
        kind: LinkKind = "other"
        if "stylesheet" in relations:
            kind = "stylesheet"
        elif "alternate" in relations and attributes.get("type") in _FEED_TYPES:
            kind = "feed"
        elif _ICONS.intersection(relations):
            kind = "img"
        if not _HINTS.intersection(relations):
            yield self._link(
                kind, attributes["href"] or "", collapse(attributes.get("title") or "")
            )

    def _media(self, attributes: Attributes) -> Iterator[Link]:
        if attributes.get("src"):
            yield self._link("media", attributes["src"] or "")
        if attributes.get("poster"):
            yield self._link("poster", attributes["poster"] or "")
        for href in candidates(attributes.get("srcset") or ""):
            yield self._link("srcset", href)

    def _link(
        self,
        kind: LinkKind,
        href: str,
        text: str = "",
        is_visible: bool = True,
        has_text_alternative: bool | None = None,
    ) -> Link:
        target, fragment = self._join(self._base, href)
        line = self._line_of(href)
        return Link(
            kind, href, target, fragment, text, is_visible, False, has_text_alternative, line
        )

    def _line_of(self, href: str) -> int:
        """Where the next attribute with this value stands; 0 when it is written in another way."""
        source, start = self._source, self._at
        at = source.find(f'"{href}"', start)
        if at < 0:
            at = source.find(f"'{href}'", start)
        if at < 0:
            return 0
        self._line += source.count("\n", start, at)
        self._at = at
        return self._line


def _is_post(tag: str, attributes: Attributes) -> bool:
    """Where a form sends what it was given cannot be asked without giving something."""
    return tag == "form" and (attributes.get("method") or "").lower() == "post"


def _is_marked(attributes: Attributes) -> bool:
    if "data-external" in attributes:
        return True
    named = f"{attributes.get('rel') or ''} {attributes.get('class') or ''}".lower()
    if "external" in named:
        return True
    said = attributes.get("title") or attributes.get("aria-label")
    return bool(said and _EXTERNAL_WORDS.search(said))


def _hidden(tree: LexborHTMLParser) -> set[int]:
    """What stands inside elements that the page itself hides."""
    found: set[int] = set()
    for node in tree.css(_MAYBE_HIDDEN):
        attributes = node.attributes
        if _is_hidden(node.tag, attributes) and node.mem_id not in found:
            found.add(node.mem_id)
            found.update(inner.mem_id for inner in node.css("*"))
    return found


def _is_hidden(tag: str | None, attributes: Attributes) -> bool:
    if "hidden" in attributes:
        return True
    if tag == "marquee" and {attributes.get("width"), attributes.get("height")} & {"0", "1", "2"}:
        return True
    return bool(_HIDING.search(attributes.get("style") or ""))
