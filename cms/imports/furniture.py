"""
Page furniture: lines that a saved page carries round its text (下载、打印、字号、当前位置), named by a map.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

HEAD_LINES = 30
TAIL_LINES = 15


@dataclass(frozen=True, slots=True)
class Furniture:
    """
    Lines to drop. A line is named by its whole text without the spaces around it, or, between two
    slashes, by a regular expression for the whole text.
    """

    head: tuple[str, ...] = ()
    """Dropped among the first HEAD_LINES lines that are not blank."""
    tail: tuple[str, ...] = ()
    """Dropped among the last TAIL_LINES lines that are not blank."""
    anywhere: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    """The first such line is dropped with everything behind it."""
    ornaments: tuple[str, ...] = ()
    """Addresses of pictures that say nothing (icons), with ``*``: they leave no stand-in."""

    def __post_init__(self) -> None:
        for lines in (self.head, self.tail, self.anywhere, self.cut):
            _pattern(lines)

    def without(self, lines: list[str]) -> tuple[list[str], list[str]]:
        """The lines that stay, and the text of those that go."""
        stay = _cut(lines, _pattern(self.cut))
        filled = [at for at, line in enumerate(stay) if line.strip()]
        anywhere = _pattern(self.anywhere)
        gone = {at for at in filled if anywhere.fullmatch(stay[at].strip())}
        for places, names in ((filled[:HEAD_LINES], self.head), (filled[-TAIL_LINES:], self.tail)):
            pattern = _pattern(names)
            gone |= {at for at in places if pattern.fullmatch(stay[at].strip())}
        dropped = [stay[at].strip() for at in sorted(gone)]
        dropped += [line.strip() for line in lines[len(stay) :] if line.strip()]
        return [line for at, line in enumerate(stay) if at not in gone], dropped


def _cut(lines: list[str], pattern: re.Pattern[str]) -> list[str]:
    for at, line in enumerate(lines):
        if pattern.fullmatch(line.strip()):
            return lines[:at]
    return lines


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """One expression for all names; matches nothing when there are none."""
    parts = [
        f"(?:{name[1:-1]})" if len(name) > 2 and name[0] == name[-1] == "/" else re.escape(name)
        for name in names
    ]
    return re.compile("|".join(parts) if parts else r"(?!)")
