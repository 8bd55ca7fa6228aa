"""
Files that are gone while pages still lead to them: faults that no single page shows.

What leads there is looked for in every page with another parser than the inspector's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import html

from builder.defects.answers import Answer
from builder.defects.pages import Site
from builder.elder import HOME

RULE = "broken_link"
_ADDRESSED = "//@href | //@src | //@action | //@poster | //@data"
_ATTACHMENTS = frozenset({".pdf", ".docx", ".xlsx", ".ofd", ".wps"})
_SITES = 3


def withdraw_files(sites: list[Site], kept: set[str]) -> list[Answer]:
    """
    Takes an article and an attachment of some sites away and answers who still leads there.

    Addresses in `kept` stay, because something else is to be found there.
    """
    gone = {address for site in sites[:_SITES] for address in _chosen(site, kept)}
    for site in sites:
        for address in gone:
            if address.startswith(site.base):
                site.file(address).unlink()
    return [answer for site in sites for answer in _leading_to(gone, site)]


def _chosen(site: Site, kept: set[str]) -> list[str]:
    # robots.txt keeps a crawler from the home page in large print; what only a folder tells is no answer.
    unread = site.file(f"{site.base}{HOME}").read_text(encoding="utf-8")
    articles = [
        page.url
        for page in site.contents()
        if page.url not in kept and urlsplit(page.url).path not in unread
    ]
    attachments = [
        site.url_of(file)
        for file in sorted(site.folder.rglob("media/**/*"))
        if file.suffix in _ATTACHMENTS
    ]
    return articles[-1:] + attachments[:1]


def _leading_to(gone: set[str], site: Site) -> Iterator[Answer]:
    names = [PurePosixPath(urlsplit(address).path).name.encode() for address in gone]
    for file in site.files():
        source = file.read_bytes()
        if not any(name in source for name in names):
            continue
        page = site.url_of(file)
        for target in sorted({unquote(each) for each in _targets(source, page)}):
            if target in {unquote(address) for address in gone}:
                yield Answer(
                    rule=RULE, site=site.slug, url=page, target=target, fault="file_withdrawn"
                )


def _targets(source: bytes, page: str) -> Iterator[str]:
    for href in html.document_fromstring(source.decode()).xpath(_ADDRESSED):
        yield urldefrag(urljoin(page, href.strip())).url
