"""
What those who listen to a page meet: which elements are passed over, and what gives a picture a name.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAYBE = "[hidden], [aria-hidden=true], [style*=none i], [style*=hidden i]"
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAMING = ("alt", "aria-label", "aria-labelledby", "title")
_DECORATION = frozenset({"none", "presentation"})


def unheard_nodes(tree: LexborHTMLParser | LexborNode) -> set[int]:
    """What stands inside elements that the page hides from everybody or from those who listen."""
    found: set[int] = set()
    for node in tree.css(_MAYBE):
        attributes = node.attributes
        if "hidden" in attributes or attributes.get("aria-hidden") == "true" or _hides(attributes):
            found.add(node.mem_id)
            found.update(inner.mem_id for inner in node.css("*"))
    return found


def _hides(attributes: dict[str, str | None]) -> bool:
    return bool(_HIDING.search(attributes.get("style") or ""))


def has_name(attributes: dict[str, str | None]) -> bool:
    """Whether a picture that leads somewhere or sends something says what it does."""
    return any((attributes.get(name) or "").strip() for name in _NAMING)


def has_alternative(attributes: dict[str, str | None]) -> bool:
    """Whether a picture has a name or says that it is decoration."""
    return "alt" in attributes or attributes.get("role") in _DECORATION or has_name(attributes)
