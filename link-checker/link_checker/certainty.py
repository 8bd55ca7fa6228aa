"""
How sure recognition must be before a finding stands on it.

Below `SURE` a finding is put to a person (`needs_review`) and deducts nothing.
"""

from __future__ import annotations

from link_checker.facts import PageFacts
from link_checker.snapshot import Snapshot

SURE = 0.8


def is_sure(page: PageFacts) -> bool:
    """The kind of the page is known well enough to judge by it."""
    return page.kind_certainty >= SURE


def is_plain(page: PageFacts, snapshot: Snapshot) -> bool:
    """
    What the page shows is in its HTML: it runs no script, or its site publishes a column inventory
    and so is built as plain files. Elsewhere a script may add what is missing here.
    """
    return snapshot.site(page.site).has_column_inventory or not any(
        link.kind == "script" for link in page.links
    )
