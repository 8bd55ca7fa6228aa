"""
The words in which a model declares what of it leaves the cms.

A field says where its raw value lies in the model's row (`lookups`), what it refers to (`collect`), and what
stands in the record (`value`). Raw values are read for many rows at once and references resolved in bulk,
so nothing here touches the database. This module imports no model: models import it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

from cms.core.lists import words
from sites.addresses import SHANGHAI

Schema = dict[str, Any]


class References(Protocol):
    """What fields may ask about other records."""

    def want(self, table: str, key: int) -> None:
        """Ask for the id of a row."""

    def want_file(self, table: str, key: int) -> None:
        """Ask for the id of a picture or attachment that may be gone."""

    def want_page(self, key: int) -> None:
        """Ask for kind and id of a page of any type, which may be gone."""

    def id(self, table: str, key: int) -> int:
        """The id of a row that was asked for."""

    def file(self, table: str, key: int) -> int | None:
        """The id of a picture or attachment that was asked for; None when it is gone."""

    def page(self, key: int) -> tuple[str, int] | None:
        """Kind and id of a page that was asked for; None when it is gone."""


@dataclass(frozen=True)
class Field:
    """A property of the record. `card` marks what lists and neighbours read."""

    name: str
    lookup: str = ""
    card: bool = False

    json: ClassVar[Schema] = {}

    @property
    def lookups(self) -> tuple[str, ...]:
        """Columns of the row the value is made from."""
        return (self.lookup or self.name,)

    def schema(self) -> Schema:
        """JSON Schema of the property."""
        return {**self.json, "x-card": True} if self.card else dict(self.json)

    def prepare(self, raw: Sequence[Any]) -> Sequence[Any]:
        """What `collect` and `value` get in place of the row's columns."""
        return raw

    def collect(self, raw: Sequence[Any], references: References) -> None:
        """Ask `references` for every record that `raw` names."""

    def value(self, raw: Sequence[Any], references: References) -> Any:
        """What stands in the record."""
        return raw[0]


class Text(Field):
    """A plain string, empty when absent."""

    json = {"type": "string"}


class Choice(Field):
    """One of a few words, or null."""

    json = {"type": ["string", "null"]}

    def value(self, raw: Sequence[Any], references: References) -> str | None:
        return raw[0] or None


class Words(Field):
    """A list of words, kept in one column with commas between them."""

    json = {"type": "array", "items": {"type": "string"}}

    def value(self, raw: Sequence[Any], references: References) -> list[str]:
        return words(raw[0])


class Flag(Field):
    """True or false."""

    json = {"type": "boolean"}

    def value(self, raw: Sequence[Any], references: References) -> bool:
        return bool(raw[0])


class Number(Field):
    """A whole number."""

    json = {"type": "integer"}


class OptionalNumber(Field):
    """A whole number or null."""

    json = {"type": ["integer", "null"]}


class Day(Field):
    """``2026-03-01`` or null."""

    json = {"type": ["string", "null"], "format": "date"}

    def value(self, raw: Sequence[Any], references: References) -> str | None:
        day: date | None = raw[0]
        return day.isoformat() if day else None


class Moment(Field):
    """``2026-03-01T09:30:00+08:00`` or null."""

    json = {"type": ["string", "null"], "format": "date-time"}

    def value(self, raw: Sequence[Any], references: References) -> str | None:
        return moment(raw[0])


@dataclass(frozen=True)
class Ref(Field):
    """
    The id of a record of one kind, or null. `table` is where the rows of that kind have their ids; with
    `kind`, the build knows who names the record.
    """

    table: str = ""
    is_optional: bool = True
    kind: str = ""

    def schema(self) -> Schema:
        shape: Schema = {"type": ["integer", "null"] if self.is_optional else "integer"}
        if self.kind:
            shape["x-kind"] = self.kind
        return {**shape, "x-card": True} if self.card else shape

    @property
    def lookups(self) -> tuple[str, ...]:
        return (self.lookup or f"{self.name}_id",)

    def collect(self, raw: Sequence[Any], references: References) -> None:
        if raw[0] is not None:
            references.want(self.table, raw[0])

    def value(self, raw: Sequence[Any], references: References) -> int | None:
        return None if raw[0] is None else references.id(self.table, raw[0])


@dataclass(frozen=True)
class Made(Field):
    """A property that the kind makes itself, from more than one column."""

    shape: Schema | None = None

    @property
    def lookups(self) -> tuple[str, ...]:
        return ()

    def schema(self) -> Schema:
        return {**(self.shape or {}), "x-card": True} if self.card else dict(self.shape or {})


@dataclass(frozen=True)
class Children(Field, ABC):
    """A list out of rows of another table that point at this one, in their order (`sort_order`)."""

    model: str = ""
    """``app.Model`` of the rows."""
    parent: str = ""
    """Their column that points at the record's row."""
    columns: tuple[str, ...] = ()
    """Columns of theirs that `item` gets."""

    @property
    def lookups(self) -> tuple[str, ...]:
        return ()

    def collect(self, raw: Sequence[Any], references: References) -> None:
        for row in raw:
            self.collect_item(row, references)

    def value(self, raw: Sequence[Any], references: References) -> list[Any]:
        return [self.item(row, references) for row in raw]

    @abstractmethod
    def collect_item(self, row: Sequence[Any], references: References) -> None:
        """Ask for the records that a row names."""

    @abstractmethod
    def item(self, row: Sequence[Any], references: References) -> Any:
        """A row's entry in the list."""


def moment(at: datetime | None) -> str | None:
    """A time as the feed writes it."""
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds") if at else None


def closed(properties: dict[str, Schema], **more: Any) -> Schema:
    """Schema of an object that has exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


def id_of(kind: str) -> Schema:
    """Schema of the id of a record of one kind, which the build can follow both ways."""
    return {"type": "integer", "x-kind": kind}


def page_ref(is_optional: bool = False) -> Schema:
    """Schema of a reference to a page of any type."""
    shape = closed({"kind": {"type": "string"}, "id": {"type": "integer"}})
    return {**({"anyOf": [shape, {"type": "null"}]} if is_optional else shape), "x-kind": "page"}
