"""
What editors gathered on a page: columns with their newest items, pages under headings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from builder.contexts import Item, Link, Section
from builder.items import item
from builder.outputs import lists
from builder.records import Ref
from builder.view import View

_COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Row:
    """A column of which `count` items are shown, or a page; with a heading it begins a new part."""

    heading: str
    target: Ref
    count: int = 0


def gathered(view: View, rows: Iterable[Row], reader: int) -> tuple[Section, ...]:
    """Columns by themselves, pages with those before them; what is not public, or empty, is left out."""
    found: list[tuple[Link, list[Item]]] = []
    is_open = False
    for row in rows:
        if row.target.kind == _COLUMN:
            found += _column(view, row, reader)
            is_open = False
            continue
        if row.heading or not is_open:
            found.append((Link(row.heading, ""), []))
            is_open = True
        if entry := view.entry(row.target):
            found[-1][1].append(item(view, entry, reader))
    return tuple(Section(link, tuple(lines)) for link, lines in found if lines)


def _column(view: View, row: Row, reader: int) -> list[tuple[Link, list[Item]]]:
    if view.column(row.target.id) is None:
        return []
    section = lists.section(view, row.target.id, row.count, reader)
    link = replace(section.column, title=row.heading or section.column.title)
    return [(link, list(section.items))]
