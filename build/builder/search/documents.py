"""
What the index is made of: one `SearchDocument` for each page that can be found.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """
    A page as the search sees it; an empty string where the page has no such value.

    Texts are plain, without markup. `href` is printed in results as it stands: an absolute
    address, or a path for a site that is searched on its own host.
    """

    id: int
    kind: str
    """``article``, ``policy_document``, ``interpretation``, …"""
    kind_label: str
    """``政策文件``: what a reader calls the kind."""
    site: str
    """The site's slug, what the filter `site` compares with."""
    site_name: str
    href: str
    title: str
    text: str
    """The body's visible text; line breaks and white space do not matter."""
    date: str = ""
    """``2026-03-01``; results of equal weight are shown newest first."""
    column: str = ""
    """Title of the page's canonical column."""
    document_number: str = ""
    index_number: str = ""
    issuing_body: str = ""
    validity: str = ""
    """``in_force``, ``amended``, ``repealed``, ``expired`` or empty."""
    successor: str = ""
    """Title of what replaces the document."""
