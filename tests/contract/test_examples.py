"""
The examples in the docstrings of the rules are what they say: wrong ones break the rule, right ones do not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.defects.registry import Fault, examples_of
from link_checker.registry import AnyRule, all_rules
from tests.contract.examples import assert_found

EXAMPLES = [(rule, fault) for rule in all_rules().values() for fault in examples_of(rule)]


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.name}-{fault.name}" for rule, fault in EXAMPLES]
)
def test_a_wrong_example_is_one_finding_and_a_right_one_none(
    rule: AnyRule, example: Fault, tmp_path: Path
) -> None:
    """
    In an article that is right without it.
    """
    assert_found(tmp_path, rule, example)


def test_a_rule_with_a_wrong_example_has_a_right_one() -> None:
    """
    What is right is understood beside what is wrong.
    """
    halves = [
        rule.name for rule in all_rules().values() if bool(rule.text.wrong) != bool(rule.text.right)
    ]

    assert halves == []
