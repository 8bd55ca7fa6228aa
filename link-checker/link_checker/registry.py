"""
The rules there are: whatever `rules/<family>/<rule>.py` declares, found by walking.

A rule's module says in its docstring what the rule does (see `RuleText`); the rule in it has the
module's name and is made by one of two decorators:

    @page_rule(kinds=("content",))     called once for each HTML page of these kinds
    @site_rule(needs=("columns",))     called once for each site
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct

from link_checker import rules
from link_checker.facts import PageFacts, PageKind, SiteFacts
from link_checker.outcomes import Finding, Undecided
from link_checker.snapshot import Snapshot

Answers: TypeAlias = Iterator[Finding | Undecided]
Subject = TypeVar("Subject", PageFacts, SiteFacts)
Need = Literal["columns", "home"]
"""What a rule cannot do without: columns known or recognised; a home page that could be read."""

ADDRESSED: tuple[PageKind, ...] = ("home", "column", "content", "service")
"""Pages that somebody wrote for readers: no error pages, no stubs that lead elsewhere."""


class RuleText(Struct, frozen=True, kw_only=True):
    """The docstring of a rule's module, field by field."""

    title: str
    """Chinese name: what a report calls the rule."""
    summary: str
    looks_at: str
    reports: str
    undecided: str
    remedy: str
    """What to do about a finding, in Chinese."""
    wrong: tuple[str, ...] = ()
    """
    Pieces of an article's page, each of which makes one finding: what stands in `<head>` or on `<html>`
    takes the place of the page's own, the rest stands in the text.
    """
    right: tuple[str, ...] = ()
    """Pieces close to these that make none."""


class Rule(Struct, Generic[Subject], frozen=True, kw_only=True):
    """A rule and what it declares about itself; called like the function it was made of."""

    name: str
    family: str
    text: RuleText
    scope: Literal["page", "site"]
    kinds: tuple[PageKind, ...] = ()
    """Kinds of pages it is called for; empty: all."""
    reads_styles: bool = False
    """It is called for style sheets as well, which have links and nothing else."""
    needs: tuple[Need, ...] = ()
    parameters: tuple[str, ...] = ()
    """What it wants to be told out of the indicator set, by name."""
    labels: tuple[str, ...] = ()
    """The sorts of findings it makes; empty: one sort."""
    check: Callable[..., Answers]

    def __call__(self, subject: Subject, snapshot: Snapshot, **parameters: Any) -> Answers:
        """The rule's answers about one page or site."""
        return self.check(subject, snapshot, **parameters)


PageRule: TypeAlias = Rule[PageFacts]
SiteRule: TypeAlias = Rule[SiteFacts]
AnyRule: TypeAlias = PageRule | SiteRule


def page_rule(
    *,
    kinds: tuple[PageKind, ...] = (),
    reads_styles: bool = False,
    needs: tuple[Need, ...] = (),
    labels: tuple[str, ...] = (),
) -> Callable[[Callable[[PageFacts, Snapshot], Answers]], PageRule]:
    """Makes a rule of a function that judges one page."""

    def declare(check: Callable[[PageFacts, Snapshot], Answers]) -> PageRule:
        return Rule(
            scope="page",
            kinds=kinds,
            reads_styles=reads_styles,
            needs=needs,
            labels=labels,
            **_identity(check),
        )

    return declare


def site_rule(
    *,
    needs: tuple[Need, ...] = (),
    labels: tuple[str, ...] = (),
    parameters: tuple[str, ...] = (),
) -> Callable[[Callable[..., Answers]], SiteRule]:
    """Makes a rule of a function that judges one site."""

    def declare(check: Callable[..., Answers]) -> SiteRule:
        return Rule(
            scope="site", needs=needs, labels=labels, parameters=parameters, **_identity(check)
        )

    return declare


@cache
def all_rules() -> Mapping[str, AnyRule]:
    """Every rule by its name, in the order of families and names."""
    found = {}
    for family in _packages(rules.__path__, rules.__name__):
        package = importlib.import_module(family)
        for name in _modules(package.__path__):
            module = importlib.import_module(f"{family}.{name}")
            found[name] = getattr(module, name)
    return found


def _packages(path: Any, prefix: str) -> list[str]:
    return sorted(f"{prefix}.{found.name}" for found in pkgutil.iter_modules(path) if found.ispkg)


def _modules(path: Any) -> list[str]:
    names = (found.name for found in pkgutil.iter_modules(path) if not found.ispkg)
    return sorted(name for name in names if not name.startswith("_"))


def _identity(check: Callable[..., Answers]) -> dict[str, Any]:
    """Name, family and text of a rule, out of the function and the module it stands in."""
    docstring = sys.modules[check.__module__].__doc__ or ""
    return {
        "name": check.__name__,
        "family": check.__module__.rpartition(".")[0].rpartition(".")[2],
        "text": read_text(docstring, check.__name__),
        "check": check,
    }


_FIELDS = ("Looks at", "Reports", "Undecided", "Remedy")
_EXAMPLES = ("Wrong", "Right")
"""Fields that may be absent or there several times."""
_NAMES = "|".join((*_FIELDS, *_EXAMPLES))
_HEAD = re.compile(r"(?P<title>[^:：\n]+)[:：]\s*(?P<summary>.+?)\n\s*\n(?P<fields>.+)", re.DOTALL)
_FIELD = re.compile(rf"^({_NAMES})[ ]+(.+?)(?=^(?:{_NAMES})[ ]|\Z)", re.DOTALL | re.MULTILINE)


def read_text(docstring: str, rule: str) -> RuleText:
    """
    A rule's docstring as a struct; ValueError, naming the rule, when a field is missing.
    """
    head = _HEAD.fullmatch(inspect.cleandoc(docstring))
    found: list[tuple[str, str]] = _FIELD.findall(head["fields"]) if head else []
    fields = {name: value for name, value in found if name in _FIELDS}
    if head is None or fields.keys() != set(_FIELDS):
        wanted = ", ".join(_FIELDS)
        raise ValueError(f"rule {rule}: the docstring needs `中文名: summary` and {wanted}")
    return RuleText(
        title=head["title"],
        summary=_line(head["summary"]),
        looks_at=_line(fields["Looks at"]),
        reports=_line(fields["Reports"]),
        undecided=_line(fields["Undecided"]),
        remedy=_line(fields["Remedy"]),
        wrong=tuple(_lines(value) for name, value in found if name == "Wrong"),
        right=tuple(_lines(value) for name, value in found if name == "Right"),
    )


def _line(text: str) -> str:
    return re.sub(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])", "", " ".join(text.split()))


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())
