"""
What a search answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from markupsafe import Markup

from builder.traditional import Words, led

_TEXTS = ("site_name", "column", "kind_label", "issuing_body", "validity_label", "successor")


@dataclass(frozen=True, slots=True)
class Hit:
    """
    One page that was found; `Markup` is escaped HTML in which ``<mark>`` encloses what was found.
    """

    title: Markup
    snippet: Markup
    href: str
    site: str
    site_name: str
    column: str
    date: str
    kind: str
    kind_label: str
    document_number: str
    issuing_body: str
    validity: str
    validity_label: str
    successor: str


@dataclass(frozen=True, slots=True)
class Results:
    """
    One page of an answer.
    """

    query: str
    total: int
    """How many documents match, exactly."""
    page: int
    pages: int
    hits: tuple[Hit, ...]
    message: str
    """A sentence when there is something to say: nothing found, query unusable; else empty."""

    def seen_from(self, site: str) -> Results:
        """
        As a page of that site shows it: its own pages are paths there, so that a reader stays where they
        are, in 长辈版 for instance.
        """
        hits = (
            replace(hit, href=urlsplit(hit.href).path) if hit.site == site else hit
            for hit in self.hits
        )
        return replace(self, hits=tuple(hits))

    def written(self, words: Words) -> Results:
        """
        As a page of 繁體版 shows it.
        """
        hits = (
            replace(
                hit,
                title=Markup(words.html(hit.title)),
                snippet=Markup(words.html(hit.snippet)),
                href=led(hit.href),
                **{name: words.text(getattr(hit, name)) for name in _TEXTS},
            )
            for hit in self.hits
        )
        return replace(self, hits=tuple(hits), message=words.text(self.message))
