"""
The whole way: places into a snapshot, judged by rules, scored by indicators.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from link_checker.engine import Progress, judge
from link_checker.indicators import IndicatorSet, load_indicators
from link_checker.outcomes import Finding, RuleResult
from link_checker.reports.making import make_report
from link_checker.reports.model import Report
from link_checker.scoring import Verdict, score
from link_checker.snapshot import Snapshot


@dataclass(frozen=True)
class Inspection:
    """A snapshot and everything that was said of it."""

    snapshot: Snapshot
    results: tuple[RuleResult, ...]
    verdicts: Mapping[str, Verdict]
    """By the host of the site."""
    indicators: IndicatorSet

    @property
    def findings(self) -> Iterable[Finding]:
        """What stands, over all sites; what a person decides is not among it."""
        return (
            finding
            for result in self.results
            for finding in result.findings
            if not finding.needs_review
        )

    @cached_property
    def report(self) -> Report:
        """What the formats of a report are made of."""
        return make_report(self.snapshot, self.results, self.verdicts, self.indicators)


def judge_snapshot(
    snapshot: Snapshot, indicators: IndicatorSet | None = None, progress: Progress | None = None
) -> Inspection:
    """All rules over all sites of a snapshot, and a verdict on each."""
    chosen = indicators or load_indicators()
    results = judge(snapshot, parameters=chosen.parameters, progress=progress)
    verdicts = {site.host: score(results, chosen, site) for site in snapshot.sites}
    return Inspection(snapshot, tuple(results), verdicts, chosen)
