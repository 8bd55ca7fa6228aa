"""What the record of a document says of its life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cms.feed.fields import Children, Choice, References, closed, id_of
from cms.feed.pages import PAGES
from cms.policies.changes import Effect, Validity


class ValidityNow(Choice):
    """有效性 as it is today, as far as the document itself knows; null when its source did not say."""

    @property
    def lookups(self) -> tuple[str, ...]:
        return ("validity", "is_expired")

    def value(self, raw: Sequence[Any], references: References) -> str | None:
        validity, is_expired = raw
        if is_expired and validity != Validity.REPEALED:
            return str(Validity.EXPIRED)
        return validity or None


@dataclass(frozen=True)
class Changes(Children):
    """The documents that this one amends, replaces or repeals; `is_in_effect` once the day has come."""

    model: str = "policies.DocumentChange"
    parent: str = "document_id"
    columns: tuple[str, ...] = ("changed_id", "effect", "takes_effect_on", "is_in_effect")

    json = {
        "type": "array",
        "items": closed(
            {
                "document": id_of("policy_document"),
                "effect": {"type": "string", "enum": Effect.values},
                "on": {"type": "string", "format": "date"},
                "is_in_effect": {"type": "boolean"},
            }
        ),
    }

    def collect_item(self, row: Sequence[Any], references: References) -> None:
        references.want(PAGES, row[0])

    def item(self, row: Sequence[Any], references: References) -> dict[str, Any]:
        changed, effect, day, is_in_effect = row
        return {
            "document": references.id(PAGES, changed),
            "effect": effect,
            "on": day.isoformat(),
            "is_in_effect": bool(is_in_effect),
        }
