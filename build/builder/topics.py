"""
专题: what a topic gathers, in the order of its editors.
"""

from __future__ import annotations

from builder.dates import chinese_date
from builder.gathering import Row, gathered
from builder.records import Ref, TopicRecord
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
