"""
From what an inspection knows to what a report says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from link_checker.facts import SiteFacts
from link_checker.indicators import IndicatorSet
from link_checker.outcomes import RuleResult
from link_checker.registry import all_rules
from link_checker.reports.model import (
    FORMAT,
    Failure,
    IndicatorsEntry,
    Report,
    RuleEntry,
    SiteReport,
)
from link_checker.scoring import Verdict
from link_checker.snapshot import Snapshot

_LINKING_PAGES = 5


def make_report(
    snapshot: Snapshot,
    results: Sequence[RuleResult],
    verdicts: Mapping[str, Verdict],
    indicators: IndicatorSet,
) -> Report:
    """Everything that any format shows."""
    return Report(
        format=FORMAT,
        as_of=snapshot.as_of.isoformat(),
        source=snapshot.notes.get("source", ""),
        stopped=snapshot.notes.get("stopped", ""),
        indicators=IndicatorsEntry(
            name=indicators.name, title=indicators.title, source=indicators.source
        ),
        rules=_rules(results),
        sites=tuple(_site(site, snapshot, results, verdicts) for site in snapshot.sites),
        failures=tuple(
            Failure(
                url=page.url,
                state=page.state,
                status=page.status,
                reason=page.reason,
                linked_from=tuple(snapshot.links_to(page.url, _LINKING_PAGES)),
            )
            for page in snapshot.failures()
        ),
    )


def _rules(results: Sequence[RuleResult]) -> tuple[RuleEntry, ...]:
    known = all_rules()
    names = dict.fromkeys(result.rule for result in results)
    return tuple(
        RuleEntry(name=name, title=known[name].text.title, remedy=known[name].text.remedy)
        for name in names
    )


def _site(
    site: SiteFacts,
    snapshot: Snapshot,
    results: Sequence[RuleResult],
    verdicts: Mapping[str, Verdict],
) -> SiteReport:
    return SiteReport(
        facts=site,
        columns=snapshot.columns(site.host),
        verdict=verdicts[site.host],
        results=tuple(result for result in results if result.site == site.host),
    )
