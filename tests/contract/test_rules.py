"""
What holds for every rule that walks in, before anybody writes a line about it.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from link_checker.indicators import indicator_sets, load_indicators
from link_checker.registry import AnyRule, all_rules
from link_checker.rule_pages import rule_pages

PROJECT = Path(__file__).resolve().parents[2]
DOCS = PROJECT / "docs" / "rules"
TESTS = PROJECT / "tests" / "link_checker" / "rules"
RULES = list(all_rules().values())


def name(rule: AnyRule) -> str:
    return rule.name


def test_the_pages_of_the_rules_are_those_of_their_docstrings() -> None:
    """
    `make docs` would write nothing.
    """
    written = {path.name: path.read_text("utf-8") for path in DOCS.glob("*.md")}

    assert written == rule_pages()


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_every_rule_has_its_tests(rule: AnyRule) -> None:
    """
    One module beside the others, with a page that is reported and one that passes.
    """
    tests = (TESTS / rule.family / f"test_{rule.name}.py").read_text("utf-8")

    assert re.search(r"^def test_(?:reports|puts)_", tests, re.MULTILINE)
    assert re.search(r"^def test_(?:passes|leaves)_", tests, re.MULTILINE)


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_every_rule_speaks_chinese_to_those_who_must_act(rule: AnyRule) -> None:
    """
    Name and remedy; every sentence of a message ends with a full stop.
    """
    source = inspect.getsource(rule.check)

    assert re.match(r"[\u4e00-\u9fff]", rule.text.title)
    assert re.search(r"[\u4e00-\u9fff]", rule.text.remedy)
    assert not rule.text.remedy.endswith("。")
    assert re.findall(r'message="[^"]*[^。"]"', source) == []


@pytest.mark.parametrize("indicators", indicator_sets())
def test_every_set_of_indicators_can_be_loaded(indicators: str) -> None:
    """
    With rules and sorts that exist.
    """
    assert load_indicators(indicators).indicators


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_no_rule_knows_what_a_finding_costs(rule: AnyRule) -> None:
    """
    Facts in code, worth in data.
    """
    source = inspect.getsource(rule.check)

    assert not re.search(r"分值|扣 ?\d|VETO|PUB-|indicator", source)
