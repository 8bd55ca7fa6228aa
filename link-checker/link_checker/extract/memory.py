"""
What the pages of a site have in common, kept so that it is read once: frames repeat on every page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from link_checker.addresses import Joined, Joiner
from link_checker.facts import LinkKind

Join = Callable[[str, str], Joined]
AnchorFacts = tuple[LinkKind, str, str, str, str, bool, bool, None]
"""A link but for its line."""

_MOST = 20_000
_LONGEST = 1000
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Memory:
    """
    Joined addresses, links by their markup and folder, and texts by their markup.

    Bounded in number and size, whatever the pages are.
    """

    def __init__(self, join: Join | None = None) -> None:
        self.join: Join = join or Joiner()
        self._anchors: dict[tuple[str, str], AnchorFacts] = {}
        self._texts: dict[str, str] = {}
        self.anchor = self._anchors.get

    def keep_anchor(self, key: tuple[str, str], facts: AnchorFacts) -> None:
        """Remembers a link that depends on nothing but its markup and the folder of its page."""
        href = facts[1]
        if len(key[1]) <= _LONGEST and href and href[0] not in "#? \t\r\n":
            _keep(self._anchors, key, facts)

    def text(self, markup: str, read: Callable[[], str]) -> str:
        """The text of a part of a page, read when it was not seen before."""
        known = self._texts.get(markup)
        if known is None:
            known = read()
            if len(markup) <= 20 * _LONGEST:
                _keep(self._texts, markup, known, _MOST // 100)
        return known


def _keep(kept: dict[_Key, _Value], key: _Key, value: _Value, most: int = _MOST) -> None:
    if len(kept) >= most:
        kept.clear()
    kept[key] = value
