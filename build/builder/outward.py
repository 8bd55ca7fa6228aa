"""
Links that lead out of the cluster. Those to sites of the government are marked; all others lead to a notice
on a page of our own first, one page for each address that is known (国办发〔2017〕47号; decision 0070).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from builder.trace import derived
from sites.hosts import needs_notice

EXTERNAL = re.compile(r'<a\b([^>]*?\bhref\s*=\s*["\'](https?://[^"\']*)["\'][^>]*)>', re.IGNORECASE)
"""The start of a link with its attributes, and its address as it is written."""
WEB = ("https://", "http://")


def host_of(address: str) -> str:
    """Name and port; empty where the address is none."""
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def addresses_in(record: Any, html: Iterable[str]) -> set[str]:
    """The addresses of the web that need a notice, in a record's fields of HTML and its own link."""
    found = {
        unescape(each) for name in html for _, each in EXTERNAL.findall(getattr(record, name) or "")
    }
    if (link := getattr(record, "link_url", None) or "").startswith(WEB):
        found.add(link)
    return {address for address in found if _is_foreign(host_of(address))}


@derived
def is_own(view: Any, host: str) -> bool:
    """Whether a host is a site of the cluster."""
    return any(host in (site.domain, host_of(view.origin(site.id))) for site in view.sites())


def leads_away(view: Any, address: str) -> bool:
    """Whether a link to an address of the web leads to a notice first."""
    host = host_of(address)
    return _is_foreign(host) and not is_own(view, host)


def _is_foreign(host: str) -> bool:
    return bool(host) and needs_notice(host)
