"""
The report in a terminal or a pipe: findings rule by rule, then a summary of each site.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from link_checker.reports import words
from link_checker.reports.model import Report
from link_checker.reports.views import Clause, SiteView, views_of
from link_checker.scoring import Line

SHOWN = 20
"""Findings shown for each rule of a site; the number of the rest is told."""

_STYLES = {"合格": "bold green", "暂定合格": "bold green", "不合格": "bold red"}


def write(report: Report, console: Console) -> None:
    """Writes the whole report; a line is never broken where the output is no terminal."""
    views = views_of(report)
    for view in views:
        for line in _findings(view):
            _print(console, line)
    for view in views:
        for line in _summary(view, report):
            _print(console, line)
    if report.stopped:
        _print(console, Text(f"{words.stop_sentence(report.stopped)}", style="bold"))


def _print(console: Console, line: Text) -> None:
    console.print(line, soft_wrap=True, highlight=False)


def _findings(view: SiteView) -> Iterator[Text]:
    for clause in view.certain:
        yield from _clause(view, clause, "")
    for clause in view.doubtful:
        yield from _clause(view, clause, "待人工核对，")


def _clause(view: SiteView, clause: Clause, kind: str) -> Iterator[Text]:
    head = (
        f"{view.name}　{clause.rule.title}（{clause.rule.name}）：{kind}{len(clause.findings)} 处"
    )
    yield Text(head, style="bold")
    for finding in clause.findings[:SHOWN]:
        at = f"（第 {finding.line} 行）" if finding.line else ""
        to = f" → {finding.target}" if finding.target else ""
        yield Text(f"  {finding.url}{at}{to}")
        yield Text(f"    {finding.message}")
    rest = len(clause.findings) - SHOWN
    if rest > 0:
        yield Text(f"  另有 {rest} 处没有列出，请用 --report 写出完整的报告。")
    yield Text(f"  如何改正：{clause.rule.remedy}。\n")


def _summary(view: SiteView, report: Report) -> Iterator[Text]:
    verdict = view.report.verdict
    word = words.verdict_word(verdict)
    head = Text(f"{view.name}（{view.report.facts.host}）：")
    head.append(word, _STYLES[word])
    head.append(f"，{words.score_word(verdict)}")
    yield head
    yield Text(
        f"  网页 {view.report.facts.page_count} 个；问题 {view.count} 处，"
        f"待人工核对 {view.review_count} 处，无法判断 {view.doubt_count} 处。"
    )
    for line in view.vetoes:
        yield Text(
            f"  单项否决：{line.indicator.id} {line.indicator.title}，发现 {line.found} 处。"
        )
    for line in view.failed:
        if line.indicator.part == "deduction":
            yield Text(f"  {_deduction(line)}")
    for reason, what in _doubts(view).items():
        yield Text(f"  无法判断（{words.REASONS[reason]}）：{'，'.join(what)}。")
    for name, _ in view.crashes:
        yield Text(f"  规则 {name} 出错，记录见 JSON 或 HTML 报告。")
    count = len(view.unjudged)
    yield Text(f"  {report.indicators.title}中有 {count} 项没有判断，原因见 HTML 报告。\n")


def _deduction(line: Line) -> str:
    what = f"{line.indicator.id} {line.indicator.title}，发现 {line.found} 处"
    if line.deducted:
        return f"扣分：{what}，扣 {words.number(line.deducted)} 分。"
    return f"不扣分：{what}。{line.note}"


def _doubts(view: SiteView) -> dict[str, list[str]]:
    """Reason → which rules could not know, and in how many places."""
    grouped: dict[str, list[str]] = {}
    for doubt in view.doubts:
        grouped.setdefault(doubt.reason, []).append(f"{doubt.rule.title} {len(doubt.places)} 处")
    return grouped
