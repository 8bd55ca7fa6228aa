"""
A page as it stands in a column: what lists are made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from builder.dates import CHINA
from builder.records import Ref
from sites.addresses import UNDATED

ENTRY = """
    SELECT p.kind, p.page, page.published_at, page.is_link,
           (SELECT column_id FROM placement AS home
            WHERE home.page = p.page AND home.kind = p.kind
            ORDER BY home.position, home.id LIMIT 1) AS home,
           p.is_pinned
    FROM placement AS p JOIN page ON page.id = p.page AND page.kind = p.kind
"""
"""What an `Entry` is made of, in its order."""


ISSUER = "issuing_body"
"""The field by which a page names the body that issued it."""
FACETS: Mapping[str, Sequence[str]] = {
    "title": ("title", "link_url"),
    "news": ("title", "link_url", "summary"),
    "life": ("validity", "changes"),
    "line": (
        "title",
        "link_url",
        "published_at",
        "summary",
        "document_number",
        "form",
        "post",
        "rank",
        "is_archived",
    ),
    "archive": ("is_archived",),
    "subject": ("subject",),
}
"""What links, feeds and lists read of a page's card; whoever reads more reads all of the card."""


class Entry(NamedTuple):
    """A page as it stands in a column."""

    kind: str
    id: int
    published_at: int | None
    """Seconds since 1970, None for a source without a date."""
    is_link: bool
    """The page leads elsewhere and has no file of its own."""
    home: int
    """The column the page has its address in."""
    is_pinned: bool

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.id)

    @property
    def year(self) -> str:
        """Four digits in Chinese time, or `undated`."""
        return _year(self.published_at)


@lru_cache(1 << 16)
def _year(stamp: int | None) -> str:
    return UNDATED if stamp is None else str(datetime.fromtimestamp(stamp, CHINA).year)
