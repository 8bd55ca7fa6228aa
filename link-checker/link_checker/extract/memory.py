"""
What the pages of a site have in common, kept so that it is read once: frames repeat on every page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from link_checker.addresses import Joined, Joiner, folder_of, origin_of
from link_checker.facts import Form, Heading, LinkKind

Join = Callable[[str, str], Joined]
LinkFacts = tuple[LinkKind, str, str, str, str, bool, bool, bool | None]
"""A link but for its line."""


class Place(NamedTuple):
    """Where links stand: what they lead to depends on the site or the folder of their page."""

    origin: str
    folder: str


def place_of(base: str) -> Place:
    """The site and the folder of a page."""
    return Place(origin_of(base), folder_of(base))


class Part(NamedTuple):
    """A header, navigation or footer: everything in it that is a fact of its page."""

    tag: str
    text: str
    links: tuple[LinkFacts, ...]
    ids: frozenset[str]
    headings: tuple[Heading, ...]
    forms: tuple[Form, ...]


def depends_on_page(href: str) -> bool:
    """Whether a link leads elsewhere on every page of a folder, or is not worth remembering."""
    return not href or href[0] in "#? \t\r\n"


_MOST = 30_000
_LONGEST = 1000
_MOST_PARTS = 200
_LONGEST_PART = 20_000
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Memory:
    """
    Joined addresses, links and whole parts by their markup and folder.

    Bounded in number and size, whatever the pages are.
    """

    def __init__(self, join: Join | None = None) -> None:
        self.join: Join = join or Joiner()
        self._anchors: dict[tuple[str, str], LinkFacts] = {}
        self._parts: dict[tuple[str, str], Part] = {}

    def anchor(self, place: Place, markup: str) -> LinkFacts | None:
        """A link that was read before by its markup, on this site or in this folder."""
        known = self._anchors.get((place.origin, markup))
        return known or self._anchors.get((place.folder, markup))

    def keep_anchor(self, place: Place, markup: str, facts: LinkFacts) -> None:
        """Remembers a link that depends on nothing but its markup and the site or folder of its page."""
        if len(markup) <= _LONGEST and not depends_on_page(facts[1]):
            where = place.origin if is_absolute(facts[1]) else place.folder
            _keep(self._anchors, (where, markup), facts)

    def part(self, place: Place, markup: str, read: Callable[[], Part]) -> Part:
        """A part of a page by its markup, read when it was not seen before."""
        parts = self._parts
        known = parts.get((place.origin, markup)) or parts.get((place.folder, markup))
        if known is None:
            known = read()
            if len(markup) <= _LONGEST_PART:
                is_same_everywhere = all(is_absolute(facts[1]) for facts in known.links)
                where = place.origin if is_same_everywhere else place.folder
                _keep(parts, (where, markup), known, _MOST_PARTS)
        return known


def is_absolute(href: str) -> bool:
    """Whether a link leads to the same from every page of a site that it is read on."""
    return depends_on_page(href) or href.startswith(("/", "http:", "https:"))


def _keep(kept: dict[_Key, _Value], key: _Key, value: _Value, most: int = _MOST) -> None:
    if len(kept) >= most:
        kept.clear()
    kept[key] = value
