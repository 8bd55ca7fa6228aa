"""
Header, navigation and footer elements, which are the same on page after page: read once, then known by
their markup.
"""

from __future__ import annotations

from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from link_checker.extract.forms import forms
from link_checker.extract.heard import unheard_nodes
from link_checker.extract.links import PARTS, hidden_nodes, links_of_part
from link_checker.extract.memory import Memory, Part
from link_checker.extract.regions import is_within_content
from link_checker.extract.text import label_of, silence, text_of
from link_checker.facts import Heading

_SELECTOR = ", ".join(sorted(PARTS))
_HEADINGS = "h1, h2, h3, h4, h5, h6"


def take_parts(tree: LexborHTMLParser, base: str, memory: Memory) -> dict[int, Part]:
    """The outermost parts of a page by their nodes, which are empty afterwards."""
    nodes = tree.css(_SELECTOR)
    if not nodes:
        return {}
    hidden = hidden_nodes(tree)
    taken: dict[int, Part] = {}
    ids = {node.mem_id for node in nodes}
    for node in nodes:
        if node.mem_id in hidden or is_within_content(node) or _has_parent_in(node, ids):
            continue
        markup = node.html or ""
        taken[node.mem_id] = memory.part(base, markup, partial(_read, node, base, memory))
        _empty(node)
    return taken


def headings_of(root: LexborHTMLParser | LexborNode) -> tuple[Heading, ...]:
    """h1 to h6 with what they say, as those who listen meet them."""
    nodes = root.css(_HEADINGS)
    unheard = unheard_nodes(root) if nodes else set()
    return tuple(
        Heading(int((node.tag or "h1")[1]), label_of(node, {}))
        for node in nodes
        if node.mem_id not in unheard
    )


def ids_of(root: LexborHTMLParser | LexborNode) -> frozenset[str]:
    """What a fragment may point at."""
    ids = [node.attributes["id"] for node in root.css("[id]")]
    ids += [node.attributes["name"] for node in root.css("a[name]")]
    return frozenset(each for each in ids if each)


def _read(node: LexborNode, base: str, memory: Memory) -> Part:
    found = links_of_part(node, base, memory)
    found_forms, ids = tuple(forms(node)), ids_of(node)
    silence(node)
    return Part(node.tag or "", "", found, ids, headings_of(node), found_forms)._replace(
        text=text_of(node)
    )


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
