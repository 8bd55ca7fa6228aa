"""
政府公报: the documents of each quarter.
"""

from __future__ import annotations

from datetime import date, timedelta

from cms.demo.brief import Brief, Draft
from cms.demo.items import Issue, Item

ISSUES = 4
"""One for each of the last quarters."""
_FIRST_YEAR = 2004
_PARTS = (("规范性文件", "gfxwj"), ("其他文件", "qtwj"))
_MOST = 6


def last_days(as_of: date) -> list[date]:
    """The last day of each quarter that is over, newest first."""
    first = date(as_of.year, 3 * ((as_of.month - 1) // 3) + 1, 1)
    days = []
    for _ in range(ISSUES):
        last = first - timedelta(days=1)
        days.append(last)
        first = date(last.year, last.month - 2, 1)
    return days


def issue(brief: Brief) -> Draft:
    """An issue with the documents of the quarter in which it comes out."""
    day = last_days(brief.as_of)[brief.place]
    number = day.month // 3
    title = f"{brief.site.host_body}公报{day.year}年第{number}期"
    entries: list[tuple[str, int]] = []
    for heading, column in _PARTS:
        found = _of_quarter(brief, column, day)
        entries += [(heading if at == 0 else "", item.key) for at, item in enumerate(found)]
    rows = [("文号", "标题"), *(_row(brief, key) for _, key in entries)]
    return Draft(
        title=title,
        parts=(),
        keywords=("政府公报",),
        picture=brief.any_picture().key,
        attachments=(brief.add_file(f"{title}目录", "pdf", rows),),
        issue=Issue(day.year, number, (day.year - _FIRST_YEAR) * 4 + number, tuple(entries)),
    )


def _of_quarter(brief: Brief, column: str, last: date) -> list[Item]:
    """The newest documents of a column until the quarter's last day."""
    found = [
        item
        for item in brief.archive.documents(brief.site.slug)
        if item.column.endswith(column) and item.published_at.date() <= last
    ]
    return found[-_MOST:]


def _row(brief: Brief, key: int) -> tuple[str, str]:
    item = brief.archive.items[key - 1]
    return (item.document.number if item.document else "", item.title)
