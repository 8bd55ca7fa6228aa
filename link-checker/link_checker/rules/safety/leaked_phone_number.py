"""
公开手机号码: a mobile number in the text of a page, perhaps a private one.

Looks at    title, text and description of every page, for numbers of eleven digits that begin with 13 to 19
Reports     each such number once a page, masked, for a person to decide; not one that the words before it
            call the telephone of an office (咨询、监督、值班、热线 …)
Undecided   never
Remedy      核实是否为个人号码；是个人号码的，隐去中间四位，例如 138****1234
Wrong       <p>获奖者示例甲，13900000000。</p>
Right       <p>获奖者示例甲，139****0000。</p>
Right       <p>咨询电话：13900000001。</p>
"""

from __future__ import annotations

import re

from link_checker.facts import PageFacts
from link_checker.outcomes import Finding
from link_checker.registry import Answers, page_rule
from link_checker.rules.safety._numbers import masked, numbers, shown
from link_checker.snapshot import Snapshot

_MOBILE = re.compile(r"1[3-9]\d{9}")
_OFFICIAL = re.compile(r"咨询|监督|举报|投诉|值班|热线|办公|服务电话|报名电话|公务")


@page_rule()
def leaked_phone_number(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding for each number, always for a person to decide."""
    for number in numbers(page):
        if _MOBILE.fullmatch(number.value) and not _OFFICIAL.search(number.before):
            yield Finding(
                url=page.url,
                message=(
                    f"网页公开了手机号码 {masked(number.value, 3, 4)}。"
                    "请核实是否为个人号码，是个人号码的请隐去中间四位。"
                ),
                evidence=shown(number, 3, 4),
                needs_review=True,
            )
