"""
专题: what a topic gathers, in the order of its editors.
"""

from __future__ import annotations

from dataclasses import replace

from builder.contexts import Item, Link, Section
from builder.dates import chinese_date
from builder.items import item
from builder.outputs import lists
from builder.records import Ref, TopicEntryRecord, TopicRecord
from builder.view import View

_COLUMN = "column"


def topic_context(view: View, page: TopicRecord, reader: int) -> dict[str, object]:
    """The fields of `contexts.Topic` that an article does not have."""
    return {
        "is_archived": page.is_archived,
        "ends": chinese_date(page.ends_on),
        "parts": _parts(view, page, reader),
    }


def _parts(view: View, page: TopicRecord, reader: int) -> tuple[Section, ...]:
    """Columns by themselves, pages with those before them; what is not public, or empty, is left out."""
    found: list[tuple[Link, list[Item]]] = []
    is_open = False
    for entry in page.entries:
        if entry.page is None:
            continue
        if entry.page.kind == _COLUMN:
            found += _column(view, entry, reader)
            is_open = False
            continue
        if entry.heading or not is_open:
            found.append((Link(entry.heading, ""), []))
            is_open = True
        target = view.entry(Ref(entry.page.kind, entry.page.id))
        if target is not None:
            found[-1][1].append(item(view, target, reader))
    return tuple(Section(link, tuple(lines)) for link, lines in found if lines)


def _column(view: View, entry: TopicEntryRecord, reader: int) -> list[tuple[Link, list[Item]]]:
    assert entry.page is not None
    if view.column(entry.page.id) is None:
        return []
    section = lists.section(view, entry.page.id, entry.count, reader)
    link = replace(section.column, title=entry.heading or section.column.title)
    return [(link, list(section.items))]
