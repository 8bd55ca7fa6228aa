"""
QR codes are those that segno makes, at a part of the cost.
"""

from __future__ import annotations

import re
from random import Random

import pytest
import segno

from builder.qr import qr_code

RANDOM = Random(7)
ADDRESSES = [
    "https://www.example.gov.cn/zwgk/zcwj/gfxwj/2026-03/12345.html",
    "https://www.example.gov.cn/",
    "http://water.localhost:8080/zwgk/tzgg/undated/9.html",
    *(f"https://slj.example.gov.cn/{'lm/' * n}{RANDOM.randrange(10**9)}.html" for n in range(60)),
]


def drawn(path: str, size: int) -> list[list[int]]:
    """The modules that a path paints, row by row."""
    modules = [[0] * size for _ in range(size)]
    x = y = 0
    for command, first, second in re.findall(r"([Mmh])(-?\d+)(?: (\d+)(?:\.5)?)?", path):
        if command == "M":
            x, y = int(first), int(second)
        elif command == "m":
            x, y = x + int(first), y + int(second)
        else:
            modules[y][x : x + int(first)] = [1] * int(first)
            x += int(first)
    return modules


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_code_is_the_one_segno_makes(address):
    """
    Module for module, with a quiet zone of four around it.
    """
    made = segno.make(address, error="l", mode="byte", mask=2, boost_error=False, micro=False)

    code = qr_code(address)

    expected = [list(row) for row in made.matrix_iter(border=4)]
    assert code.size == len(expected)
    assert drawn(code.path, code.size) == expected
