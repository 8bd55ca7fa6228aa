"""
Keeps the search index in step with the store.
"""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

from builder.plan import Plan
from builder.processes import only_build
from builder.search.fields import SCHEMA
from builder.search.index import build_index
from builder.search.searcher import NoIndexError, Searcher
from builder.search_documents import search_documents
from builder.view import open_untraced

INDEX = "search"
"""Name of the index among outputs, and of its folder."""


def update_index(plan: Plan, folder: Path) -> int | None:
    """
    Index all pages anew; the number of documents, or None when the index is of this store already,
    and has the fields that it is to have.
    Waits for another process that does so.
    """
    with only_build(folder, is_patient=True):
        return _update(plan, folder)


def _update(plan: Plan, folder: Path) -> int | None:
    mark = folder / "made-from"
    fields = ",".join(SCHEMA.names())
    state = f"{plan.store.fingerprint} {plan.addressing.mode} {plan.addressing.port} {fields}\n"
    if mark.is_file() and mark.read_text() == state and _is_usable(folder):
        return None
    mark.unlink(missing_ok=True)
    with open_untraced(plan.store, plan.theme, plan.addressing) as view:
        count = build_index(search_documents(view), folder)
    mark.write_text(state)
    return count


def _is_usable(folder: Path) -> bool:
    """Whether the index is there, and can be read."""
    with suppress(NoIndexError), closing(Searcher(folder)):
        return True
    return False
