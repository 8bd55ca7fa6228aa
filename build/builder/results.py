"""
Tells the cms which pages are live, and where. Nothing depends on it: editors see it beside the page.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

import msgspec

from builder.errors import FeedError
from builder.plan import Plan
from builder.records import Ref
from builder.sources import HttpSource
from builder.store import HeldBy
from builder.view import View, open_untraced

BATCH = 500
"""Records in one POST."""

logger = logging.getLogger(__name__)


def report_live(plan: Plan, source: HttpSource, slugs: Collection[str]) -> int:
    """
    Report the pages that were taken in and now stand in the sites `slugs`, and those that are held,
    with the reasons; the number reported.

    What the cms does not take now, or came from a file, is reported with the next build from a cms.
    """
    waiting = iter(plan.store.unreported())
    reported, held = 0, plan.store.held()
    with open_untraced(plan.store, plan.theme, plan.addressing) as view:
        while batch := list(islice(waiting, BATCH)):
            live = dict(_live(view, (ref for ref in batch if ref not in held), slugs))
            stopped = {ref: held[ref] for ref in batch if ref in held}
            try:
                source.report(_encode(plan.store.cursor, live, stopped))
            except FeedError as error:
                logger.warning("results not taken: %s", error)
                break
            plan.store.mark_reported([*live, *stopped])
            reported += len(live) + len(stopped)
    return reported


def _live(view: View, pages: Iterable[Ref], slugs: Collection[str]) -> Iterator[tuple[Ref, str]]:
    for ref in pages:
        entry = view.entry(ref)
        if entry and view.site(view.address(entry).site).slug in slugs:
            yield ref, view.page_url(entry)


def _encode(cursor: str | None, live: dict[Ref, str], held: dict[Ref, list[HeldBy]]) -> bytes:
    records: list[dict[str, object]] = [
        {"kind": ref.kind, "id": ref.id, "live_at": url} for ref, url in live.items()
    ]
    records += [
        {"kind": ref.kind, "id": ref.id, "findings": [_finding(each) for each in found]}
        for ref, found in held.items()
    ]
    return msgspec.json.encode({"cursor": cursor, "release": None, "records": records})


def _finding(held: HeldBy) -> dict[str, str]:
    return {
        "reason": f"{held.title}：{held.reason}（{held.site}/{held.path}）",
        "field": held.field,
    }
