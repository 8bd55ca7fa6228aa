"""
The documents of a column by 主题分类, for readers who know what they are about and not when they came out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from builder.contexts import Link
from builder.events import POLICY
from builder.gazette import KIND as GAZETTE
from builder.records import GazetteRecord, Ref
from builder.trace import derived
from builder.view import Entry, View
from sites.addresses import subject_path

_FEWEST = 2
"""Where all documents are of one subject there is nothing to choose."""


@derived
def subject_links(view: View, column: int, current: str = "") -> tuple[Link, ...]:
    """全部 and each subject of a column; none where there is nothing to choose."""
    found = subjects_of(view, column)
    if not found:
        return ()
    own = view.column_path(column)
    chosen = (Link(name, path, path == current) for path, (name, _) in found.items())
    return (Link("全部", own, not current), *chosen)


@derived
def subjects_of(view: View, column: int) -> dict[str, tuple[str, tuple[Entry, ...]]]:
    """The path of each subject, with its name and its documents, newest first; by name."""
    folder = view.column_path(column)
    found: dict[str, list[Entry]] = {}
    for subject, entry in _documents(view, column):
        # 主题分类 has two levels; readers choose by the first.
        if name := subject.partition("\\")[0].strip():
            found.setdefault(name, []).append(entry)
    if len(found) < _FEWEST:
        return {}
    return {
        subject_path(folder, name): (name, tuple(entries))
        for name, entries in sorted(found.items())
    }


def _documents(view: View, column: int) -> Iterable[tuple[str, Entry]]:
    """The documents of a column, and those of the gazettes in it, with their subjects."""
    kinds = {entry.kind for entry in view.order(column).entries}
    own = view.subjects(column) if POLICY in kinds else ()
    return (*own, *_of_gazettes(view, column)) if GAZETTE in kinds else own


def _of_gazettes(view: View, column: int) -> Iterator[tuple[str, Entry]]:
    issues = (entry for entry in view.order(column).entries if entry.kind == GAZETTE)
    named = (
        row.document
        for issue in issues
        for row in cast(GazetteRecord, view.page(issue.ref)).entries
    )
    found = (view.entry(Ref(POLICY, number)) for number in dict.fromkeys(named))
    for entry in sorted((each for each in found if each), key=_newest_first):
        card = view.card(entry.ref, "subject")
        yield getattr(card, "subject", "") or "", entry


def _newest_first(entry: Entry) -> tuple[int, int]:
    return -(entry.published_at or 0), -entry.id
