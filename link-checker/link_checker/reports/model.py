"""
What every report says, whatever its format: plain values, in the order in which they are told.

The JSON report is this and nothing else; its schema is published as `report.schema.json`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from link_checker.facts import Column, FetchState, SiteFacts
from link_checker.outcomes import RuleResult
from link_checker.scoring import Verdict

FORMAT: Literal["link-checker-report-1"] = "link-checker-report-1"


class RuleEntry(Struct, frozen=True, kw_only=True):
    """A rule that was asked."""

    name: str
    title: str
    """In Chinese."""
    remedy: str
    """What to do about its findings, in Chinese."""


class IndicatorsEntry(Struct, frozen=True, kw_only=True):
    """The printed standard that was judged by."""

    name: str
    title: str
    source: str


class Failure(Struct, frozen=True, kw_only=True):
    """An address that was asked for in vain."""

    url: str
    state: FetchState
    status: int
    reason: str
    """English key; empty when the status says it all."""
    linked_from: tuple[str, ...]
    """The first pages that link there."""


class SiteReport(Struct, frozen=True, kw_only=True):
    """One site: verdict, score, and everything they rest on."""

    facts: SiteFacts
    columns: tuple[Column, ...]
    verdict: Verdict
    results: tuple[RuleResult, ...]


class Report(Struct, frozen=True, kw_only=True):
    """An inspection from start to end."""

    format: Literal["link-checker-report-1"]
    as_of: str
    """The moment it was judged for, with its offset."""
    source: str
    """`crawl` or `folder`."""
    stopped: str
    """Why reading ended before its end; empty when it did not."""
    indicators: IndicatorsEntry
    rules: tuple[RuleEntry, ...]
    sites: tuple[SiteReport, ...]
    failures: tuple[Failure, ...]
