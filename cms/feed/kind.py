"""What a kind is: its name, the properties of its records, an example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cms.feed.fields import Field, Schema, closed


@dataclass(frozen=True)
class Kind:
    """A kind of record as the feed shows it; how its rows are read is another matter (`rows`)."""

    name: str
    fields: Sequence[Field]
    example_id: int
    example: dict[str, Any] = field(repr=False)
    is_page: bool = False

    def ordered(self, data: dict[str, Any]) -> dict[str, Any]:
        """`data` with its keys in the order of the declaration; raises KeyError where one lacks."""
        return {each.name: data[each.name] for each in self.fields}

    def schema(self) -> Schema:
        """JSON Schema of the record's `data`."""
        properties = {each.name: each.schema() for each in self.fields}
        marks = {"x-page": True} if self.is_page else {}
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.name,
            **closed(properties, **marks),
        }

    def example_line(self) -> dict[str, Any]:
        """A put line of the feed."""
        return {
            "op": "put",
            "kind": self.name,
            "id": self.example_id,
            "revision": 1,
            "data": self.example,
        }
