"""
专题: what a topic gathers, in the order of its editors, and which topics gather a page.
"""

from __future__ import annotations

from typing import cast

from builder.dates import chinese_date
from builder.gathering import COLUMN, Row, gathered
from builder.items import TOPIC
from builder.records import Ref, TopicRecord
from builder.trace import derived, derived_for_page
from builder.view import View


def topic_context(view: View, page: TopicRecord, reader: int) -> dict[str, object]:
    """The fields of `contexts.Topic` that an article does not have."""
    rows = (
        Row(each.heading, Ref(each.page.kind, each.page.id), each.count)
        for each in page.entries
        if each.page
    )
    return {
        "is_archived": page.is_archived,
        "ends": chinese_date(page.ends_on),
        "parts": gathered(view, rows, reader),
    }


@derived_for_page
def topics_with(view: View, page: int) -> tuple[int, ...]:
    """The topics that gather a page by itself, not with its column."""
    return _by_page(view).get(page, ())


@derived
def _by_page(view: View) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for entry in view.all_of_type(TOPIC):
        topic = cast(TopicRecord, view.page(entry.ref))
        pages = (each.page for each in topic.entries)
        for number in dict.fromkeys(page.id for page in pages if page and page.kind != COLUMN):
            found[number] = (*found.get(number, ()), entry.id)
    return found
