"""
泄露身份证号码: a full identity number in the text of a page.

Looks at    title, text and description of every page, for numbers of eighteen digits whose check digit,
            province and day of birth are right (GB 11643)
Reports     each such number once a page, masked; a number that is a valid unified social credit code as
            well, and one of fifteen digits that the text calls an identity number, is put to a person
Undecided   never
Remedy      立即撤下网页，隐去证件号码中的出生日期和顺序码后再发布，并清除缓存和搜索索引
Wrong       <p>申请人示例甲，身份证号110101190001010014，符合条件。</p>
Wrong       <p>证件号码：44010319000102006x。</p>
Wrong       <meta name="Description" content="示例甲（110101190001010014）名单公示">
Right       <p>申请人示例甲，身份证号110101********0014，符合条件。</p>
Right       <p>编号：110101190001010015。</p><p>编号：990101190001010018。</p>
            <p>编号：110101190002300013。</p><p>编号：110101290001010012。</p>
            <p>编号：1101011900010100140。</p>
"""

from __future__ import annotations

import re

from link_checker.facts import PageFacts
from link_checker.outcomes import Finding
from link_checker.registry import Answers, page_rule
from link_checker.rules.safety._numbers import (
    is_identity_number,
    is_old_identity_number,
    masked,
    numbers,
    shown,
)
from link_checker.snapshot import Snapshot
from sites.credit_code import is_credit_code

_NAMED = re.compile(r"身份证|证件号|公民身份")


@page_rule()
def leaked_identity_number(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding for each number."""
    today = snapshot.as_of.date()
    for number in numbers(page):
        is_sure = is_identity_number(number.value, today)
        is_old = is_old_identity_number(number.value, today) and _NAMED.search(number.before)
        if is_sure or is_old:
            yield Finding(
                url=page.url,
                message=(
                    f"网页公开了身份证号码 {masked(number.value, 2, 3)}。"
                    "请立即撤下网页，隐去号码后再发布。"
                ),
                evidence=shown(number, 2, 3),
                needs_review=not is_sure or is_credit_code(number.value),
            )
