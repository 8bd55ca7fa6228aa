"""
Every rule is violated on purpose somewhere, and something close to it is not.
"""

from __future__ import annotations

from builder.defects.registry import all_faults
from link_checker.registry import all_rules


def test_every_rule_has_a_fault_and_every_fault_a_rule():
    """
    A new rule comes with a way to violate it: an example in its docstring, or a module of faults.
    """
    assert {fault.rule for fault in all_faults()} == set(all_rules())


def test_every_rule_has_a_neighbour_that_is_right():
    """
    What is close to a fault and right shows that a rule does not cry wolf.
    """
    with_neighbours = {fault.rule for fault in all_faults() if fault.name.startswith("neighbour_")}

    assert with_neighbours == set(all_rules())


def test_every_fault_says_what_it_is():
    """
    A fault's docstring is all there is to know of it.
    """
    assert [fault.name for fault in all_faults() if not fault.plant.__doc__] == []


def test_every_fault_has_a_name_of_its_own_within_its_rule():
    """
    The answer list names faults.
    """
    names = [(fault.rule, fault.name) for fault in all_faults()]

    assert len(names) == len(set(names))
