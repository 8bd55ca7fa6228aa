"""
公开银行卡号.
"""

from __future__ import annotations

import pytest

from link_checker.rules.safety.leaked_bank_number import leaked_bank_number
from tests.link_checker.helpers import a_site, page, result, reviews


def told(text: str):
    return a_site(page("/a.html", f"<main><p>{text}</p></main>"))


@pytest.mark.parametrize("number", ["6222021234567894", "6222 0212 3456 7894"])
def test_puts_a_card_number_to_a_person(number: str):
    """
    Masked, in one piece or in fours; never a hard finding.
    """
    (found,) = reviews(leaked_bank_number, told(f"补贴发放至 {number}。"))

    assert found.message.startswith("网页公开了银行卡号 62**********7894。")
    assert result(leaked_bank_number, told("6222021234567894")).outcome == "needs_review"


@pytest.mark.parametrize(
    "text",
    ["6222021234567890", "1234567812345670", "62220212345678941234567", "622202*********7894"],
)
def test_passes_other_numbers(text: str):
    """
    A wrong check digit, another beginning, too long, masked.
    """
    assert result(leaked_bank_number, told(text)).outcome == "passed"
