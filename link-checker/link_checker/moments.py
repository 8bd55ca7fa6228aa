"""
The moment an inspection judges for. Only here is a clock asked, and only by those who start one.
"""

from __future__ import annotations

from datetime import datetime

from link_checker.errors import BadUse
from link_checker.snapshot import SHANGHAI


def now() -> datetime:
    """This moment, in the zone of the sites."""
    return datetime.now(SHANGHAI)


def read_moment(written: str) -> datetime:
    """A day (its first moment) or a time, in Asia/Shanghai where it names no zone."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise BadUse(
            f"--as-of {written}：不是日期。请写作 2026-03-01 或 2026-03-01T10:00。"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
