"""
A printed table of indicators as structs: what each line says, which rules judge it, what it costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from link_checker.windows import Window

Part = Literal["veto", "deduction", "bonus"]
Mark = Literal["C", "C/M", "M"]
"""Confirmed in retrieved text; partly; from memory only."""
Count = Literal["places", "pages", "targets", "labels"]
"""What `each` and `at_least` count: findings, or the pages, targets or sorts that they name."""
Switch = Literal["services", "interaction", "new_media"]
Number = float | Literal["unknown"] | None
"""`unknown`: there is a number, but it was not confirmed; nothing is deducted by it."""


class Scale(Struct, frozen=True, kw_only=True):
    """How lines make a score."""

    deductions: int
    """Points of part two, from which is deducted."""
    pass_below: int
    """Less than this is not enough (不合格)."""
    bonus_above: int
    """Only above this does part three count."""
    bonus: int
    """Points that part three can add."""
    services: int
    """Points of 办事服务; without services the others are scaled up to the whole."""


class Indicator(Struct, frozen=True, kw_only=True):
    """One printed line."""

    id: str
    part: Part
    group: str
    title: str
    clause: str
    """The condition, in Chinese."""
    decider: str
    """A: from the pages alone; B: needs data of the cms; C: a person."""
    mark: Mark
    confirmed: str = ""
    """With mark `C/M`: which part was confirmed."""
    rules: tuple[str, ...] = ()
    """Rules whose findings count; none: the line is not judged yet."""
    labels: tuple[str, ...] = ()
    """Only findings of these sorts count; none: all."""
    judges: str = ""
    """What the rules judge of the line, where they do not judge all of it."""
    requires: Switch | None = None
    """The line does not concern a site that says it has no such thing."""
    count: Count = "places"
    at_least: int | Literal["unknown"] = 1
    """How many it takes to fail."""
    points: Number = None
    """Deducted (or, in part three, earned) once."""
    each: Number = None
    """Deducted for each that is counted."""
    cap: float | None = None
    """Never more than this is deducted under the line."""
    unconfirmed_points: float | None = None
    unconfirmed_each: float | None = None
    unconfirmed_at_least: int | None = None
    note: str = ""
    """What a reader should know about the numbers."""

    @property
    def is_unconfirmed(self) -> bool:
        """A number it takes to score the line was not confirmed."""
        return "unknown" in (self.points, self.each, self.at_least)


class RuleTreatment(Struct, frozen=True, kw_only=True):
    """What is to be done about the findings of one rule, whatever line counts them."""

    holds: bool = False
    """A finding keeps what was found in from going live, where the site is ours."""


class IndicatorSet(Struct, frozen=True, kw_only=True):
    """A printed standard."""

    name: str
    title: str
    source: str
    scale: Scale
    windows: tuple[Window, ...]
    indicators: tuple[Indicator, ...]
    treatments: Mapping[str, RuleTreatment] = {}
    """By the name of the rule."""

    @property
    def parameters(self) -> dict[str, Any]:
        """What rules may ask to be told."""
        return {"windows": self.windows}

    @property
    def rules(self) -> frozenset[str]:
        """Rules that some line names; any other is advisory."""
        return frozenset(rule for line in self.indicators for rule in line.rules)

    @property
    def holding(self) -> frozenset[str]:
        """Rules whose findings hold."""
        return frozenset(name for name, treatment in self.treatments.items() if treatment.holds)
