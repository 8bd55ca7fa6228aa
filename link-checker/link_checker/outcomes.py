"""
What rules answer: findings, what is undecided, and the five outcomes of a rule over a site.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Outcome = Literal["passed", "failed", "not_applicable", "undecided", "needs_review"]
UndecidedReason = Literal["needs_data", "insufficient_data", "unreachable", "crashed"]


class Finding(Struct, frozen=True, kw_only=True):
    """One place where a rule found something."""

    url: str
    """The page, or the column's address."""
    message: str
    """A whole Chinese sentence: what is wrong here."""
    target: str = ""
    """The address it leads to, where the finding is about a link."""
    evidence: str = ""
    """An excerpt, at most 200 characters, personal numbers masked."""
    line: int = 0
    label: str = ""
    """Which of the sorts that the rule declares; an indicator may count only some of them."""
    needs_review: bool = False
    """A person decides; never deducts anything."""


class Undecided(Struct, frozen=True, kw_only=True):
    """A place where a rule cannot know."""

    url: str
    reason: UndecidedReason
    message: str = ""
    target: str = ""
    label: str = ""
    """The sort of finding that might have been; empty when it may have been any."""


class RuleResult(Struct, frozen=True, kw_only=True):
    """One rule over one site."""

    rule: str
    site: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    checked: int = 0
    """How many places the rule looked at."""
    is_complete: bool = True
    """False when reading ended before the whole site was read: there may be more to find."""
    traceback: str = ""
    """Of a rule that crashed."""
