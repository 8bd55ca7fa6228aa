"""
Inspections of sites in memory, for reports.
"""

from __future__ import annotations

from link_checker.engine import judge
from link_checker.indicators import load_indicators
from link_checker.reports.making import make_report
from link_checker.reports.model import Report
from link_checker.scoring import score
from link_checker.snapshot import Snapshot


def a_report(snapshot: Snapshot) -> Report:
    """What all rules and the national indicators say of a snapshot."""
    indicators = load_indicators()
    results = judge(snapshot, parameters=indicators.parameters)
    verdicts = {site.host: score(results, indicators, site) for site in snapshot.sites}
    return make_report(snapshot, results, verdicts, indicators)
