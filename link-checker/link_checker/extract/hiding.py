"""
What a page hides: from everybody who looks at it, or from those who listen to it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAYBE = "[hidden], [style], [aria-hidden], marquee"
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|(?:^|[;\s])(?:width|height)\s*:\s*0(?:px|em|pt|%)?\s*(?:;|!|$)"
    r"|(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_NO_SIZE = re.compile(r"(?:^|[;\s])font-size\s*:\s*0(?:px|em|pt|%)?\s*(?:;|!|$)", re.IGNORECASE)
_OF_THEIR_OWN_SIZE = "img, svg, video, canvas, iframe, input, [style*='font-size']"
"""What letters of no size do not hide: they often stand around pictures, to leave no gap between."""
_UNHEARD = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_POINTS = frozenset({"0", "1", "2"})
_Attributes = dict[str, str | None]


class Hidden(NamedTuple):
    """Elements by their identity, with everything that stands inside them."""

    unseen: set[int]
    unheard: set[int]
    within: set[int]
    """What stands in something that hides any of it."""


def hidden_in(root: LexborHTMLParser | LexborNode) -> Hidden:
    """The elements that the page itself hides, as far as it tells."""
    hidden = Hidden(set(), set(), set())
    for node in root.css(_MAYBE):
        attributes = node.attributes
        is_unseen, is_unheard = _is_unseen(node.tag, attributes), _is_unheard(attributes)
        if is_unseen or is_unheard:
            inside = _with_all_inside(node)
            hidden.within.update(inside)
            if is_unseen:
                hidden.unseen.update(inside)
            if is_unheard:
                hidden.unheard.update(inside)
        elif _NO_SIZE.search(attributes.get("style") or ""):
            hidden.within.update(_with_all_inside(node))
            hidden.unseen.update(_of_no_size(node))
    return hidden


def _with_all_inside(node: LexborNode) -> set[int]:
    return {node.mem_id, *(inner.mem_id for inner in node.css("*"))}


def _of_no_size(root: LexborNode) -> set[int]:
    """What stands inside, but for what has a size of its own, what it stands in and what stands in it."""
    unseen = _with_all_inside(root)
    for node in root.css(_OF_THEIR_OWN_SIZE):
        if node.mem_id == root.mem_id:
            continue
        unseen -= _with_all_inside(node)
        parent = node.parent
        while parent is not None and parent.mem_id in unseen:
            unseen.discard(parent.mem_id)
            parent = parent.parent
    return unseen


def _is_unseen(tag: str | None, attributes: _Attributes) -> bool:
    if "hidden" in attributes:
        return True
    if tag == "marquee" and {attributes.get("width"), attributes.get("height")} & _POINTS:
        return True
    return bool(_UNSEEN.search(attributes.get("style") or ""))


def _is_unheard(attributes: _Attributes) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return bool(_UNHEARD.search(attributes.get("style") or ""))
