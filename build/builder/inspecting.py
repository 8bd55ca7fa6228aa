"""
Lets the inspector look at what was built. It is an extra of its own: `check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from builder.errors import BuildError, RefusedError

if TYPE_CHECKING:
    from link_checker import Inspection

REPORTS = "reports"
"""Name of the folder beside the sites' own where reports are put."""

_WORDS = {"qualified": "合格", "unqualified": "不合格"}


class NoInspectorError(BuildError):
    """The extra `check` is not installed."""


def inspect_folders(
    folders: Iterable[Path], report: Path, as_of: datetime | None = None
) -> Inspection:
    """
    Inspects built sites as one cluster; `report` becomes the HTML report, with the JSON one beside it.

    NoInspectorError, naming the extra, when the inspector is not installed.
    """
    return inspect_places([str(folder) for folder in folders], report, as_of)


def inspect_places(
    targets: list[str],
    report: Path,
    as_of: datetime | None = None,
    hosts: Mapping[str, str] | None = None,
) -> Inspection:
    """
    The same for folders or addresses; `hosts` says where names are to be found.
    """
    try:
        from link_checker import LinkCheckerError, inspect
    except ModuleNotFoundError as error:
        raise NoInspectorError(
            f"缺少组件 {error.name}，不能检查生成的网站。请先安装检查工具：pip install 'zhanqun[check]'。"
        ) from None
    try:
        inspection = inspect(targets, as_of=as_of, hosts=hosts)
    except LinkCheckerError as error:
        raise RefusedError(str(error)) from error
    for suffix in (".html", ".json"):
        inspection.save(report.with_suffix(suffix))
    return inspection


def lines_of(inspection: Inspection) -> list[str]:
    """A line for each site: verdict, score, findings."""
    counts = dict.fromkeys(inspection.verdicts, 0)
    for result in inspection.results:
        counts[result.site] += sum(not finding.needs_review for finding in result.findings)
    lines = []
    for site in inspection.snapshot.sites:
        verdict = inspection.verdicts[site.host]
        score = "不计分" if verdict.final is None else f"{verdict.final:g} 分"
        word = "暂定" * verdict.is_provisional + _WORDS[verdict.verdict]
        lines.append(f"{site.name or site.host}：{word}，{score}，问题 {counts[site.host]} 处")
    return lines
