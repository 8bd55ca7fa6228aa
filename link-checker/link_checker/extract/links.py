"""
Every address in a document, in document order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser, LexborNode

from link_checker.extract import css
from link_checker.extract.elements import Elements
from link_checker.extract.heard import has_alternative, has_name, words_of
from link_checker.extract.hiding import Hidden
from link_checker.extract.memory import (
    LONGEST,
    Frame,
    Item,
    LinkFacts,
    Memory,
    Part,
    depends_on_page,
    place_of,
)
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
        "object",
        "script",
        "source",
        "style",
        "track",
        "video",
    ]
)
PARTS = frozenset({"header", "nav", "footer"})
ITEMS = frozenset({"li", "dd", "dt"})
_MOST_LONG_ITEMS = 20
"""A page with more of them is not made of lists alone."""
_HOLDS_MORE = re.compile(r"<(?:li|dd|dt|tr|article|header|nav|footer)\b|\brole=")
"""What the rest of the page decides about, or what is an item itself."""
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
}
_EXTERNAL_WORDS = re.compile(r"外部链接|外链|站外|离开本站|离开本网站")
_REFRESH = re.compile(r"^[\d.]*\s*[;,]?\s*url\s*=\s*(.*)$", re.IGNORECASE | re.DOTALL)
_BEGINNINGS = 20
"""On so many lines a frame may begin and be numbered once."""
_MISSES = 50
"""A page that writes its addresses without quotes is not searched for each of them."""
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[\d.]+[wx])?\s*(?:,|$)")
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_HINTS = frozenset({"dns-prefetch", "preconnect"})
_ICONS = frozenset({"icon", "apple-touch-icon", "mask-icon", "image_src"})


def links(
    tree: LexborHTMLParser,
    elements: Elements,
    source: str,
    reader: Reader,
    parts: Mapping[int, Part],
    frames: Mapping[int, Frame],
    refreshes: Iterable[Attributes],
) -> tuple[Link, ...]:
    """
    The links of a page, those of its `parts` where the parts stand; of those that are `frames` as they are
    known. `source` tells the lines.
    """
    lines = Lines(source)
    result: list[Link] = []
    found: list[LinkFacts] = []
    following = 0
    for tag, node in elements.in_order:
        if following:
            following -= 1
        elif tag in _ADDRESSED:
            found += reader.read(tag, node)
        elif tag in ITEMS:
            item = reader.item(node)
            if item is not None:
                found += item.links
                following = item.elements
        elif tag in PARTS and node.mem_id in frames:
            result += lines.number(found)
            found = []
            result += reader.framed(frames[node.mem_id], lines)
        elif tag in PARTS and node.mem_id in parts:
            found += map(reader.here, parts[node.mem_id].links)
    for attributes in refreshes:
        found += reader.refresh(attributes)
    for node in tree.css(_STYLED):
        found += reader.style(node.attributes)
    result += lines.number(found)
    return tuple(result)


def links_of_part(node: LexborNode, elements: Elements, reader: Reader) -> tuple[LinkFacts, ...]:
    """The links within one part of a page."""
    found: list[LinkFacts] = []
    for tag, inner in elements.in_order:
        if tag in _ADDRESSED:
            found += reader.read(tag, inner)
    for inner in node.css(_STYLED):
        found += reader.style(inner.attributes)
    return tuple(found)


def refresh_address(content: str) -> str:
    """Where `<meta http-equiv=refresh>` leads; empty when it only loads the same page again."""
    match = _REFRESH.match(content[:4096].strip())
    return match[1].strip().strip("\"'") if match else ""


def candidates(srcset: str) -> list[str]:
    """The addresses of a `srcset`."""
    return _CANDIDATE.findall(srcset)


class Lines:
    """Tells on which lines of a source links stand, asked for them in their order."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._end, self._line, self._misses = 0, 1, 0

    def number(self, found: Iterable[LinkFacts]) -> Iterator[Link]:
        """Each on the line of the next attribute with its value; 0 when that is written in another way."""
        source, end, line, misses = self._source, self._end, self._line, self._misses
        for facts in found:
            href, at = facts[1], -1
            if misses <= _MISSES:
                at = source.find(f'"{href}"', end)
                if at < 0 and facts[0] != "css":
                    at = source.find(f"'{href}'", end)
                    misses += at < 0
            if at < 0:
                yield Link(*facts, 0)
            else:
                start, end = end, at + len(href)
                line += source.count("\n", start, end)
                yield Link(*facts, line)
        self._end, self._line, self._misses = end, line, misses

    def of(self, piece: str) -> int:
        """The line on which the next such piece of the source begins; goes on behind it."""
        source, end, line = self._source, self._end, self._line
        at = source.find(piece, end)
        if at < 0:
            # What was told before stood further down than it was taken for.
            at, end, line = source.find(piece), 0, 1
        begins = line + source.count("\n", end, at)
        self._end, self._line = at + len(piece), begins + piece.count("\n")
        return begins


class Reader:
    """Makes links of the elements of one document."""

    def __init__(self, base: str, memory: Memory, hidden: Hidden) -> None:
        self._base, self._memory, self._join = base, memory, memory.join
        self._place = place_of(base)
        self._unseen, self._unheard, self._hidden = hidden
        self._anchors_of_site, self._anchors_of_folder = memory.anchors.at(self._place)
        self._items_of_site, self._items_of_folder = memory.items.at(self._place)
        self._long_items = 0
        self.items: dict[int, Item] = {}
        """The items read as a whole, by their elements."""
        self.anchors: dict[int, LinkFacts] = {}
        """What the links among the elements read so far lead to, by their elements."""

    def here(self, facts: LinkFacts) -> LinkFacts:
        """A link of a part that was read on another page, as it stands on this one."""
        if not depends_on_page(facts[1]):
            return facts
        return (facts[0], facts[1], *self._join(self._base, facts[1]), *facts[4:])

    def framed(self, frame: Frame, lines: Lines) -> Iterable[Link]:
        """The links of a part that was left out of the page."""
        begins = lines.of(frame.source)
        shown = frame.shown.get(begins)
        if shown is None:
            shown = tuple(_moved_down(link, begins - 1) for link in frame.links)
            if len(frame.shown) < _BEGINNINGS:
                frame.shown[begins] = shown
        return [self._linked_here(link) for link in shown] if frame.depends_on_page else shown

    def _linked_here(self, link: Link) -> Link:
        if not depends_on_page(link.href):
            return link
        target, fragment = self._join(self._base, link.href)
        return replace(link, target=target, fragment=fragment)

    def read(self, tag: str, node: LexborNode) -> Iterable[LinkFacts]:
        """What an element refers to."""
        is_visible = not self._unseen or node.mem_id not in self._unseen
        if tag != "a":
            return self._other(tag, node, is_visible)
        markup = node.html or ""
        facts = None
        if is_visible:
            facts = self._anchors_of_site.get(markup) or self._anchors_of_folder.get(markup)
        if facts is None:
            facts = self._read_anchor(node, is_visible)
            if facts is None:
                return ()
            if is_visible and len(markup) <= LONGEST and not depends_on_page(facts[1]):
                self._memory.anchors.keep(self._place, (facts,), markup, facts)
        self.anchors[node.mem_id] = facts
        return (facts,)

    def item(self, node: LexborNode) -> Item | None:
        """An item of a list as a whole; None where its markup does not tell everything, or is too long."""
        identity = node.mem_id
        if identity in self._hidden or self._long_items > _MOST_LONG_ITEMS:
            return None
        markup = node.html or ""
        item = self._items_of_site.get(markup) or self._items_of_folder.get(markup)
        if item is None or item.entries is None:
            item = self._read_item(node, markup, item)
            if item is None:
                return None
        self.items[identity] = item
        return item

    def _read_item(self, root: LexborNode, markup: str, known: Item | None) -> Item | None:
        """Reads the links of an item, of which what it lists is still to be told."""
        if len(markup) > LONGEST:
            self._long_items += 1
            return None
        if known is None and _HOLDS_MORE.search(markup, 1):
            return None
        found: list[LinkFacts] = []
        inside = [(node.tag or "", node) for node in root.traverse()][1:]
        for tag, node in inside:
            if tag in _ADDRESSED:
                found += self.read(tag, node)
        if known is None:
            known = Item(tuple(found), len(inside))
            if not any(depends_on_page(facts[1]) for facts in found):
                self._memory.items.keep(self._place, found, markup, known)
        return known

    def style(self, attributes: Attributes) -> Iterator[LinkFacts]:
        """Addresses in the style or the background of an element."""
        yield from self._css(attributes.get("style") or "")
        if attributes.get("background"):
            yield self._link("css", attributes["background"] or "")

    def _other(self, tag: str, node: LexborNode, is_visible: bool) -> Iterator[LinkFacts]:
        attributes = node.attributes
        if tag == "img":
            is_said = node.mem_id in self._unheard or has_alternative(attributes)
            yield from self._image(attributes, is_visible, is_said)
        elif tag == "area" and "href" in attributes:
            text = collapse(words_of(attributes))
            is_said = node.mem_id in self._unheard or has_name(attributes)
            yield self._link("area", attributes["href"] or "", text, is_visible, is_said)
        elif tag == "link" and attributes.get("href"):
            yield from self._head_link(attributes)
        elif tag in ("source", "video"):
            yield from self._media(attributes)
        elif tag == "style":
            yield from self._css(node.text())
        elif tag == "input":
            if attributes.get("src"):
                is_said = node.mem_id in self._unheard or has_name(attributes)
                text = collapse(words_of(attributes))
                yield self._link("img", attributes["src"] or "", text, is_visible, is_said)
        elif tag in _SIMPLE:
            kind, name = _SIMPLE[tag]
            value = attributes.get(name)
            if value and value.strip() and not _is_post(tag, attributes):
                yield self._link(kind, value, "", is_visible)

    def _read_anchor(self, node: LexborNode, is_visible: bool) -> LinkFacts | None:
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

    def _image(
        self, attributes: Attributes, is_visible: bool, is_said: bool
    ) -> Iterator[LinkFacts]:
        text = collapse(words_of(attributes))
        href = attributes.get("src")
        if href is not None:
            yield self._link("img", href, text, is_visible, is_said)
        for href in candidates(attributes.get("srcset") or ""):
            yield self._link("srcset", href, text, is_visible, is_said)

    def refresh(self, attributes: Attributes) -> Iterator[LinkFacts]:
        """Where the page sends its reader."""
        href = refresh_address(attributes.get("content") or "")
        if href:
            yield self._link("refresh", href)

    def _head_link(self, attributes: Attributes) -> Iterator[LinkFacts]:
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

    def _media(self, attributes: Attributes) -> Iterator[LinkFacts]:
        if attributes.get("src"):
            yield self._link("media", attributes["src"] or "")
        if attributes.get("poster"):
            yield self._link("poster", attributes["poster"] or "")
        for href in candidates(attributes.get("srcset") or ""):
            yield self._link("srcset", href)

    def _css(self, style: str) -> Iterator[LinkFacts]:
        for href in css.addresses(style):
            yield self._link("css", href)

    def _link(
        self,
        kind: LinkKind,
        href: str,
        text: str = "",
        is_visible: bool = True,
        has_text_alternative: bool | None = None,
    ) -> LinkFacts:
        target, fragment = self._join(self._base, href)
        return (kind, href, target, fragment, text, is_visible, False, has_text_alternative)


def _moved_down(link: Link, lines: int) -> Link:
    return replace(link, line=link.line + lines) if link.line and lines else link


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
