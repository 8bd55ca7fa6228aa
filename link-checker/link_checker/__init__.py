"""
The inspector: reads any government site into a snapshot, judges it by rules, scores it by indicators, reports.

Knows nothing of Django, Wagtail or Pelican; installs and runs alone. The public names are these:

    inspection = inspect(["https://www.example.gov.cn/"])
    inspection.verdicts["www.example.gov.cn"].final
    inspection.save(Path("report.html"))

They are loaded when first used, so that a command can say which extra is missing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from link_checker.crawl import Limits as Limits
    from link_checker.crawl import crawl as crawl_sites
    from link_checker.engine import judge as judge
    from link_checker.errors import BadSnapshot as BadSnapshot
    from link_checker.errors import LinkCheckerError as LinkCheckerError
    from link_checker.folder import read_folders as read_folders
    from link_checker.indicators import load_indicators as load_indicators
    from link_checker.inspection import Inspection as Inspection
    from link_checker.inspection import inspect as inspect
    from link_checker.outcomes import Finding as Finding
    from link_checker.registry import all_rules as all_rules
    from link_checker.snapshot import Snapshot as Snapshot
    from link_checker.staged import Judgement as Judgement
    from link_checker.staged import KeptFile as KeptFile
    from link_checker.staged import Reading as Reading
    from link_checker.staged import StagedCheck as StagedCheck
    from link_checker.staged import StagedFinding as StagedFinding
    from link_checker.staged import StagedSite as StagedSite

_PLACES = {
    "BadSnapshot": "errors",
    "Finding": "outcomes",
    "Inspection": "inspection",
    "Limits": "crawl",
    "Judgement": "staged",
    "KeptFile": "staged",
    "LinkCheckerError": "errors",
    "Snapshot": "snapshot",
    "Reading": "staged",
    "StagedCheck": "staged",
    "StagedFinding": "staged",
    "StagedSite": "staged",
    "all_rules": "registry",
    "crawl_sites": "crawl:crawl",
    "inspect": "inspection",
    "judge": "engine",
    "load_indicators": "indicators",
    "read_folders": "folder",
}

__all__ = [
    "BadSnapshot",
    "Finding",
    "Inspection",
    "Judgement",
    "KeptFile",
    "Limits",
    "LinkCheckerError",
    "Reading",
    "Snapshot",
    "StagedCheck",
    "StagedFinding",
    "StagedSite",
    "all_rules",
    "crawl_sites",
    "inspect",
    "judge",
    "load_indicators",
    "read_folders",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, original = _PLACES[name].partition(":")
    return getattr(import_module(f"{__name__}.{module}"), original or name)
