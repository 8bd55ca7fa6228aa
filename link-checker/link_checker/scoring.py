"""
Outcomes and indicators make a verdict: one pure function, `score`.

A veto ends it. Else deductions are taken off the points of part two, each problem once and never more
than a line's cap; without services the rest is scaled up to the whole; above the threshold the bonus
is added. What is undecided, for a person to decide, or worth a number nobody confirmed, takes nothing.
Numbers are exact until they are shown, rounded to two places.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

import msgspec
from msgspec import Struct

from link_checker.facts import SiteFacts
from link_checker.indicators.model import Indicator, IndicatorSet, Number, Part
from link_checker.outcomes import Finding, Outcome, RuleResult

_NOT_FOR = {
    "services": "网站没有办事服务，此项不适用。",
    "interaction": "网站没有互动交流，此项不适用。",
    "new_media": "此项检查政务新媒体，不适用于网站。",
}


class Line(Struct, frozen=True, kw_only=True):
    """An indicator and what came of it."""

    indicator: Indicator
    outcome: Outcome
    found: int
    """As the indicator counts: places, pages, targets or sorts."""
    to_review: int = 0
    undecided: int = 0
    deducted: float = 0.0
    """In part three: earned."""
    is_judged: bool = True
    """False where no rule judges the line."""
    note: str = ""
    """A Chinese sentence on why it is so."""


class Step(Struct, frozen=True, kw_only=True):
    """One step of the arithmetic."""

    text: str
    change: float
    total: float


class Verdict(Struct, frozen=True, kw_only=True):
    """What a site is worth by a set of indicators, and how that was reckoned."""

    site: str
    indicators: str
    verdict: Literal["qualified", "unqualified"]
    is_provisional: bool
    """Some line that could change the verdict was not, or not wholly, judged."""
    vetoes: tuple[str, ...]
    """Ids of the veto lines that were hit."""
    score: float | None
    """Part two, scaled; None after a veto."""
    bonus: float
    final: float | None
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]
    advisory: tuple[str, ...]
    """Rules that ran but that no line names: advice (建议)."""

    def part(self, part: Part) -> tuple[Line, ...]:
        """The lines of one part, in order."""
        return tuple(line for line in self.lines if line.indicator.part == part)


def score(results: Sequence[RuleResult], indicators: IndicatorSet, site: SiteFacts) -> Verdict:
    """
    The verdict on one site; results of other sites are passed over.
    """
    own = {result.rule: result for result in results if result.site == site.host}
    judged = [_judge(line, own, site) for line in indicators.indicators]
    vetoes = [line for line in judged if line.indicator.part == "veto" and line.outcome == "failed"]
    if vetoes:
        return _verdict(
            site, indicators, own, _unscored(judged), [_veto_step(line) for line in vetoes], None
        )
    return _scored(judged, own, indicators, site)


def findings_of(indicator: Indicator, results: Iterable[RuleResult], host: str) -> list[Finding]:
    """The findings that count under a line, those for a person included, in the order of its rules."""
    by_rule = {result.rule: result for result in results if result.site == host}
    return [
        finding
        for rule in indicator.rules
        if rule in by_rule
        for finding in by_rule[rule].findings
        if not indicator.labels or finding.label in indicator.labels
    ]


def _judge(line: Indicator, results: dict[str, RuleResult], site: SiteFacts) -> Line:
    """Outcome of a line, nothing deducted yet."""
    switch = line.requires
    if switch is not None and getattr(site, f"has_{switch}", False) is False:
        return Line(indicator=line, outcome="not_applicable", found=0, note=_NOT_FOR[switch])
    if not line.rules:
        note = "此项还没有规则，未判断。"
        return Line(indicator=line, outcome="undecided", found=0, is_judged=False, note=note)
    chosen = [results[rule] for rule in line.rules if rule in results]
    found = findings_of(line, [result for result in chosen if not result.traceback], site.host)
    hard = _count(line, [finding for finding in found if not finding.needs_review])
    every = _count(line, found)
    doubts = sum(
        1
        for result in chosen
        for doubt in result.undecided
        if not line.labels or doubt.label in ("", *line.labels)
    )
    outcome, note = _outcome(line, hard, every, doubts, chosen)
    return Line(
        indicator=line,
        outcome=outcome,
        found=hard,
        to_review=every - hard,
        undecided=doubts,
        is_judged=bool(chosen),
        note=note,
    )


def _outcome(
    line: Indicator, hard: int, every: int, doubts: int, results: list[RuleResult]
) -> tuple[Outcome, str]:
    """What the counts come to, and the sentence that goes with it."""
    if len(results) < len(line.rules):
        return "undecided", "本次检查没有运行此项的规则，未判断。"
    if any(result.traceback for result in results):
        return "undecided", "规则运行出错，未判断。"
    if all(result.outcome == "not_applicable" for result in results):
        return "not_applicable", "网站没有此项所查的网页或栏目，此项不适用。"
    if line.at_least == "unknown":
        if every or doubts:
            return "undecided", "数值未核实：判定此项所需的数量没有得到确认，未判断。"
    elif hard >= line.at_least:
        return "failed", ""
    elif every >= line.at_least:
        return "needs_review", "需人工核对后才能判断。"
    elif every + doubts >= line.at_least or any(map(_is_open_ended, results)):
        return "undecided", "有的地方无法判断，见未判断的内容。"
    if line.judges:
        return "undecided", f"只判断了{line.judges}，没有发现问题；其余内容未判断。"
    return "passed", ""


def _is_open_ended(result: RuleResult) -> bool:
    """It could look nowhere, or not everywhere: its one doubt stands for any number of problems."""
    return not result.is_complete or bool(result.undecided and not result.checked)


def _count(line: Indicator, findings: list[Finding]) -> int:
    if line.count == "places":
        return len(findings)
    if line.count == "pages":
        return len({finding.url for finding in findings})
    if line.count == "targets":
        return len({finding.target or finding.url for finding in findings})
    return len({finding.label for finding in findings})


def _unscored(lines: list[Line]) -> list[Line]:
    return [
        _with(line, note="已被单项否决，不再计分。")
        if line.indicator.part != "veto" and line.outcome == "failed"
        else line
        for line in lines
    ]


def _veto_step(line: Line) -> Step:
    title = f"{line.indicator.id} {line.indicator.title}"
    return Step(
        text=f"单项否决：{title}，发现 {line.found} 处，判为不合格，不再计分。", change=0, total=0
    )


def _scored(
    judged: list[Line], results: dict[str, RuleResult], indicators: IndicatorSet, site: SiteFacts
) -> Verdict:
    """Parts two and three."""
    scale = indicators.scale
    reckoning = _Reckoning(scale.deductions, "扣分指标满分")
    if site.has_services is False:
        reckoning.add("网站没有办事服务，不计这一组的分值", Fraction(-scale.services))
    taken: set[tuple[str, Finding]] = set()
    lines = [
        _deduct(line, results, taken, reckoning)
        if line.indicator.part == "deduction" and line.outcome == "failed"
        else line
        for line in judged
    ]
    if site.has_services is False:
        factor = Fraction(scale.deductions, scale.deductions - scale.services)
        text = f"其余各组按 {factor.numerator}/{factor.denominator} 折算"
        reckoning.add(text, reckoning.total * (factor - 1))
    reached = reckoning.total
    lines = [
        _reward(line, reached, indicators, reckoning) if line.indicator.part == "bonus" else line
        for line in lines
    ]
    return _verdict(site, indicators, results, lines, reckoning.steps, (reached, reckoning.total))


class _Reckoning:
    """A running total and how it came about."""

    def __init__(self, start: int, text: str) -> None:
        self.total = Fraction(start)
        self.steps = [Step(text=text, change=float(start), total=float(start))]

    def add(self, text: str, change: Fraction) -> None:
        self.total += change
        self.steps.append(Step(text=text, change=_shown(change), total=_shown(self.total)))


def _deduct(
    line: Line,
    results: dict[str, RuleResult],
    taken: set[tuple[str, Finding]],
    reckoning: _Reckoning,
) -> Line:
    """The line with what it costs: problems that cost nothing yet, up to its cap and to nothing left."""
    indicator = line.indicator
    if indicator.is_unconfirmed:
        return _with(line, note="数值未核实：分值没有得到确认，不扣分。")
    problems = [
        (rule, finding)
        for rule in indicator.rules
        for finding in findings_of(indicator, [results[rule]], results[rule].site)
        if not finding.needs_review
    ]
    fresh = [problem for problem in problems if problem not in taken]
    if not fresh:
        return _with(line, note="这些问题已在其他指标中扣分，不重复扣分。")
    count = _count(indicator, [finding for _, finding in fresh])
    worth = _exact(indicator.points) + _exact(indicator.each) * count
    if indicator.cap is not None:
        worth = min(worth, _exact(indicator.cap))
    worth = min(worth, reckoning.total)
    taken.update(fresh)
    if worth:
        reckoning.add(f"{indicator.id} {indicator.title}：发现 {count} 处", -worth)
    doubled = len(problems) - len(fresh)
    note = f"其中 {doubled} 处已在其他指标中扣分，不重复扣分。" if doubled else ""
    return _with(line, deducted=_shown(worth), note=note)


def _reward(line: Line, reached: Fraction, indicators: IndicatorSet, reckoning: _Reckoning) -> Line:
    """A line of part three with what it earns."""
    scale, indicator = indicators.scale, line.indicator
    if reached <= scale.bonus_above:
        note = f"得分没有超过 {scale.bonus_above} 分，不进入加分项。"
        return _with(line, outcome="not_applicable", note=note)
    if line.outcome != "passed":
        return line
    if indicator.is_unconfirmed:
        return _with(line, note="数值未核实：分值没有得到确认，不加分。")
    left = reached + scale.bonus - reckoning.total
    worth = min(_exact(indicator.points), left)
    if worth:
        reckoning.add(f"{indicator.id} {indicator.title}：加分", worth)
    return _with(line, deducted=_shown(worth))


def _verdict(
    site: SiteFacts,
    indicators: IndicatorSet,
    results: dict[str, RuleResult],
    lines: list[Line],
    steps: list[Step],
    totals: tuple[Fraction, Fraction] | None,
) -> Verdict:
    reached, final = totals or (None, None)
    is_enough = reached is not None and reached >= indicators.scale.pass_below
    return Verdict(
        site=site.host,
        indicators=indicators.name,
        verdict="qualified" if is_enough else "unqualified",
        is_provisional=is_enough and any(map(_is_open, lines)),
        vetoes=tuple(
            line.indicator.id
            for line in lines
            if line.indicator.part == "veto" and line.outcome == "failed"
        ),
        score=None if reached is None else _shown(reached),
        bonus=0.0 if reached is None or final is None else _shown(final - reached),
        final=None if final is None else _shown(final),
        lines=tuple(lines),
        steps=tuple(steps),
        advisory=tuple(rule for rule in results if rule not in indicators.rules),
    )


def _is_open(line: Line) -> bool:
    """Whether the line might take points, or everything, once all of it is known."""
    part, outcome = line.indicator.part, line.outcome
    if part == "bonus" or outcome == "not_applicable":
        return False
    if outcome in ("undecided", "needs_review"):
        return True
    is_unpriced = outcome == "failed" and line.indicator.is_unconfirmed
    return is_unpriced or (part == "deduction" and bool(line.to_review or line.undecided))


def _with(line: Line, **changes: object) -> Line:
    return msgspec.structs.replace(line, **changes)


def _exact(number: Number) -> Fraction:
    return Fraction(0) if number is None or number == "unknown" else Fraction(str(number))


def _shown(number: Fraction) -> float:
    """Two places, a half away from nothing."""
    cents = math.floor(abs(number) * 100 + Fraction(1, 2)) / 100
    return math.copysign(cents, number) if cents else 0.0
