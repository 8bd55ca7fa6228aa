"""
The faults there are: the examples in the docstrings of the rules, and whatever `faults/<rule>.py` declares
for what no example can show, found by walking.

A fault is a function that changes a page and says what a rule should then find. The module has the
name of the rule it violates. A function that answers with an empty list plants a neighbour: something
close to a fault that is right, and must not be found.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import chain
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from builder.defects import faults
from builder.defects.answers import Answer
from builder.defects.examples import put_right, put_wrong
from link_checker import all_rules

Scope: TypeAlias = Literal["home", "column", "list", "content"]
"""
`column`: the first page of a column with items, and its line in the inventory; `list`: an older page of
one, or a column that leads to others.
"""
Answers: TypeAlias = Sequence[Answer] | None
"""What a rule should find; None when the fault does not fit the page, which then stays as it was."""


class Fault(Struct, frozen=True, kw_only=True):
    """One way to go wrong, and how often it is put in where there are pages enough."""

    rule: str
    name: str
    scope: Scope
    times: int
    plant: Callable[..., Answers]
    """Takes a `Page`; of scope `column` a `ColumnPage`."""


def fault(scope: Scope = "content", times: int = 2) -> Callable[[Callable[..., Answers]], Fault]:
    """Makes a fault of a function that changes one page."""

    def declare(plant: Callable[..., Answers]) -> Fault:
        rule = plant.__module__.rpartition(".")[2]
        return Fault(rule=rule, name=plant.__name__, scope=scope, times=times, plant=plant)

    return declare


@cache
def all_faults() -> tuple[Fault, ...]:
    """Every fault, in the order of rules; of each rule its examples first."""
    examples = chain.from_iterable(map(examples_of, all_rules().values()))
    return tuple(sorted(chain(examples, _declared()), key=lambda fault: fault.rule))


def examples_of(rule: Any) -> Iterator[Fault]:
    """The examples in a rule's docstring as faults and neighbours."""
    for number, markup in enumerate(rule.text.wrong, 1):
        plant = partial(put_wrong, markup=markup, labels=rule.labels)
        yield _example(rule.name, f"wrong_{number}", plant)
    for number, markup in enumerate(rule.text.right, 1):
        yield _example(rule.name, f"neighbour_right_{number}", partial(put_right, markup=markup))


def _example(rule: str, name: str, plant: Callable[..., Answers]) -> Fault:
    return Fault(rule=rule, name=name, scope="content", times=2, plant=plant)


def _declared() -> Iterator[Fault]:
    names = sorted(found.name for found in pkgutil.iter_modules(faults.__path__))
    for name in names:
        yield from _faults_in(importlib.import_module(f"{faults.__name__}.{name}"))


def _faults_in(module: Any) -> list[Fault]:
    return [value for value in vars(module).values() if isinstance(value, Fault)]
