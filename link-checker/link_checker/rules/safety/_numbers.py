"""
Long numbers in the text of a page, and what they are: identity, bank card, telephone. Never shown whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from link_checker.facts import PageFacts

_CODES = (11, 16), (21, 24), (31, 38), (41, 47), (50, 55), (61, 66), (71, 72), (81, 84)
PROVINCES = frozenset(str(code) for first, end in _CODES for code in range(first, end))
"""First two digits of GB/T 2260, with 83 for residence permits of people from Taiwan."""

_DIGITS = re.compile(r"[0-9][0-9 ]{9,}[0-9Xx]")
"""Where a long number may be: found fast, read closely."""
_RUN = re.compile(
    r"[0-9]{6} ?[0-9]{8} ?[0-9]{3}[0-9Xx](?![0-9])"
    r"|[0-9]{4}(?: [0-9]{4}){3}(?: [0-9]{1,3})?(?![0-9])"
    r"|[0-9]{11,19}[Xx]?"
)
"""Also as people write them: an identity number in three groups, a card number in fours."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_ID_LENGTH, _OLD_ID_LENGTH = 18, 15
_NEAR = 20
"""Characters before a number that may say what it is."""


class Number(NamedTuple):
    """A number that stands alone in a text."""

    value: str
    before: str
    after: str


def numbers(page: PageFacts) -> tuple[Number, ...]:
    """The long numbers of a page's title, text and descriptions, each once."""
    description = page.meta.get("description", "")
    return _numbers("\n".join((page.title, description, page.own_text)))


@lru_cache(maxsize=8)
def _numbers(text: str) -> tuple[Number, ...]:
    found: dict[str, Number] = {}
    for start, end in _spans(text):
        before, after = _words_before(text, start), text[end : end + _NEAR]
        if not _continues(before[-1:]) and not _continues(after[:1]):
            value = text[start:end].replace(" ", "").upper()
            found.setdefault(value, Number(value, before, after))
    return tuple(found.values())


def _words_before(text: str, start: int) -> str:
    """The words before in the same block; where there are none, those of the block before: a label."""
    earlier, _, line = text[max(0, start - _NEAR) : start].rpartition("\n")
    return line or earlier.rpartition("\n")[2]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for digits in _DIGITS.finditer(text):
        for match in _RUN.finditer(text, *digits.span()):
            yield match.span()


def _continues(character: str) -> bool:
    """Whether a number goes on with this character and so is part of something longer."""
    return (
        character.isascii() and (character.isalnum() or character in "_*/=&%") and character != ""
    )


def is_identity_number(value: str, today: date) -> bool:
    """GB 11643: check character, province and a real day of birth that is past."""
    if len(value) != _ID_LENGTH or value[:2] not in PROVINCES:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == value[-1] and _is_birthday(value[6:14], today)


def is_old_identity_number(value: str, today: date) -> bool:
    """Fifteen digits, as given out until 1999: province and a real day, nothing to check."""
    return (
        len(value) == _OLD_ID_LENGTH
        and value.isdigit()
        and value[:2] in PROVINCES
        and _is_birthday("19" + value[6:12], today)
    )


def _is_birthday(digits: str, today: date) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= 1800 and day <= today


def passes_luhn(value: str) -> bool:
    """ISO/IEC 7812: the last digit checks the others."""
    digits = [int(digit) for digit in reversed(value)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def masked(value: str, head: int, tail: int) -> str:
    """The ends of a number, its middle as asterisks."""
    return value[:head] + "*" * (len(value) - head - tail) + value[len(value) - tail :]


def shown(number: Number, head: int, tail: int) -> str:
    """The number, masked, with a few words around it; no other long number is in it."""
    text = f"{number.before[-10:]}{masked(number.value, head, tail)}{number.after[:10]}"
    return re.sub(r"[0-9]{7,}[Xx]?", lambda match: "*" * len(match[0]), text)
