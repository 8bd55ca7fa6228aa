"""
公开银行卡号: a bank card number in the text of a page.

Looks at    title, text and description of every page, for numbers of sixteen to nineteen digits that begin
            like a card (62; 4 or 5 with sixteen digits) and whose check digit is right (ISO/IEC 7812)
Reports     each such number once a page, masked, for a person to decide
Undecided   never
Remedy      核实是否为个人银行卡号；是个人卡号的，立即撤下网页，隐去号码后再发布
Wrong       <p>补贴发放至示例甲账户6222000000000000004。</p>
Right       <p>补贴发放至示例甲账户6222***********0004。</p>
Right       <p>示例编号6222000000000000005。</p>
"""

from __future__ import annotations

import re

from link_checker.facts import PageFacts
from link_checker.outcomes import Finding
from link_checker.registry import Answers, page_rule
from link_checker.rules.safety._numbers import (
    is_identity_number,
    masked,
    numbers,
    passes_luhn,
    shown,
)
from link_checker.snapshot import Snapshot

_CARD = re.compile(r"62\d{14,17}|[45]\d{15}")


@page_rule()
def leaked_bank_number(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding for each number, always for a person to decide."""
    today = snapshot.as_of.date()
    for number in numbers(page):
        value = number.value
        if _CARD.fullmatch(value) and passes_luhn(value) and not is_identity_number(value, today):
            yield Finding(
                url=page.url,
                message=(
                    f"网页公开了银行卡号 {masked(value, 2, 4)}。"
                    "请核实是否为个人卡号，是个人卡号的请立即隐去。"
                ),
                evidence=shown(number, 2, 4),
                needs_review=True,
            )
