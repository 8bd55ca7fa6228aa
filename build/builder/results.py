"""
Tells the cms which pages are live, and where. Nothing depends on it: editors see it beside the page.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

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


def report_live(plan: Plan, source: HttpSource, roots: Mapping[str, str]) -> int:
    """
    Report the pages that were taken in and now stand in the live releases of these sites, by their
    slugs, and those that are held, with the reasons; the number reported.

    What the cms does not take now, or came from a file, is reported with the next build from a cms.
    """
    waiting = iter(plan.store.unreported())
    reported, held = 0, plan.store.held()
    with open_untraced(plan.store, plan.theme, plan.addressing) as view:
        while batch := list(islice(waiting, BATCH)):
            live = list(_live(view, (ref for ref in batch if ref not in held), roots))
            stopped = {ref: held[ref] for ref in batch if ref in held}
            try:
                source.report(_encode(plan.store.cursor, live, stopped))
            except FeedError as error:
                logger.warning("results not taken: %s", error)
                break
            plan.store.mark_reported([*(each.page for each in live), *stopped])
            reported += len(live) + len(stopped)
    return reported


class _Live(NamedTuple):
    page: Ref
    url: str
    root: str
    """Of the release in which it stands."""


def _live(view: View, pages: Iterable[Ref], roots: Mapping[str, str]) -> Iterator[_Live]:
    for ref in pages:
        entry = view.entry(ref)
        root = roots.get(view.site(view.address(entry).site).slug) if entry else None
        if entry and root:
            yield _Live(ref, view.page_url(entry), root)


def _encode(
    cursor: str | None, live: Iterable[_Live], held: Mapping[Ref, Iterable[HeldBy]]
) -> bytes:
    records: list[dict[str, object]] = [
        {"kind": page.kind, "id": page.id, "live_at": url, "release": root}
        for page, url, root in live
    ]
    records += [
        {"kind": ref.kind, "id": ref.id, "findings": [_finding(each) for each in found]}
        for ref, found in held.items()
    ]
    return msgspec.json.encode({"cursor": cursor, "records": records})


def _finding(held: HeldBy) -> dict[str, str]:
    return {
        "reason": f"{held.title}：{held.reason}（{held.site}/{held.path}）",
        "field": held.field,
    }
