"""
What the pages of a site have in common, kept so that it is read once: frames repeat on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from link_checker.addresses import Joined, Joiner, folder_of, origin_of
from link_checker.facts import Entry, Form, Heading, Link, LinkKind

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


@dataclass(slots=True)
class Item:
    """An item of a list, with nothing in it that is an item itself."""

    links: tuple[LinkFacts, ...]
    elements: int
    """How many stand inside."""
    anchors: int = 0
    """How many of them are links, once what is silent is gone."""
    entries: tuple[Entry, ...] | None = None
    """What it lists; None as long as it was met in frames only."""


def depends_on_page(href: str) -> bool:
    """Whether a link leads elsewhere on every page of a folder, or is not worth remembering."""
    return not href or href[0] in "#? \t\r\n"


LONGEST = 1000
"""Markup of a link or an item that is worth remembering."""
LONGEST_PART = 20_000
_MOST_FRAMES = 20
"""At one place, of one tag."""
_Value = TypeVar("_Value")


class Kept(Generic[_Value]):
    """Values by the site or folder where they hold, then by markup."""

    def __init__(self, most: int) -> None:
        self._most, self._count = most, 0
        self._by_place: dict[str, dict[str, _Value]] = {}

    def at(self, place: Place) -> tuple[Mapping[str, _Value], Mapping[str, _Value]]:
        """What holds on the whole site and what in the folder only, as known by now."""
        return self._by_place.get(place.origin, {}), self._by_place.get(place.folder, {})

    def keep(self, place: Place, links: Iterable[LinkFacts], markup: str, value: _Value) -> None:
        """Remembers what depends on nothing but its markup and where its `links` lead."""
        if self._count >= self._most:
            self._by_place.clear()
            self._count = 0
        self._count += 1
        self._by_place.setdefault(_where(place, links), {})[markup] = value


class Memory:
    """
    Joined addresses, links, items of lists and whole parts by their markup and folder.

    Bounded in number and size, whatever the pages are.
    """

    def __init__(self, join: Join | None = None) -> None:
        self.join: Join = join or Joiner()
        self.anchors: Kept[LinkFacts] = Kept(30_000)
        self.items: Kept[Item] = Kept(15_000)
        self.parts: Kept[Part] = Kept(200)
        self._frames: dict[tuple[str, str], list[Frame]] = {}

    def frame(self, place: Place, tag: str, source: str, start: int) -> Frame | None:
        """What is known to stand at a place in the source of a page."""
        for where in place:
            for frame in self._frames.get((where, tag), ()):
                if source.startswith(frame.source, start):
                    return frame
        return None

    def keep_frame(self, place: Place, frame: Frame) -> None:
        """Remembers what a source comes to wherever it stands as a part of a page."""
        where = (_where(place, frame.part.links), frame.part.tag)
        known = self._frames.setdefault(where, [])
        if len(known) >= _MOST_FRAMES:
            known.clear()
        known.append(frame)


def _where(place: Place, links: Iterable[LinkFacts]) -> str:
    """On which pages links lead to the same."""
    is_same_everywhere = all(is_absolute(facts[1]) for facts in links)
    return place.origin if is_same_everywhere else place.folder


def is_absolute(href: str) -> bool:
    """Whether a link leads to the same from every page of a site that it is read on."""
    return depends_on_page(href) or href.startswith(("/", "http:", "https:"))
