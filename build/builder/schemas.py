"""
Makes the records' classes from the feed's JSON schemas, so that a new page type is no code here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import GenericAlias
from typing import Annotated, Any, Literal, NamedTuple, Union

import msgspec

from builder.errors import FeedError
from builder.records import Ref

_SCALARS: dict[str, Any] = {
    # What SQLite can hold.
    "integer": Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)],
    "number": float,
    "boolean": bool,
    "null": None,
}
_STRING_FORMATS: dict[str, Any] = {
    "date": date,
    "date-time": Annotated[datetime, msgspec.Meta(tz=True)],
}


_ANY_PAGE = "page"
"""Stands for a kind where the name itself says which type of page it is."""


class Naming(NamedTuple):
    """
    A field that names records: their ids, or kind and id of pages of any type; one, several, or under
    `key` of objects.
    """

    field: str
    kind: str
    key: str

    def refs(self, record: Any) -> Iterator[Ref]:
        """What a record names there."""
        value = getattr(record, self.field)
        for each in value if isinstance(value, tuple) else (value,):
            name = getattr(each, self.key) if self.key else each
            if name is not None:
                yield Ref(name.kind, name.id) if self.kind == _ANY_PAGE else Ref(self.kind, name)


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of record: `data` decodes and validates what the feed carries, `record` what the store
    keeps (the same with the id), `card` the part that lists and neighbours read. `names` are the
    fields that name other records, `html` those that are HTML.
    """

    name: str
    is_page: bool
    fields: tuple[str, ...]
    card_fields: tuple[str, ...]
    names: tuple[Naming, ...]
    html: frozenset[str]
    data: msgspec.json.Decoder[Any]
    record: msgspec.json.Decoder[Any]
    card: msgspec.json.Decoder[Any]


@dataclass(frozen=True, slots=True)
class Schemas:
    """All kinds, and a digest that changes when any of them does."""

    kinds: Mapping[str, Kind]
    digest: str

    @property
    def page_types(self) -> tuple[str, ...]:
        """Names of the page types, sorted."""
        return tuple(sorted(kind.name for kind in self.kinds.values() if kind.is_page))


def page_names(kinds: Mapping[str, Kind], kind: str) -> Iterator[Naming]:
    """The fields of a kind that name pages, which can be asked who names them."""
    for naming in kinds[kind].names:
        if naming.kind == _ANY_PAGE or (naming.kind in kinds and kinds[naming.kind].is_page):
            yield naming


def load_schemas(folder: Path) -> Schemas:
    """
    Read `<kind>.json` of every kind in `folder`; refuses what cannot be read as a schema.
    """
    kinds: dict[str, Kind] = {}
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(folder.glob("*.json")):
        raw = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + raw)
        try:
            kinds[path.stem] = _kind(path.stem, json.loads(raw))
        except (ValueError, KeyError, TypeError) as error:
            raise FeedError(
                f"{path}：不是可用的记录模式（{error}）。请用 manage.py feed_schemas 重新生成。"
            ) from error
    if not kinds:
        raise FeedError(f"{folder}：没有记录模式。请用 manage.py feed_schemas 生成。")
    return Schemas(kinds, digest.hexdigest())


def _kind(name: str, schema: dict[str, Any]) -> Kind:
    properties: dict[str, Any] = schema["properties"]
    reader = _TypeReader(schema.get("$defs", {}))
    types = {key: reader.type_of(f"{name}_{key}", value) for key, value in properties.items()}
    cards = tuple(key for key, value in properties.items() if value.get("x-card"))
    record_types = {"id": int, **types}
    return Kind(
        name=name,
        is_page=bool(schema.get("x-page")),
        fields=tuple(properties),
        card_fields=cards,
        names=tuple(found for key, value in properties.items() for found in _names(key, value)),
        html=frozenset(
            key for key, value in properties.items() if value.get("contentMediaType") == "text/html"
        ),
        data=msgspec.json.Decoder(_struct(name, types)),
        record=msgspec.json.Decoder(_struct(f"{name}_record", record_types)),
        card=msgspec.json.Decoder(
            _struct(f"{name}_card", {key: record_types[key] for key in ("id", *cards)})
        ),
    )


def _names(field: str, schema: dict[str, Any], key: str = "") -> Iterator[Naming]:
    if "x-kind" in schema:
        yield Naming(field, schema["x-kind"], key)
    elif "items" in schema:
        yield from _names(field, schema["items"])
    elif not key:
        for name, part in schema.get("properties", {}).items():
            yield from _names(field, part, name)


def _struct(name: str, types: Mapping[str, Any]) -> type[msgspec.Struct]:
    return msgspec.defstruct(
        name, list(types.items()), frozen=True, gc=False, forbid_unknown_fields=True
    )


class _TypeReader:
    """Turns the small part of JSON Schema that docs/feed.md needs into Python types."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self._definitions = definitions

    def type_of(self, name: str, schema: dict[str, Any]) -> Any:
        if "$ref" in schema:
            target = schema["$ref"].rpartition("/")[2]
            return self.type_of(target, self._definitions[target])
        for word in ("anyOf", "oneOf"):
            if word in schema:
                return _union(self.type_of(name, part) for part in schema[word])
        if "enum" in schema or "const" in schema:
            return _literal(schema.get("enum", [schema.get("const")]))
        kinds = schema["type"]
        if isinstance(kinds, list):
            return _union(self._plain(name, kind, schema) for kind in kinds)
        return self._plain(name, kinds, schema)

    def _plain(self, name: str, kind: str, schema: dict[str, Any]) -> Any:
        if kind == "string":
            return _STRING_FORMATS.get(schema.get("format", ""), str)
        if kind == "array":
            return GenericAlias(tuple, (self.type_of(f"{name}_item", schema["items"]), ...))
        if kind == "object":
            return self._object(name, schema)
        return _SCALARS[kind]

    def _object(self, name: str, schema: dict[str, Any]) -> Any:
        if "properties" in schema:
            fields = schema["properties"].items()
            return _struct(name, {key: self.type_of(f"{name}_{key}", part) for key, part in fields})
        return GenericAlias(
            dict, (str, self.type_of(f"{name}_value", schema["additionalProperties"]))
        )


def _union(parts: Iterator[Any]) -> Any:
    return Union[tuple(parts)]  # noqa: UP007 - built at run time


def _literal(values: list[Any]) -> Any:
    return Literal[tuple(values)]
