"""
Numbers of bank cards in the open; all of them invented.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault


def card_number(first: str) -> str:
    """The number with the check digit that belongs to it, ISO/IEC 7812."""
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(reversed(first))]
    total = sum(sum(divmod(value, 10)) for value in doubled)
    return first + str(-total % 10)


_CARD = card_number("622200000000000000")


@fault(times=3)
def of_a_person(page: Page) -> Answers:
    """The card a grant was paid to."""
    return [page.answer()] if page.append(f"<p>补贴发放至示例甲账户{_CARD}。</p>") else None


@fault()
def neighbour_wrong_check_digit(page: Page) -> Answers:
    """A number that is none."""
    wrong = _CARD[:-1] + str((int(_CARD[-1]) + 1) % 10)
    return [] if page.append(f"<p>示例编号{wrong}。</p>") else None
