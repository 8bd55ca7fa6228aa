"""
时间格式不规范: a publication time that is not printed as `YYYY-MM-DD HH:MM`.

Looks at    the dates shown in the head of content pages, and the meta tag PubDate of every page
Reports     a page none of whose shown dates has this form; a PubDate of another form, or one that is no
            real time; a time with seconds, and what was recognised with doubt, is put to a person
Undecided   never
Remedy      把时间改为“YYYY-MM-DD HH:MM”（24 小时制），例如 2024-03-01 09:30
Wrong       <meta name="PubDate" content="2026-11-02">
Wrong       <meta name="PubDate" content="2026-02-30 09:30">
Wrong       <meta name="PubDate" content="2026-11-02T09:30+08:00">
Right       <meta name="PubDate" content=" 2026-11-02 00:00 ">
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from link_checker.certainty import is_sure
from link_checker.facts import PageFacts
from link_checker.outcomes import Finding
from link_checker.registry import Answers, page_rule
from link_checker.rules.meta._tags import CHINESE
from link_checker.snapshot import Snapshot

_FORM = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})?", re.ASCII)

Quality = Literal["right", "has_seconds", "wrong"]


@page_rule(labels=("shown", "PubDate"))
def malformed_date(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding at most for what is shown, one for the tag."""
    value = page.meta.get("pubdate", "")
    if value and value not in CHINESE["pubdate"] and (quality := _quality(value)) != "right":
        yield Finding(
            url=page.url,
            message=f"网页标签 PubDate 的时间“{value[:40]}”{_complaint(quality)}",
            evidence=value[:200],
            label="PubDate",
            needs_review=quality == "has_seconds",
        )
    if page.kind == "content" and page.shown_dates:
        best = min(map(_quality, page.shown_dates), key=("right", "has_seconds", "wrong").index)
        if best != "right":
            nearest = [date for date in page.shown_dates if _quality(date) == best]
            yield Finding(
                url=page.url,
                message=f"标题下方显示的时间“{'”“'.join(nearest[:3])}”{_complaint(best)}",
                evidence="；".join(page.shown_dates)[:200],
                label="shown",
                needs_review=best == "has_seconds" or not is_sure(page),
            )


def _quality(text: str) -> Quality:
    match = _FORM.fullmatch(text.strip())
    if match is None:
        return "wrong"
    try:
        datetime.fromisoformat(match[0])
    except ValueError:
        return "wrong"
    return "has_seconds" if match[1] else "right"


def _complaint(quality: Quality) -> str:
    if quality == "has_seconds":
        return "带有秒。规范格式为“YYYY-MM-DD HH:MM”，请酌情改正。"
    return "不符合“YYYY-MM-DD HH:MM”的格式，或者不是真实的时间。请改正。"
