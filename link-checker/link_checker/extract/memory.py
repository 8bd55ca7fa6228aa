"""
What the pages of a site have in common, kept so that it is read once: frames repeat on every page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from link_checker.addresses import Joined, Joiner, folder_of, origin_of
from link_checker.facts import Form, Heading, Link, LinkKind

Join = Callable[[str, str], Joined]
LinkFacts = tuple[LinkKind, str, str, str, str, bool, bool, bool | None]
"""A link but for its line."""


class Place(NamedTuple):
    """Where links stand: what they lead to depends on the site or the folder of their page."""

    origin: str
    """Without a slash at its end: the uppermost folder is not the whole site."""
    folder: str


def place_of(base: str) -> Place:
    """The site and the folder of a page."""
    return Place(origin_of(base)[:-1], folder_of(base))


class Part(NamedTuple):
    """A header, navigation or footer: everything in it that is a fact of its page."""

    tag: str
    text: str
    links: tuple[LinkFacts, ...]
    ids: frozenset[str]
    headings: tuple[Heading, ...]
    forms: tuple[Form, ...]


class Frame(NamedTuple):
    """A part that is known by its source."""

    source: str
    attributes: str
    """What stands in its first tag after the name, and the end tag."""
    part: Part
    links: tuple[Link, ...]
    """Those of the part, on lines counted from its first; 0 where that is not known."""
    depends_on_page: bool
    """Whether some of them lead elsewhere on every page."""
    shown: dict[int, tuple[Link, ...]]
    """The same by the line on which the frame begins; filled as pages are read."""


def depends_on_page(href: str) -> bool:
    """Whether a link leads elsewhere on every page of a folder, or is not worth remembering."""
    return not href or href[0] in "#? \t\r\n"


_MOST = 30_000
_LONGEST = 1000
_MOST_PARTS = 200
_MOST_FRAMES = 20
"""At one place, of one tag."""
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
        self._frames: dict[tuple[str, str], list[Frame]] = {}

    def anchor(self, place: Place, markup: str) -> LinkFacts | None:
        """A link that was read before by its markup, on this site or in this folder."""
        known = self._anchors.get((place.origin, markup))
        return known or self._anchors.get((place.folder, markup))

    def keep_anchor(self, place: Place, markup: str, facts: LinkFacts) -> None:
        """Remembers a link that depends on nothing but its markup and the site or folder of its page."""
        if len(markup) <= _LONGEST and not depends_on_page(facts[1]):
            where = place.origin if is_absolute(facts[1]) else place.folder
            _keep(self._anchors, (where, markup), facts)

    def part(self, place: Place, markup: str) -> Part | None:
        """A part of a page that was read before by its markup."""
        return self._parts.get((place.origin, markup)) or self._parts.get((place.folder, markup))

    def keep_part(self, place: Place, markup: str, part: Part) -> None:
        """Remembers a part."""
        if len(markup) <= _LONGEST_PART:
            _keep(self._parts, (_where(place, part), markup), part, _MOST_PARTS)

    def frame(self, place: Place, tag: str, source: str, start: int) -> Frame | None:
        """What is known to stand at a place in the source of a page."""
        for where in place:
            for frame in self._frames.get((where, tag), ()):
                if source.startswith(frame.source, start):
                    return frame
        return None

    def keep_frame(self, place: Place, frame: Frame) -> None:
        """Remembers what a source comes to wherever it stands as a part of a page."""
        where = (_where(place, frame.part), frame.part.tag)
        known = self._frames.setdefault(where, [])
        if len(known) >= _MOST_FRAMES:
            known.clear()
        known.append(frame)


def _where(place: Place, part: Part) -> str:
    """On what pages the links of a part lead to the same."""
    is_same_everywhere = all(is_absolute(facts[1]) for facts in part.links)
    return place.origin if is_same_everywhere else place.folder


def is_absolute(href: str) -> bool:
    """Whether a link leads to the same from every page of a site that it is read on."""
    return depends_on_page(href) or href.startswith(("/", "http:", "https:"))


def _keep(kept: dict[_Key, _Value], key: _Key, value: _Value, most: int = _MOST) -> None:
    if len(kept) >= most:
        kept.clear()
    kept[key] = value
