"""
How deep elements lie in each other: parsing takes time with the square of it, and only harm nests
thousands.
"""

from __future__ import annotations

import re

DEEPEST = 2000
"""Browsers stop at 512."""

_SUSPICIOUS = 2 * DEEPEST
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)")
_NEVER_DEEP = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr
    p li dt dd tr td th tbody thead tfoot option script style
    """.split()  # noqa: SIM905
)


class NestedTooDeepError(Exception):
    """The document is not worth parsing."""


def check_nesting(source: str) -> None:
    """NestedTooDeepError when more elements than anybody means are open at a time."""
    if source.count("<") < _SUSPICIOUS:
        return
    depth = 0
    for match in _TAG.finditer(source):
        if match[2].lower() not in _NEVER_DEEP:
            depth = max(0, depth - 1) if match[1] else depth + 1
            if depth > DEEPEST:
                raise NestedTooDeepError
