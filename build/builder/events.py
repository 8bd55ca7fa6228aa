"""
What happens to a page after its publication, and is news of its own: it is corrected, amended, repealed,
or expires. A record tells its own events, and those of the documents that it changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from builder.dates import date_text
from builder.records import Ref

POLICY = "policy_document"
EFFECTS = {"amends": "amended", "replaces": "repealed", "repeals": "repealed"}
"""What a document does to another, and what that is then."""


class Event(NamedTuple):
    """What became of `page` on a day; `note` says more."""

    page: Ref
    what: str
    """``corrected``, ``amended``, ``repealed``, ``expired``"""
    day: str
    """``2026-03-01``"""
    note: str


def events_of(ref: Ref, record: Any) -> Iterator[Event]:
    """What the record of the page `ref` tells has happened, to itself and to others."""
    if record.corrected_on:
        yield Event(ref, "corrected", date_text(record.corrected_on), record.correction)
    if ref.kind != POLICY:
        return
    for what, day in own_marks(record):
        yield Event(ref, what, day, record.validity_basis)
    for change in record.changes:
        if change.is_in_effect and change.document != ref.id:
            changed = Ref(POLICY, change.document)
            yield Event(changed, EFFECTS[change.effect], date_text(change.on), "")


def own_marks(record: Any) -> Iterator[tuple[str, str]]:
    """The marks that a document bears by its own editor's word, with their days."""
    if record.amended_on and record.validity not in (None, "in_force"):
        yield "amended", date_text(record.amended_on)
    if record.repealed_on and record.validity == "repealed":
        yield "repealed", date_text(record.repealed_on)
    if record.expires_on and record.validity == "expired":
        yield "expired", date_text(record.expires_on)
