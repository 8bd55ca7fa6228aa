"""
A small grammar: sentences with slots, filled by the rules of a phrase book and a source of chance.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random

Rules = Mapping[str, Sequence[str]]

_SLOT = re.compile(r"\{(?:(\d+)-(\d+)|([a-z_0-9]+))\}")
_TRIES = 8


class Grammar:
    """
    Fills ``{name}`` with a phrase of that rule and ``{3-15}`` with a number between the two.

    Within one `Grammar` a rule gives a phrase again only after all of its phrases were used,
    so that a text made with one object does not repeat itself.
    """

    def __init__(self, rules: Rules, rng: Random) -> None:
        self._rules = rules
        self._rng = rng
        self._left: dict[str, list[str]] = {}

    def fill(self, text: str) -> str:
        """`text` with every slot filled, those inside the fillings too."""
        return _SLOT.sub(self._slot, text)

    def say(self, rule: str) -> str:
        """One phrase of `rule`, filled."""
        return self.fill(self._draw(rule))

    def several(self, rule: str, least: int, most: int) -> list[str]:
        """Between `least` and `most` different phrases of `rule`, filled; all it has when it has fewer."""
        count = min(self._rng.randint(least, most), len(self._rules[rule]))
        said: list[str] = []
        for _ in range(count * _TRIES):
            if len(said) == count:
                break
            phrase = self.say(rule)
            if phrase not in said:
                said.append(phrase)
        return said

    def _slot(self, match: re.Match[str]) -> str:
        low, high, name = match.groups()
        if name is None:
            return str(self._rng.randint(int(low), int(high)))
        return self.say(name)

    def _draw(self, rule: str) -> str:
        left = self._left.get(rule)
        if not left:
            left = list(self._rules[rule])
            self._rng.shuffle(left)
            self._left[rule] = left
        return left.pop()
