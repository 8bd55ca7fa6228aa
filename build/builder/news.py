"""
What feeds tell beside new pages: that one was corrected, amended, repealed, or expired.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from builder.dates import CHINA, chinese_date
from builder.events import POLICY, Event
from builder.labels import MARK_WORDS, VALIDITY_LABELS, nested
from builder.life import ran_to, successor_of
from builder.records import Ref
from builder.trace import derived
from builder.view import Entry, View

_AFTER = {"expired": timedelta(days=1)}
"""A document holds to the end of its last day."""


class News(NamedTuple):
    """An entry of a feed."""

    id: str
    title: str
    href: str
    at: datetime
    summary: str


def events(view: View, found: Iterable[tuple[Ref, Event]]) -> Iterator[News]:
    """What happened to pages, as `View.events` found it."""
    for told_by, event in found:
        entry = view.entry(event.page)
        if entry is None or view.entry(told_by) is None:
            continue
        if event.what != "expired" or ran_to(view, event.page.id, event.day):
            yield _news(view, entry, told_by, event)


def entry_id(view: View, entry: Entry) -> str:
    """What a page is called in every feed, wherever it stands."""
    return f"tag:{_domain(view, view.address(entry).site)},2000:{entry.ref}"


@derived
def _domain(view: View, site: int) -> str:
    return view.site(site).domain


def _news(view: View, entry: Entry, told_by: Ref, event: Event) -> News:
    day = date.fromisoformat(event.day)
    label = "更正" if event.what == "corrected" else VALIDITY_LABELS[event.what]
    return News(
        id=f"{entry_id(view, entry)}/{event.what}/{event.day}/{told_by.id}",
        title=f"{label}：{_title(view, entry.ref)}",
        href=view.page_url(entry),
        at=datetime.combine(day, time(), CHINA) + _AFTER.get(event.what, timedelta()),
        summary=event.note if event.what == "corrected" else _sentence(view, told_by, event),
    )


def _sentence(view: View, told_by: Ref, event: Event) -> str:
    day, word = chinese_date(date.fromisoformat(event.day)), MARK_WORDS[event.what]
    if event.what == "expired":
        return f"有效期至{day}。"
    if told_by != event.page:
        text = f"自{day}起由《{nested(_title(view, told_by))}》{word}。"
    elif event.note:
        text = f"自{day}起{word}，依据：{event.note}。"
    else:
        text = f"自{day}起{word}。"
    successor = successor_of(view, event.page.id) if event.page.kind == POLICY else None
    if successor and event.what == "repealed":
        text += f"现行文件：《{nested(_title(view, Ref(POLICY, successor)))}》。"
    return text


def _title(view: View, page: Ref) -> str:
    return view.card(page, "title").title
