"""
Runs rules over a snapshot. A rule that crashes is `undecided`, its traceback kept, and the run goes on.

All page rules share one pass over the pages of a site; what is kept of a site is what was found.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from link_checker.facts import PageFacts, SiteFacts
from link_checker.outcomes import Finding, Outcome, RuleResult, Undecided, UndecidedReason
from link_checker.registry import AnyRule, Need, all_rules
from link_checker.snapshot import Snapshot

Progress = Callable[[SiteFacts, int], None]
"""Told the site and how many of its pages are judged, every hundred pages and at the end."""

_STEP = 100
_LACKING: dict[Need, str] = {
    "columns": "没有找到任何栏目，无法判断。请在网站上公布栏目清单，或检查首页的导航能否读取。",
    "home": "首页没有读到，无法判断。请确认首页地址可以访问后再次检查。",
}
_UNREAD = "没有读到这个网站的任何网页，无法判断。请确认网站可以访问后再次检查。"
_ENDED = "检查在读完整个网站之前停止，没有读到的网页无法判断。请放宽检查的上限后再次检查。"
_ENDINGS = frozenset({"pages", "seconds"})
"""Limits after which pages of the site itself were left unread."""
_CRASHED = "检查程序在这里出错，无法判断。请把报告中的出错信息反馈给检查工具的维护者。"


def judge(
    snapshot: Snapshot,
    rules: Collection[AnyRule] | None = None,
    parameters: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> list[RuleResult]:
    """
    What each rule says of each site: sites in the order of the snapshot, rules in theirs.

    Without `rules` all there are. `parameters` come from an indicator set; a rule that wants one
    that is not given answers `needs_data`.
    """
    chosen = tuple(all_rules().values() if rules is None else rules)
    return [
        result
        for site in snapshot.sites
        for result in _judge_site(
            site, _everything(snapshot, site), snapshot, chosen, parameters or {}, progress
        )
    ]


def judge_part(
    snapshot: Snapshot,
    pages: Mapping[str, Iterable[PageFacts]],
    rules: Collection[AnyRule],
    parameters: Mapping[str, Any],
) -> list[RuleResult]:
    """
    As `judge`, of these sites only, by their hosts; page rules are asked of these pages and style sheets
    and of no others.
    """
    return [
        result
        for host, part in pages.items()
        for result in _judge_site(
            snapshot.site(host), part, snapshot, tuple(rules), parameters, None
        )
    ]


def _everything(snapshot: Snapshot, site: SiteFacts) -> Iterator[PageFacts]:
    return chain(snapshot.pages(site.host), snapshot.stylesheets(site.host))


def _judge_site(
    site: SiteFacts,
    pages: Iterable[PageFacts],
    snapshot: Snapshot,
    rules: tuple[AnyRule, ...],
    parameters: Mapping[str, Any],
    progress: Progress | None,
) -> list[RuleResult]:
    tallies = {rule.name: _Tally(rule, site) for rule in rules}
    able = [tally for tally in tallies.values() if not tally.lacks(snapshot, parameters)]
    asked = [tally for tally in able if tally.rule.scope == "page"]
    if asked:
        _judge_pages(asked, site, pages, snapshot, progress)
    for tally in able:
        if tally.rule.scope == "site":
            given = {name: parameters[name] for name in tally.rule.parameters}
            places = len(snapshot.columns(site.host)) if "columns" in tally.rule.needs else 1
            tally.ask(site, site.home_url, snapshot, given, places)
    if not _ENDINGS.isdisjoint(snapshot.notes.get("stopped", "").split(",")):
        for tally in able:
            tally.leave_open()
    return [tally.result() for tally in tallies.values()]


def _judge_pages(
    tallies: list[_Tally],
    site: SiteFacts,
    pages: Iterable[PageFacts],
    snapshot: Snapshot,
    progress: Progress | None,
) -> None:
    by_kind: dict[str, list[_Tally]] = {}
    of_styles = [tally for tally in tallies if tally.rule.reads_styles]
    count = 0
    for page in pages:
        if page.content_type == "text/css":
            for tally in of_styles:
                tally.ask(page, page.url, snapshot)
            continue
        if page.kind not in by_kind:
            by_kind[page.kind] = [tally for tally in tallies if tally.concerns(page)]
        for tally in by_kind[page.kind]:
            tally.ask(page, page.url, snapshot)
        count += 1
        if progress and count % _STEP == 0:
            progress(site, count)
    if progress:
        progress(site, count)


class _Tally:
    """What one rule has said of one site so far."""

    def __init__(self, rule: AnyRule, site: SiteFacts) -> None:
        self.rule = rule
        self.site = site
        self.checked = 0
        self.is_complete = True
        self.findings: list[Finding] = []
        self.undecided: dict[tuple[str, str, str], Undecided] = {}
        self.traceback = ""

    def lacks(self, snapshot: Snapshot, parameters: Mapping[str, Any]) -> bool:
        """Whether something is missing without which the rule cannot be asked; says so if it is."""
        sentence = _lack(self.rule, self.site, snapshot, parameters)
        if sentence:
            reason: UndecidedReason = "needs_data" if self.site.page_count else "unreachable"
            self._take([Undecided(url=self.site.home_url, reason=reason, message=sentence)])
        return bool(sentence)

    def concerns(self, page: PageFacts) -> bool:
        return not self.rule.kinds or page.kind in self.rule.kinds

    def ask(
        self,
        subject: PageFacts | SiteFacts,
        url: str,
        snapshot: Snapshot,
        parameters: Mapping[str, Any] = {},
        places: int = 1,
    ) -> None:
        """Adds what the rule says of one page or of the site."""
        self.checked += places
        try:
            self._take(self.rule.check(subject, snapshot, **parameters))
        except Exception:
            self.traceback = self.traceback or traceback.format_exc()
            self._take([Undecided(url=url, reason="crashed", message=_CRASHED)])

    def leave_open(self) -> None:
        """There are pages that nobody read: what was not found may be there."""
        self.is_complete = False
        url = self.site.home_url
        self._take([Undecided(url=url, reason="insufficient_data", message=_ENDED)])

    def _take(self, answers: Iterable[Finding | Undecided]) -> None:
        for answer in answers:
            if isinstance(answer, Finding):
                self.findings.append(answer)
            else:
                # An address that answers nobody is one doubt, however many pages link to it.
                key = (answer.target or answer.url, answer.reason, answer.label)
                self.undecided.setdefault(key, answer)

    def result(self) -> RuleResult:
        return RuleResult(
            rule=self.rule.name,
            site=self.site.host,
            outcome=self._outcome(),
            findings=tuple(self.findings),
            undecided=tuple(self.undecided.values()),
            checked=self.checked,
            is_complete=self.is_complete,
            traceback=self.traceback,
        )

    def _outcome(self) -> Outcome:
        if self.traceback:
            return "undecided"
        if any(not finding.needs_review for finding in self.findings):
            return "failed"
        if self.findings:
            return "needs_review"
        if self.undecided:
            return "undecided"
        return "passed" if self.checked else "not_applicable"


def _lack(rule: AnyRule, site: SiteFacts, snapshot: Snapshot, parameters: Mapping[str, Any]) -> str:
    """The Chinese sentence on what the rule lacks here; empty when it lacks nothing."""
    if not site.page_count:
        return _UNREAD
    present = {
        "columns": lambda: bool(snapshot.columns(site.host)),
        "home": lambda: _has_home(site, snapshot),
    }
    for need in rule.needs:
        if not present[need]():
            return _LACKING[need]
    for name in rule.parameters:
        if name not in parameters:
            return f"检查指标没有给出规则所需的参数“{name}”，无法判断。请选用含有该参数的检查指标。"
    return ""


def _has_home(site: SiteFacts, snapshot: Snapshot) -> bool:
    """Whether the page at the site's first address was read and is a home page, not any page."""
    home = snapshot.page(snapshot.state(site.home_url).final_url)
    return home is not None and home.state == "ok" and home.kind == "home"
