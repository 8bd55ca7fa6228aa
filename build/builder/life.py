"""
The life of a document: whether it holds today, what later ones did to it, and what replaces it.

A document says of itself what its editors know; what other documents do to it stands in theirs, and
holds as long as they are public.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from builder.dates import date_text
from builder.events import EFFECTS, POLICY, own_marks
from builder.records import PolicyRecord, Ref
from builder.trace import derived_for_page
from builder.view import View

_STRONGEST_FIRST = ("repealed", "expired", "amended", "in_force")


class Mark(NamedTuple):
    """What becomes of a document on a day: by another one, or by its editor's word for a reason."""

    day: str
    """``2026-03-01``"""
    what: str
    """``amended``, ``repealed``, ``expired``"""
    by: Ref | None
    basis: str
    is_replaced: bool
    """The other document stands in its place."""
    is_in_effect: bool
    """The day has come."""


@derived_for_page
def validity_of(view: View, document: int) -> str:
    """``in_force``, ``amended``, ``repealed``, ``expired``; empty where nobody said."""
    card: Any = view.card(Ref(POLICY, document), "life")
    others = _marks_by_others(view, document)
    found = {card.validity, *(mark.what for mark in others if mark.is_in_effect)}
    return next((word for word in _STRONGEST_FIRST if word in found), "")


@derived_for_page
def successor_of(view: View, document: int) -> int | None:
    """The document that replaces this one; where that was replaced too, the last of the line."""
    line = [document]
    while (following := _replacement(view, line[-1])) is not None and following not in line:
        line.append(following)
    return line[-1] if len(line) > 1 else None


def marks_on(view: View, page: PolicyRecord) -> list[Mark]:
    """What became of a document and what is decided to become of it, oldest first."""
    own = (
        Mark(day, what, None, page.validity_basis or "", is_replaced=False, is_in_effect=True)
        for what, day in own_marks(page)
    )
    return sorted([*own, *_marks_by_others(view, page.id)], key=lambda mark: mark.day)


def told(marks: list[Mark]) -> list[Mark]:
    """Without the end of a term that a repeal came before: what does not hold runs no longer."""
    first = _first_repeal(marks)
    return [mark for mark in marks if mark.what != "expired" or not first or mark.day <= first]


def ran_to(view: View, document: int, day: str) -> bool:
    """Whether no repeal came before the end of its term on this day."""
    first = _first_repeal(_marks_by_others(view, document))
    return not first or day <= first


def _first_repeal(marks: list[Mark]) -> str:
    repeals = (mark.day for mark in marks if mark.what == "repealed" and mark.is_in_effect)
    return min(repeals, default="")


def _marks_by_others(view: View, document: int) -> list[Mark]:
    return sorted(_from_others(view, document), key=lambda mark: (mark.day, mark.by))


def _from_others(view: View, document: int) -> Iterator[Mark]:
    for by in view.named_by(Ref(POLICY, document), "changes"):
        if by.id == document or view.entry(by) is None:
            continue
        card: Any = view.card(by, "life")
        for change in card.changes:
            if change.document == document:
                yield Mark(
                    day=date_text(change.on),
                    what=EFFECTS[change.effect],
                    by=by,
                    basis="",
                    is_replaced=change.effect == "replaces",
                    is_in_effect=change.is_in_effect,
                )


def _replacement(view: View, document: int) -> int | None:
    """The document that replaced this one last."""
    found = [
        mark.by.id
        for mark in _marks_by_others(view, document)
        if mark.by and mark.is_replaced and mark.is_in_effect
    ]
    return found[-1] if found else None
