"""
统一社会信用代码.
"""

from __future__ import annotations

import pytest

from sites.credit_code import is_credit_code


@pytest.mark.parametrize("code", ["91350100M000100Y43", "119999009999000117"])
def test_a_code_with_the_right_check_character_is_one(code: str) -> None:
    """
    The first is the printed example of GB 32100—2015.
    """
    assert is_credit_code(code)


@pytest.mark.parametrize(
    "code", ["", "91350100M000100Y4", "91350100M000100Y44", "91350100I000100Y43"]
)
def test_a_code_with_anything_wrong_is_none(code: str) -> None:
    """
    Too short, a wrong check character, a letter that the standard leaves out.
    """
    assert not is_credit_code(code)
