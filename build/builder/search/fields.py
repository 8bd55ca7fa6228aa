"""
How documents lie in the Whoosh index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Existence

_Posting = tuple[bytes, int, float, bytes]


class Terms(FieldType):  # type: ignore[misc]
    """
    A field given as a set of terms that are already analysed: which documents have a term, no more.

    Whoosh's analyzers make an object for each token; a text of 2,000 bigrams is a set instead.
    """

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)

    def index(self, value: Iterable[str], **_: object) -> Iterator[_Posting]:
        """
        Called by Whoosh's writer for each document.
        """
        return ((term.encode(), 1, 1.0, b"") for term in value)


SCHEMA = Schema(
    text=Terms(),
    number=Terms(),
    site=Terms(),
    kind=Terms(),
    year=Terms(),
    validity=Terms(),
    document=STORED(),
)
"""``text``: words and bigrams of all parts; ``number``: keys of 文号 and 索引号; ``document``: what a
result shows."""
