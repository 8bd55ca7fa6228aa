"""
Turns single values of a record into what our fields hold; a value that cannot be taken raises FieldFault.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from sites.addresses import SHANGHAI

from .errors import FieldFault

# Invisible characters that never carry meaning. U+200C and U+200D do between letters of Mongolian,
# Tibetan or Uyghur and inside emoji, so they go only where a neighbour is Chinese, Latin or nothing.
_ALWAYS = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff]"
_PLAIN = "[\x00-\u05ff\u2000-\u203f\u3000-\u9fff\uff00-\uffef]"
INVISIBLE = re.compile(
    f"{_ALWAYS}|[\u200c\u200d]+(?={_PLAIN}|$)|(?<={_PLAIN})[\u200c\u200d]+|^[\u200c\u200d]+"
)
_SPACES = re.compile(r"\s+")
_BETWEEN_KEYWORDS = re.compile(r"[;；,，、|\s]+")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_CLOCK = re.compile(r"[T\s]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?")


def without_invisible(text: str) -> str:
    """The text without control and zero-width characters; line breaks, tabs and spaces stay."""
    return INVISIBLE.sub("", text)


def to_line(field: str, value: Any) -> str:
    """
    One line of text: no line breaks, no invisible characters, no spaces at the ends; ``""`` for nothing.
    """
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise FieldFault(field, f"应当是文字，实际是 {type(value).__name__}")
    text = _SPACES.sub(" ", without_invisible(str(value))).strip()
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FieldFault(field, "含有残缺的字符（半个代理对）") from error
    return text


def to_keywords(field: str, value: Any) -> list[str]:
    """Keywords from a list, or from one text separated by semicolons, commas or spaces; each once."""
    parts = value if isinstance(value, list) else _BETWEEN_KEYWORDS.split(to_line(field, value))
    lines = (to_line(field, part) for part in parts)
    return list(dict.fromkeys(line for line in lines if line))


def to_date(field: str, value: Any) -> date | None:
    """``2018-12-29``, ``2018/12/29``, ``2018年12月29日``; a time behind it is ignored."""
    moment = to_datetime(field, value)
    return moment.date() if moment else None


def to_datetime(field: str, value: Any) -> datetime | None:
    """
    A moment in Asia/Shanghai; a bare date is its midnight, a time without a zone is Chinese time.
    """
    text = to_line(field, value)
    if not text:
        return None
    day = _DATE.match(text)
    clock = _CLOCK.fullmatch(text, day.end()) if day else None
    if not day or not (clock or day.end() == len(text)):
        raise FieldFault(field, f"不是日期：{text[:40]}")
    hour, minute, second, zone = clock.groups() if clock else (0, 0, 0, None)
    try:
        year, month, number = (int(part) for part in day.groups())
        moment = datetime(
            year, month, number, int(hour), int(minute), int(second or 0), tzinfo=SHANGHAI
        )
        if zone:
            shift = datetime.strptime(zone, "%z").tzinfo
            moment = moment.replace(tzinfo=shift).astimezone(SHANGHAI)
    except (ValueError, OverflowError) as error:
        raise FieldFault(field, f"没有这一天或这一时刻：{text[:40]}") from error
    return moment
