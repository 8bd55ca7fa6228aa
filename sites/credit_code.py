"""
统一社会信用代码, GB 32100—2015: seventeen characters and a check character.
"""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18


def check_character(first_seventeen: str) -> str:
    """
    The eighteenth character that belongs to the first seventeen.
    """
    total = sum(
        _ALPHABET.index(character) * pow(3, place, 31)
        for place, character in enumerate(first_seventeen)
    )
    return _ALPHABET[-total % 31]


def is_credit_code(text: str) -> bool:
    """
    Whether `text` is well formed and its check character is right.
    """
    return (
        len(text) == _LENGTH
        and set(text) <= set(_ALPHABET)
        and check_character(text[:-1]) == text[-1]
    )
