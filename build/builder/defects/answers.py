"""
What was put in on purpose, what was found, and how far the two agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Struct


class Answer(Struct, frozen=True, kw_only=True, order=True):
    """A fault that is there, as a rule should find it."""

    rule: str
    site: str
    """Name of the site's folder."""
    url: str
    target: str = ""
    label: str = ""
    """The sort of finding; empty when the rule knows no sorts or the sort does not matter here."""
    fault: str = ""
    """Which fault it is; not compared."""


class Found(Struct, frozen=True, kw_only=True):
    """What an inspection found: the part that is compared."""

    rule: str
    url: str
    target: str = ""
    label: str = ""


class AnswerList(Struct, frozen=True, kw_only=True):
    """The file beside the faulty sites."""

    as_of: str
    """The moment for which the faults of time are right: inspect as of this."""
    hosts: dict[str, str]
    """Every host name a site answers to → name of its folder."""
    answers: tuple[Answer, ...]


class Comparison(Struct, frozen=True, kw_only=True):
    """How an inspection did."""

    planted: int
    right: int
    missed: tuple[str, ...]
    """What was put in and not found, a line each."""
    false: tuple[str, ...]
    """What was found and not put in, a line each."""

    @property
    def precision(self) -> float:
        """The share of what was found that is there."""
        found = self.right + len(self.false)
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / self.planted if self.planted else 1.0


def read_answers(path: Path) -> AnswerList:
    """The answer list that `plant` wrote."""
    return msgspec.json.decode(path.read_bytes(), type=AnswerList)


def compare(expected: AnswerList, found: Iterable[Found]) -> Comparison:
    """
    Which answers were found how often; a finding counts once, and a host by any of its names.
    """
    sorted_rules = {answer.rule for answer in expected.answers if answer.label}
    wanted = Counter(_keys(expected.answers, expected.hosts, sorted_rules))
    got = Counter(_keys(found, expected.hosts, sorted_rules))
    return Comparison(
        planted=wanted.total(),
        right=(wanted & got).total(),
        missed=tuple(map(_line, sorted((wanted - got).elements()))),
        false=tuple(map(_line, sorted((got - wanted).elements()))),
    )


_Key = tuple[str, str, str, str]


def _keys(
    places: Iterable[Answer | Found], hosts: Mapping[str, str], sorted_rules: set[str]
) -> Iterator[_Key]:
    for place in places:
        label = place.label if place.rule in sorted_rules else ""
        yield place.rule, _place(place.url, hosts), _place(place.target, hosts), label


def _place(url: str, hosts: Mapping[str, str]) -> str:
    """An address by the folder of its site, however the host is called and characters are encoded."""
    parts = urlsplit(url)
    host = hosts.get(parts.hostname or "", parts.netloc)
    path = parts.path.removesuffix("index.html")
    query, fragment = (
        f"{mark}{text}" if text else ""
        for mark, text in (("?", parts.query), ("#", parts.fragment))
    )
    return unquote(f"{host}{path}{query}{fragment}")


def _line(key: _Key) -> str:
    return " ".join(part for part in key if part)
