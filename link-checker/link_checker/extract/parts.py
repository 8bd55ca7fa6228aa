"""
Header, navigation and footer elements, which are the same on page after page: read once, then known by
their markup.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from link_checker.extract.elements import Elements, elements_of
from link_checker.extract.forms import forms
from link_checker.extract.frames import Framed, frame_at, learn
from link_checker.extract.hiding import hidden_in
from link_checker.extract.links import PARTS, Reader, links_of_part
from link_checker.extract.memory import LONGEST_PART, Frame, Memory, Part, place_of
from link_checker.extract.regions import is_within_content
from link_checker.extract.text import label_of, text_of
from link_checker.facts import Heading

_SELECTOR = ", ".join(sorted(PARTS))
_WRITTEN_ID = re.compile(r"(?:%3C|<)\w+ [^%<>]*?\bid=\\?[\"']([\w-]+)")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Parts(NamedTuple):
    """The outermost parts of a page by their nodes."""

    all: dict[int, Part]
    framed: dict[int, Frame]
    """Those among them that were known by their source."""


def take_parts(
    tree: LexborHTMLParser, base: str, memory: Memory, unseen: set[int], framed: Framed
) -> Parts:
    """The parts of a page, whose nodes are empty afterwards."""
    parts = Parts({}, {})
    place = place_of(base)
    for node in _outermost_parts(tree, unseen):
        frame = frame_at(node, framed)
        if frame is not None:
            parts.all[node.mem_id], parts.framed[node.mem_id] = frame.part, frame
            continue
        markup = node.html or ""
        of_site, of_folder = memory.parts.at(place)
        known = of_site.get(markup) or of_folder.get(markup)
        part = known or _read(node, base, memory)
        parts.all[node.mem_id] = part
        _empty(node)
        if known is None and len(markup) <= LONGEST_PART:
            memory.parts.keep(place, part.links, markup, part)
        elif known is not None:
            learn(part, markup, node, framed, place, memory)
    return parts


def _outermost_parts(tree: LexborHTMLParser, unseen: set[int]) -> list[LexborNode]:
    nodes = tree.css(_SELECTOR)
    ids = {node.mem_id for node in nodes}
    return [
        node
        for node in nodes
        if not (node.mem_id in unseen or is_within_content(node) or _has_parent_in(node, ids))
    ]


def headings_of(elements: Elements, unheard: set[int]) -> tuple[Heading, ...]:
    """h1 to h6 with what they say, as those who listen meet them."""
    return tuple(
        Heading(int(tag[1]), label_of(node, {}))
        for tag, node in elements.in_order
        if tag in _HEADINGS and node.mem_id not in unheard
    )


def ids_of(root: LexborHTMLParser | LexborNode) -> frozenset[str]:
    """What a fragment may point at, the elements that a script of the page writes included."""
    found: list[str | None] = []
    for node in root.css("[id], a[name], script:not([src])"):
        attributes = node.attributes
        found.append(attributes.get("id"))
        if node.tag == "a":
            found.append(attributes.get("name"))
        elif node.tag == "script" and "document.write" in (text := node.text()):
            found += _WRITTEN_ID.findall(text)
    return frozenset(filter(None, found))


def _read(node: LexborNode, base: str, memory: Memory) -> Part:
    elements, hidden = elements_of(node), hidden_in(node)
    found = links_of_part(node, elements, Reader(base, memory, hidden))
    found_forms, ids = tuple(forms(elements)), ids_of(node)
    elements.silence()
    headings = headings_of(elements, hidden.unheard)
    text = text_of(node, elements.by_tag)
    return Part(node.tag or "", text, found, ids, headings, found_forms)


def _has_parent_in(node: LexborNode, ids: set[int]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in ids:
            return True
        parent = parent.parent
    return False


def _empty(node: LexborNode) -> None:
    child = node.first_child
    while child is not None:
        following = child.next
        child.decompose()
        child = following
