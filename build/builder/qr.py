"""
QR codes of addresses, as the path of an SVG.

segno makes a code in a millisecond, which is more than a whole page takes, but the codes of one mask are
linear over the bits of the text: the code of a text is that of another of the same length, changed by a
pattern for each bit that differs. The addresses of a column differ in their digits alone, so segno makes
one code for them all, and each digit's pattern once (decision 0042).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from operator import getitem

import segno
from markupsafe import Markup
from msgspec import Struct

_MASK = 2
_QUIET = 4
"""Modules left free on each side, ISO/IEC 18004."""
_DIGITS = bytes.maketrans(b"\0\1", b"01")
_OTHER_DIGITS = re.compile("[1-9]")


class Code(Struct, frozen=True):
    """`size` modules a side, the quiet zone included; `path` is the `d` of a stroke one module wide."""

    size: int
    path: Markup


def qr_code(address: str) -> Code:
    """The code of an ASCII text, of level L."""
    name = address.rfind("/")
    version, modules = _in_folder(address[:name], _zeros(address[name:]))
    width = 17 + 4 * version
    modules = _with_digits(version, modules, address, name)
    return Code(width + 2 * _QUIET, _path(modules, width))


@lru_cache(64)
def _in_folder(folder: str, name: str) -> tuple[int, int]:
    """What the files of a folder begin with."""
    version, modules = _code(_zeros(folder + name), None)
    return version, _with_digits(version, modules, folder, 0)


def _zeros(text: str) -> str:
    return _OTHER_DIGITS.sub("0", text)


def _with_digits(version: int, modules: int, text: str, start: int) -> int:
    """The modules with the digits of the text, from `start` on, in place of zeros."""
    for digit in _OTHER_DIGITS.finditer(text, start):
        modules ^= _pattern(version, digit.start(), digit.group())
    return modules


@lru_cache(4096)
def _code(text: str, version: int | None) -> tuple[int, int]:
    """
    The version, the smallest unless given, and the modules as one number, row by row, each row filled up to
    whole bytes.
    """
    code = segno.make(
        text, error="l", version=version, mode="byte", mask=_MASK, boost_error=False, micro=False
    )
    stride = 8 * _row_bytes(len(code.matrix))
    rows = (bytes(row).translate(_DIGITS).ljust(stride, b"0") for row in code.matrix)
    return int(code.version), int(b"".join(rows), 2)


@lru_cache(4096)
def _pattern(version: int, position: int, digit: str) -> int:
    """The modules that are others where the digit stands in place of 0."""
    found = 0
    for bit in (1, 2, 4, 8):
        if int(digit) & bit:
            found ^= _bit_pattern(version, position, bit)
    return found


@lru_cache(4096)
def _bit_pattern(version: int, position: int, bit: int) -> int:
    zeros = "0" * position
    return _code(f"{zeros}{bit}", version)[1] ^ _code(f"{zeros}0", version)[1]


def _path(modules: int, width: int) -> Markup:
    count = _row_bytes(width)
    words = _row_words(count) * width
    strokes = map(getitem, words, modules.to_bytes(len(words)))
    return Markup(f"M{_QUIET + 8 * count} {_QUIET - 0.5}{''.join(strokes)}")


@cache
def _row_words(count: int) -> list[list[str]]:
    """For each byte of a row what it draws; the pen comes to the first from the end of the row above."""
    return [[f"m-{8 * count} 1{word}" for word in _STROKES], *[_STROKES] * (count - 1)]


def _row_bytes(width: int) -> int:
    return -(-width // 8)


def _strokes(byte: int) -> str:
    """From one end of eight modules of a row to the other: light ones passed, dark ones drawn."""
    runs = re.finditer("0+|1+", f"{byte:08b}")
    return "".join(
        f"h{len(run.group())}" if run.group()[0] == "1" else f"m{len(run.group())} 0"
        for run in runs
    )


_STROKES = [_strokes(byte) for byte in range(256)]
