"""
Former places of columns and placements, noticed when they are exported: whatever moved them, an
editor or a line of SQL, the place of the last export differs from the present one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from cms.core.keys import among
from cms.feed.models import ExportedRecord, FormerPlace
from cms.feed.sources import Place


def remember_places(kind: str, places: Mapping[int, Place]) -> None:
    """Keep, for each record whose place is not that of its last export, the one it left."""
    known = ExportedRecord.objects.filter(kind=kind, record_id__in=among(places)).values_list(
        "record_id", "stood_in", "stood_as"
    )
    left = {key: (parent, slug) for key, parent, slug in known if (parent, slug) != places[key]}
    already = former_places(kind, left)
    FormerPlace.objects.bulk_create(
        FormerPlace(kind=kind, record_id=key, parent_id=parent, slug=slug)
        for key, (parent, slug) in left.items()
        if (parent, slug) not in already.get(key, ())
    )


def former_places(kind: str, ids: Collection[int]) -> dict[int, list[Place]]:
    """Record id → the places it left, in the order it left them first."""
    found: dict[int, list[Place]] = defaultdict(list)
    rows = FormerPlace.objects.filter(kind=kind, record_id__in=among(ids)).order_by("pk")
    for key, parent, slug in rows.values_list("record_id", "parent_id", "slug"):
        found[key].append((parent, slug))
    return found
