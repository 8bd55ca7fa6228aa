"""
公开手机号码.
"""

from __future__ import annotations

import pytest

from link_checker.rules.safety.leaked_phone_number import leaked_phone_number
from tests.link_checker.helpers import a_site, page, result, reviews


def told(text: str):
    return a_site(page("/a.html", f"<main><p>{text}</p></main>"))


def test_puts_a_mobile_number_to_a_person():
    """
    Masked; never a hard finding.
    """
    (found,) = reviews(leaked_phone_number, told("李某，13812345678，已领取"))

    assert found.message.startswith("网页公开了手机号码 138****5678。")
    assert result(leaked_phone_number, told("李某 13812345678")).outcome == "needs_review"


@pytest.mark.parametrize(
    "text",
    [
        "咨询电话：13812345678",
        "监督举报电话 13812345678",
        "<table><tr><td>值班电话</td><td>13812345678</td></tr></table>",
        "138****5678",
        "编号 12812345678",
        "流水号 2138123456789",
        "电话 0999-99990001",
    ],
)
def test_passes_telephones_of_offices_and_other_numbers(text: str):
    """
    What the words before it call public, what is masked, what is no mobile number.
    """
    assert result(leaked_phone_number, told(text)).outcome == "passed"


def test_words_of_the_paragraph_before_do_not_make_a_number_public():
    """
    What a number is stands in its own paragraph.
    """
    site = told("做好服务监督工作。</p><p>获奖者李某，13812345678。")

    assert result(leaked_phone_number, site).outcome == "needs_review"
