"""
The items of lists: a link and the date beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborNode

from link_checker.extract.dates import find_date
from link_checker.extract.links import ITEMS
from link_checker.extract.memory import Item, LinkFacts
from link_checker.extract.text import collapse
from link_checker.facts import Entry

_ITEMS = frozenset({"li", "tr", "dd", "dt", "article"})
_ANCHORS_AND_ITEMS = ", ".join(["a[href]", *sorted(ITEMS)])
_CLIMB = frozenset(
    {"span", "p", "h2", "h3", "h4", "h5", "div", "td", "font", "b", "strong", "em", "dl"}
)
_STEPS = 4
_BESIDE = 160
"""So long may everything in an item be that is not its title: a date, a document number, a summary."""
_BESIDE_IN_TEXT = 60
"""The same where the link stands in no item: more than this is running text."""
_SHORT = 24
_TITLE = 5
"""An undated link of fewer characters is a button or a name, not an item of news."""
_FEW = 3
_ENDS_IN_A_DATE = re.compile(r"\d日?\s*[\])）］]?$")


def entries(
    root: LexborNode, anchors: Mapping[int, LinkFacts], items: Mapping[int, Item]
) -> Iterator[Entry]:
    """
    The items in what is the page's own. An item without a date counts where it stands in a list of its own.

    `anchors` are the links of the page by their elements; those in `items` are not among them.
    """
    seen: set[int] = set()
    following = 0
    for node in root.css(_ANCHORS_AND_ITEMS):
        if following:
            following -= 1
        elif node.tag == "a":
            yield from _entry(node, anchors, seen)
        elif (item := items.get(node.mem_id)) is not None:
            if item.entries is None:
                _read_item(node, item, anchors)
            yield from item.entries or ()
            following = item.anchors


def _read_item(node: LexborNode, item: Item, anchors: Mapping[int, LinkFacts]) -> None:
    seen: set[int] = set()
    inside = node.css("a[href]")
    item.anchors = len(inside)
    item.entries = tuple(entry for anchor in inside for entry in _entry(anchor, anchors, seen))


def _entry(node: LexborNode, anchors: Mapping[int, LinkFacts], seen: set[int]) -> Iterator[Entry]:
    """The item that a link makes, unless it stands in an item that was `seen` before."""
    _, _, target, _, text, *_ = anchors[node.mem_id]
    if len(text) < 2 or not target:
        return
    item, date = _date_beside(node, text, target)
    if item is not None and item.mem_id in seen:
        return
    if date or (item is not None and len(text) >= _TITLE):
        if item is not None:
            seen.add(item.mem_id)
        yield Entry(_fuller(node, text), target, date)


def _date_beside(node: LexborNode, text: str, target: str) -> tuple[LexborNode | None, str]:
    """The item a link stands in, None when it is in none, and the date shown there."""
    date = find_date(text[-20:], target) if _ENDS_IN_A_DATE.search(text[-4:]) else ""
    around = node.parent
    for _ in range(_STEPS):
        tag = around.tag if around is not None else None
        is_item = tag in _ITEMS
        if around is None or not (is_item or tag in _CLIMB):
            break
        if not date:
            rest = around.text(separator=" ").replace(text, " ", 1)
            if len(rest) > (_BESIDE if is_item else _BESIDE_IN_TEXT):
                return (around if is_item else None), ""
            date = find_date(rest, target)
            if date and len(rest) > _SHORT and len(around.css("a[href]")) > _FEW:
                return (around if is_item else None), ""
        if is_item:
            return around, date
        if date:
            break
        around = around.parent
    return None, date


def _fuller(node: LexborNode, text: str) -> str:
    """The title attribute where the list cuts the title short."""
    if not text.endswith(("…", "..")):
        return text
    title = collapse(node.attributes.get("title") or "")
    return title if title.startswith(text.rstrip("….")) else text
