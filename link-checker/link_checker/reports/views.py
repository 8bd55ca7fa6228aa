"""
The same findings seen from several sides: by clause, by page, by column. Every format shows these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from link_checker.facts import Column
from link_checker.indicators import Indicator
from link_checker.outcomes import Finding, Undecided
from link_checker.reports import words
from link_checker.reports.model import Report, RuleEntry, SiteReport
from link_checker.scoring import Line


@dataclass(frozen=True)
class Clause:
    """A rule that found something, with the lines of the indicators that its findings count under."""

    rule: RuleEntry
    indicators: tuple[Indicator, ...]
    findings: tuple[Finding, ...]

    @property
    def groups(self) -> list[Group]:
        """The findings, those that say the same together, in the order of the first of each."""
        grouped: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.findings:
            grouped.setdefault((finding.message, finding.target), []).append(finding)
        return [
            Group(message, target, places[0].evidence, tuple(places))
            for (message, target), places in grouped.items()
        ]


@dataclass(frozen=True)
class Group:
    """The same finding on one page or on many."""

    message: str
    target: str
    evidence: str
    places: tuple[Finding, ...]


@dataclass(frozen=True)
class Doubt:
    """What a rule could not decide for one reason, and where."""

    rule: RuleEntry
    reason: str
    message: str
    places: tuple[Undecided, ...]


@dataclass(frozen=True)
class PageRow:
    """A page with findings, and how many of which rule."""

    url: str
    count: int
    titles: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ColumnRow:
    """A column whose pages have findings; `column` is None for pages outside of all columns."""

    column: Column | None
    pages: int
    count: int


@dataclass(frozen=True)
class SiteView:
    """One site from every side."""

    report: SiteReport
    certain: tuple[Clause, ...]
    """Findings that stand."""
    doubtful: tuple[Clause, ...]
    """Findings that a person decides."""
    doubts: tuple[Doubt, ...]
    pages: tuple[PageRow, ...]
    columns: tuple[ColumnRow, ...]

    @property
    def name(self) -> str:
        """What the site calls itself, else its host."""
        return self.report.facts.name or self.report.facts.host

    @property
    def count(self) -> int:
        """How many findings stand."""
        return sum(len(clause.findings) for clause in self.certain)

    @property
    def review_count(self) -> int:
        """How many findings a person decides."""
        return sum(len(clause.findings) for clause in self.doubtful)

    @property
    def doubt_count(self) -> int:
        """In how many places a rule could not know."""
        return sum(len(doubt.places) for doubt in self.doubts)

    @property
    def vetoes(self) -> tuple[Line, ...]:
        """The lines of part one that were hit."""
        verdict = self.report.verdict
        return tuple(line for line in verdict.lines if line.indicator.id in verdict.vetoes)

    @property
    def failed(self) -> tuple[Line, ...]:
        """The lines that were found wanting, whether they cost points or not."""
        lines = self.report.verdict.lines
        return tuple(line for line in lines if line.outcome == "failed")

    @property
    def unjudged(self) -> tuple[Line, ...]:
        """The lines without an answer."""
        lines = self.report.verdict.lines
        return tuple(line for line in lines if line.outcome not in ("passed", "failed"))

    @property
    def reasons(self) -> dict[str, tuple[Indicator, ...]]:
        """Why lines have no answer, or an answer that takes nothing → the lines, as printed."""
        grouped: dict[str, list[Indicator]] = {}
        for line in self.unjudged:
            grouped.setdefault(words.line_note(line), []).append(line.indicator)
        unverified = [line.indicator for line in self.report.verdict.lines]
        grouped[words.UNVERIFIED] = [each for each in unverified if each.is_unconfirmed]
        return {reason: tuple(lines) for reason, lines in grouped.items() if lines}

    @property
    def crashes(self) -> tuple[tuple[str, str], ...]:
        """Rules that crashed, with their tracebacks."""
        return tuple((each.rule, each.traceback) for each in self.report.results if each.traceback)


def views_of(report: Report) -> list[SiteView]:
    """Each site of a report, in its order."""
    rules = {rule.name: rule for rule in report.rules}
    return [_view(site, rules) for site in report.sites]


def _view(site: SiteReport, rules: Mapping[str, RuleEntry]) -> SiteView:
    certain = _in_printed_order(_clauses(site, rules, needs_review=False), site)
    return SiteView(
        report=site,
        certain=certain,
        doubtful=_in_printed_order(_clauses(site, rules, needs_review=True), site),
        doubts=tuple(_doubts(site, rules)),
        pages=_pages(certain),
        columns=_columns(site.columns, certain),
    )


def _clauses(
    site: SiteReport, rules: Mapping[str, RuleEntry], *, needs_review: bool
) -> Iterator[Clause]:
    for result in site.results:
        chosen = tuple(each for each in result.findings if each.needs_review == needs_review)
        if chosen:
            labels = {finding.label for finding in chosen}
            indicators = (line.indicator for line in site.verdict.lines)
            serving = (each for each in indicators if _counts(each, result.rule, labels))
            yield Clause(rules[result.rule], tuple(serving), chosen)


def _in_printed_order(clauses: Iterable[Clause], site: SiteReport) -> tuple[Clause, ...]:
    """As the indicators are printed, vetoes first; advice that no line names comes last."""
    place = {line.indicator.id: at for at, line in enumerate(site.verdict.lines)}
    last = len(place)
    return tuple(
        sorted(
            clauses, key=lambda clause: min((place[i.id] for i in clause.indicators), default=last)
        )
    )


def _counts(indicator: Indicator, rule: str, labels: set[str]) -> bool:
    wanted = indicator.labels
    return rule in indicator.rules and (not wanted or not labels.isdisjoint(wanted))


def _doubts(site: SiteReport, rules: Mapping[str, RuleEntry]) -> Iterator[Doubt]:
    for result in site.results:
        grouped: dict[str, list[Undecided]] = {}
        for each in result.undecided:
            grouped.setdefault(each.reason, []).append(each)
        for reason, places in grouped.items():
            yield Doubt(rules[result.rule], reason, places[0].message, tuple(places))


def _pages(clauses: Iterable[Clause]) -> tuple[PageRow, ...]:
    counts: dict[str, Counter[str]] = {}
    for clause in clauses:
        for finding in clause.findings:
            counts.setdefault(finding.url, Counter())[clause.rule.title] += 1
    rows = (
        PageRow(url, count.total(), tuple(count.most_common())) for url, count in counts.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.count, row.url)))


def _columns(columns: Iterable[Column], clauses: Iterable[Clause]) -> tuple[ColumnRow, ...]:
    folders = {_folder(column.url): column for column in columns}
    counts: Counter[str] = Counter()
    pages: dict[str, set[str]] = {}
    for clause in clauses:
        for finding in clause.findings:
            folder = _nearest(finding.url, folders)
            counts[folder] += 1
            pages.setdefault(folder, set()).add(finding.url)
    return tuple(
        ColumnRow(folders.get(folder), len(pages[folder]), count)
        for folder, count in counts.most_common()
    )


def _folder(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path.rpartition('/')[0]}/"


def _nearest(url: str, folders: Mapping[str, Column]) -> str:
    """The innermost folder of a column that the page lies in; empty when it lies in none."""
    folder = _folder(url)
    while folder and folder not in folders:
        folder = folder[:-1].rpartition("/")[0]
        folder = folder and f"{folder}/"
    return folder
