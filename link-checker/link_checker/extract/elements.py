"""
The elements of a page, met in one walk: selecting them one kind at a time would be a walk for each.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

_SILENT = frozenset({"script", "style", "noscript", "template", "title"})


@dataclass(frozen=True)
class Elements:
    """Of a page or a part of it."""

    in_order: list[tuple[str, LexborNode]]
    """Each with its tag, in document order."""
    by_tag: defaultdict[str, list[LexborNode]]

    def silence(self) -> None:
        """Takes out of the tree what is never shown as text; what lies inside goes before it."""
        for tag, node in reversed(self.in_order):
            if tag in _SILENT:
                node.decompose()


def elements_of(root: LexborNode | None) -> Elements:
    """What stands in a tree as it is now."""
    in_order = [(node.tag or "", node) for node in root.traverse()] if root is not None else []
    by_tag = defaultdict(list)
    for tag, node in in_order:
        by_tag[tag].append(node)
    return Elements(in_order, by_tag)
