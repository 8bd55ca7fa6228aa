"""
What a crawl may cost, as it is written on a command line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from link_checker.crawl import Limits
from link_checker.errors import BadUse

NAMES = ("pages", "seconds", "external", "depth")
"""The limits that an inspector chooses; the others protect us."""


def limits_of(written: Iterable[str]) -> Limits:
    """`pages=500`, `seconds=60` … over the usual limits."""
    chosen = Limits()
    for each in written:
        name, _, number = each.partition("=")
        if name not in NAMES or not number.isascii() or not number.isdigit():
            raise BadUse(
                f"--budget {each}：应写作“名称=整数”，名称是 {'、'.join(NAMES)} 之一，例如 pages=500。"
            )
        chosen = replace(chosen, **{name: int(number)})
    return chosen
