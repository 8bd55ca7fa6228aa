"""
泄露身份证号码. The numbers are computed, with areas and days of nobody.
"""

from __future__ import annotations

import pytest

from link_checker.rules.safety._numbers import _CHECK, _WEIGHTS
from link_checker.rules.safety.leaked_identity_number import leaked_identity_number
from sites.credit_code import check_character
from tests.link_checker.helpers import a_site, findings, page, result, reviews

RIGHT = "11010519491231002X"


def numbered(first_seventeen: str) -> str:
    """With the check character that belongs to it."""
    total = sum(
        int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True)
    )
    return first_seventeen + _CHECK[total % 11]


def told(text: str):
    return a_site(page("/a.html", f"<title>公示</title><main><p>{text}</p></main>"))


@pytest.mark.parametrize(
    "text",
    [
        f"张某，{RIGHT}，符合条件",
        f"身份证号:{RIGHT.lower()}",
        f"{RIGHT[:6]} {RIGHT[6:14]} {RIGHT[14:]}",
        f"440524188001010014 与 {RIGHT}",
    ],
)
def test_reports_a_number_whose_parts_are_all_right(text: str):
    """
    Check character in either case, province, day; in one piece or in three.
    """
    assert "11**" in findings(leaked_identity_number, told(text))[-1].evidence


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",
        numbered("99010519491231002"),
        numbered("11010519490230002"),
        numbered("11010520990101002"),
        numbered("11010517991231002"),
    ],
)
def test_passes_a_number_with_one_part_wrong(number: str):
    """
    Check character, province, day that does not exist, day to come, day too long ago.
    """
    assert result(leaked_identity_number, told(f"编号 {number}。")).outcome == "passed"


@pytest.mark.parametrize(
    "text",
    [
        f"项目代码 9{RIGHT[:17]}2",
        f"文件 P{RIGHT}.pdf",
        f"id={RIGHT}",
        f"{RIGHT[:2]}*************{RIGHT[-3:]}",
        "统一社会信用代码 91110105MA0000000X",
    ],
)
def test_passes_a_number_within_something_longer(text: str):
    """
    File names, codes and what is already masked.
    """
    assert result(leaked_identity_number, told(text)).outcome == "passed"


def test_never_shows_a_number():
    """
    Neither message nor evidence holds more than the first two and the last three characters.
    """
    (found,) = findings(leaked_identity_number, told(f"电话13812345678，证号{RIGHT}。"))

    assert found.message.startswith("网页公开了身份证号码 11*************02X。")
    assert "19491231" not in found.evidence + found.message
    assert "13812345678" not in found.evidence


def test_reports_a_number_once_a_page():
    """
    A number that stands in title and text is one leak.
    """
    assert len(findings(leaked_identity_number, told(f"{RIGHT}，又{RIGHT.lower()}"))) == 1


def test_puts_a_number_that_is_also_a_credit_code_to_a_person():
    """
    One in thirty-one identity numbers has the check character of a credit code too.
    """
    number = next(
        number
        for serial in range(1000)
        if (number := numbered(f"11010519491231{serial:03}"))[:17]
        and check_character(number[:17]) == number[17]
    )

    assert findings(leaked_identity_number, told(number)) == []
    assert len(reviews(leaked_identity_number, told(number))) == 1


def test_puts_fifteen_digits_to_a_person_only_where_the_text_calls_them_so():
    """
    They have nothing to check.
    """
    assert len(reviews(leaked_identity_number, told("身份证号码：110105491231002"))) == 1
    assert reviews(leaked_identity_number, told("项目编号：110105491231002")) == []
