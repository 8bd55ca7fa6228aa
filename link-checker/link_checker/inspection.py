"""
The whole way: places into a snapshot, judged by rules, scored by indicators.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from link_checker.crawl import Limits, crawl
from link_checker.engine import Progress as Judging
from link_checker.engine import judge
from link_checker.errors import BadSnapshot, BadUse, NoPages
from link_checker.folder import read_folders
from link_checker.indicators import IndicatorSet, load_indicators
from link_checker.moments import now
from link_checker.outcomes import Finding, RuleResult
from link_checker.reports import FORMATS
from link_checker.reports.making import make_report
from link_checker.reports.model import Report
from link_checker.scoring import Verdict, score
from link_checker.snapshot import Snapshot

DEFAULT = "gb_2019_19"
Reading = Callable[[int, int], None]
"""Told how many addresses were read and how many are known to be left."""


@dataclass(frozen=True)
class Inspection:
    """A snapshot and everything that was said of it."""

    snapshot: Snapshot
    results: tuple[RuleResult, ...]
    verdicts: Mapping[str, Verdict]
    """By the host of the site."""
    indicators: IndicatorSet

    @property
    def findings(self) -> Iterator[Finding]:
        """What stands, over all sites; what a person decides is not among it."""
        for result in self.results:
            yield from (finding for finding in result.findings if not finding.needs_review)

    @cached_property
    def report(self) -> Report:
        """What the formats of a report are made of."""
        return make_report(self.snapshot, self.results, self.verdicts, self.indicators)

    def save(self, path: Path) -> None:
        """Writes a report; the suffix says which: `.html` or `.json`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(FORMATS[path.suffix.removeprefix(".")](self.report))


def inspect(
    targets: Sequence[str | Path],
    *,
    indicators: str = DEFAULT,
    as_of: datetime | None = None,
    hosts: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    snapshot: Path | str = ":memory:",
    resume: bool = False,
    reading: Reading | None = None,
    judging: Judging | None = None,
) -> Inspection:
    """
    Reads sites, all of them addresses or all of them folders, as one cluster, and judges them.

    Without `as_of` as of now. LinkCheckerError when it makes no sense or nothing could be read.
    """
    chosen = load_indicators(indicators)
    urls = [str(target) for target in targets if "://" in str(target)]
    folders = [Path(target) for target in targets if "://" not in str(target)]
    _check(urls, folders)
    moment = as_of or now()
    bounds = limits or Limits()
    if urls:
        read = crawl(
            urls, as_of=moment, hosts=hosts, snapshot=snapshot, limits=bounds, resume=resume,
            progress=reading,
        )  # fmt: skip
    else:
        read = read_folders(
            folders, as_of=moment, hosts=hosts, snapshot=snapshot, limits=bounds, progress=reading
        )
    if not any(site.page_count for site in read.sites):
        raise NoPages("没有读到任何网页。请确认网址能够打开，而且网站允许检查工具访问。")
    return _judge(read, chosen, judging)


def judge_again(
    snapshot: Path, *, indicators: str = DEFAULT, judging: Judging | None = None
) -> Inspection:
    """Judges what was read before, as of the moment it was read for."""
    kept = Snapshot.open(snapshot)
    if not kept.sites:
        raise BadSnapshot(f"{snapshot}：这个快照没有读完。请用 inspect 的 --resume 接着读完。")
    return _judge(kept, load_indicators(indicators), judging)


def _judge(snapshot: Snapshot, indicators: IndicatorSet, judging: Judging | None) -> Inspection:
    results = judge(snapshot, parameters=indicators.parameters, progress=judging)
    verdicts = {site.host: score(results, indicators, site) for site in snapshot.sites}
    return Inspection(snapshot, tuple(results), verdicts, indicators)


def _check(urls: list[str], folders: list[Path]) -> None:
    if not urls and not folders:
        raise BadUse(
            "没有写明检查什么。请写网址，例如 https://www.example.gov.cn/，或网站的文件夹。"
        )
    if urls and folders:
        raise BadUse("网址和文件夹不能一起检查。请分两次检查，或用 --host 写明文件夹的位置。")
    for folder in folders:
        if not folder.is_dir():
            raise BadUse(
                f"{folder}：没有这个文件夹。请检查路径；要检查网站，请写完整的网址，"
                "例如 https://www.example.gov.cn/。"
            )
