"""
A source: a table whose rows become records, and the tables that say something about its rows.

The outbox names a row by its source; `records` says what of the rows is public now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.apps import apps
from django.db.models import Model, QuerySet

from cms.core.triggers import Watched
from cms.feed.fields import Children, Field
from cms.feed.tree import Tree

Place = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it is now. `media` are the media it names, `stands` its place if it has one."""

    kind: str
    id: int
    data: dict[str, Any]
    media: frozenset[int] = frozenset()
    stands: Place | None = None


@dataclass(frozen=True, slots=True)
class Touch:
    """A row to look at."""

    source: str
    key: int


@dataclass(frozen=True)
class Outcome:
    """What became of a chunk of touched rows: ids that came, went, or changed."""

    keys: Collection[int]
    flipped: frozenset[int] = field(default_factory=frozenset)
    """Record ids that came into the feed or left it."""
    changed: frozenset[int] = field(default_factory=frozenset)
    """Record ids whose data changed, the flipped ones among them."""


class Source(Protocol):
    """What the exporter asks of a source."""

    name: str
    """Its name in the outbox."""
    table: str
    """The table its rows have their ids by."""
    kinds: tuple[str, ...]
    """The kinds its rows may be."""
    watched: tuple[Watched, ...]

    def all_rows(self) -> QuerySet[Any]:
        """Every row that may become a record."""

    def remember(self, keys: Collection[int], tree: Tree) -> None:
        """Keep the former place of each of those rows that moved since its last export."""

    def records(self, keys: Collection[int], tree: Tree, kinds: Collection[str]) -> list[Record]:
        """The records, of `kinds` alone, of those rows that are public now."""

    def consequences(self, outcome: Outcome, tree: Tree) -> Iterable[Touch]:
        """Further rows to look at, because these changed."""


class TableSource:
    """A source that is a model's whole table; its rows have no place and no consequences for others."""

    model: type[Model]

    def all_rows(self) -> QuerySet[Any]:
        """See `Source`."""
        return self.model._default_manager.all()

    def remember(self, keys: Collection[int], tree: Tree) -> None:
        """See `Source`."""

    def consequences(self, outcome: Outcome, tree: Tree) -> Iterable[Touch]:
        """See `Source`."""
        return ()


def watched_children(fields: Iterable[Field]) -> Iterator[Watched]:
    """The tables of list-valued fields."""
    children = {(each.model, each.parent) for each in fields if isinstance(each, Children)}
    for model, parent in sorted(children):
        yield Watched(apps.get_model(model)._meta.db_table, key=parent)
