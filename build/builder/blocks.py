"""
The blocks of a home page: columns in the forms that its editors chose, and their links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import cast

from builder.contexts import Figure, Link, Section
from builder.data_releases import KIND as DATA_RELEASE
from builder.frame import column_link
from builder.items import LEADER, TOPIC, by_rank, is_archived, items
from builder.outputs import lists
from builder.outward import host_of, is_own
from builder.records import DataReleaseRecord, Ref
from builder.trace import derived
from builder.view import Entry, View

LIST, DOCUMENTS, TOPICS = "list", "documents", "topics"
LEADERS, DATA, LINKS = "leaders", "data", "links"
_COUNT = 6
_SERVICES = "服务入口"
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?")


def blocks(view: View, site: int) -> tuple[Section, ...]:
    """Those with something in them; the first is the news block, whose first item with a picture leads."""
    made = (
        _block(view, kind, column, count, site, is_first=not at)
        for at, (kind, column, count) in enumerate(_chosen(view, site))
    )
    return tuple(each for each in made if each.items or each.links)


@derived
def _chosen(view: View, site: int) -> tuple[tuple[str, int, int], ...]:
    """Form, column and number of items, as the editors arranged them, or the main columns; 0 for no column."""
    setting = view.setting(site)
    if setting and setting.blocks:
        found = ((each.kind, each.column or 0, each.count) for each in setting.blocks)
        return tuple(each for each in found if each[0] == LINKS or view.column(each[1]))
    return tuple((LIST, each.id, _COUNT) for each in view.main_columns(site) if not each.is_hidden)


def _block(view: View, kind: str, column: int, count: int, site: int, *, is_first: bool) -> Section:
    if kind == LINKS:
        return Section(Link(_SERVICES, ""), (), kind, tuple(_links(view, site)))
    if kind == LEADERS:
        return _of_kind(view, kind, LEADER, column, count, site)
    if kind == TOPICS:
        return _of_kind(view, kind, TOPIC, column, count, site)
    if kind == DATA:
        return _figures(view, column, site)
    made = lists.section(view, column, count, site, in_full=is_first or kind == DOCUMENTS)
    return Section(made.column, made.items, kind)


def _of_kind(view: View, kind: str, wanted: str, column: int, count: int, site: int) -> Section:
    """The first pages of one type in a column, with their pictures."""
    entries = by_rank(view, [each for each in _open(view, column) if each.kind == wanted])
    lines = items(view, entries[:count], site, in_full=True)
    return Section(column_link(view, column, site), lines, kind)


@derived
def _open(view: View, column: int) -> tuple[Entry, ...]:
    """What stands in a column, newest first, less the topics that are over."""
    return tuple(each for each in view.order(column).entries if not is_archived(view, each))


def _figures(view: View, column: int, site: int) -> Section:
    """The main figures of the newest release, as its chart or else its second column has them."""
    newest = next((e for e in _open(view, column) if e.kind == DATA_RELEASE), None)
    if newest is None:
        return Section(column_link(view, column, site), (), DATA)
    page = cast(DataReleaseRecord, view.page(newest.ref))
    return Section(
        column_link(view, column, site),
        items(view, [newest], site),
        DATA,
        figures=tuple(_main_figures(page))[:_COUNT],
    )


def _main_figures(page: DataReleaseRecord) -> Iterator[Figure]:
    heading, *rows = page.table or ((),)
    numbers = [at for at in range(1, len(heading)) if all(_is_number(row, at) for row in rows)]
    units = [at for at, name in enumerate(heading) if name in ("单位", "计量单位")]
    for row in rows if numbers else ():
        unit = row[units[0]] if units else page.unit or ""
        yield Figure(row[0], row[numbers[0]], unit)


def _is_number(row: Sequence[str], at: int) -> bool:
    return at < len(row) and _NUMBER.fullmatch(row[at].strip()) is not None


def _links(view: View, site: int) -> Iterator[Link]:
    setting = view.setting(site)
    for link in setting.links if setting else ():
        if link.page:
            href = view.reference(Ref(link.page.kind, link.page.id), "", site)
            if href:
                yield Link(link.title, href)
        elif link.url:
            is_external = not is_own(view, host_of(link.url))
            yield Link(link.title, view.outward_href(link.url, site, site), is_external=is_external)
