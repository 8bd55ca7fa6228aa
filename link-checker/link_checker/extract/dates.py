"""
Dates as government pages print them.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_CLOCK = r"(?:[日T\s]{0,3}(?P<hour>[0-2]?\d)[:：时](?P<minute>[0-5]\d)(?:[:：][0-5]\d|分)?)?"
PRINTED = re.compile(
    rf"(?<!\d){_YEAR}\s?[-/.年－—]\s?(?P<month>[01]?\d)\s?[-/.月－—]\s?(?P<day>[0-3]?\d)(?!\d)\s?日?{_CLOCK}"
)
"""A full date, with or without a time of day."""

_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>[0-3]?\d)日?\s*[/|]?\s*{_YEAR}\s?[-/.年]\s?(?P<month>[01]?\d)月?(?!\d)"
)
_WITHOUT_YEAR = re.compile(r"(?<![\d-])(?P<month>[01]\d)\s?[-/.月]\s?(?P<day>[0-3]\d)日?(?![\d-])")
_IN_ADDRESS = re.compile(
    r"/(?:t|art/)?(?P<year>20\d\d)[-/]?(?P<month>[01]?\d)(?=\D|[0-3]\d\D|[0-3]\d_)"
)


_HINT = re.compile(r"\d\s?[-/.年月日－—|]")


def find_date(text: str, target: str = "") -> str:
    """
    The date in a short text beside a link as `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`; empty when none.

    A month and day alone count only where the address of the link tells the year.
    """
    return _full_date(text) or _date_without_year(text, target)


@lru_cache(maxsize=4096)
def _full_date(text: str) -> str:
    if not _HINT.search(text):
        return ""
    match = PRINTED.search(text) or _DAY_FIRST.search(text)
    return _written(match, match["year"]) if match else ""


def _date_without_year(text: str, target: str) -> str:
    address = _IN_ADDRESS.search(target)
    match = _WITHOUT_YEAR.search(text) if address else None
    if address and match and int(address["month"]) == int(match["month"]):
        return _written(match, address["year"])
    return ""


def _written(match: re.Match[str], year: str) -> str:
    try:
        day = date(int(year), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return ""
    parts = match.groupdict()
    return f"{day} {int(parts['hour']):02}:{parts['minute']}" if parts.get("hour") else day
