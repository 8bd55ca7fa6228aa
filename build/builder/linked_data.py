"""
What pages say of themselves to machines: schema.org as JSON-LD, in a data block, which no
Content-Security-Policy forbids since it is not run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from markupsafe import Markup

from builder.contexts import Link, Site
from builder.dates import date_text
from builder.records import PolicyRecord

_FORCE = {
    "in_force": "InForce",
    "amended": "PartiallyInForce",
    "repealed": "NotInForce",
    "expired": "NotInForce",
}
START = '<script type="application/ld+json">'
_END = "</script>"
_READ = frozenset({"name", "alternateName", "headline", "description", "address"})
_LED = frozenset({"url", "item", "target"})


def data_block(*facts: Mapping[str, Any]) -> Markup:
    """The element that holds them, empty values left out."""
    graph = [{name: value for name, value in each.items() if value} for each in facts]
    data = {
        "@context": "https://schema.org",
        **(graph[0] if len(graph) == 1 else {"@graph": graph}),
    }
    return Markup(f"{_element(data)}\n")


def changed(
    element: str, text: Callable[[str], str], address: Callable[[str], str], language: str
) -> str:
    """The element for the same page in another language: what is to be read, and where it leads."""

    def value(name: str, known: Any) -> Any:
        if isinstance(known, dict):
            return {key: value(key, each) for key, each in known.items()}
        if isinstance(known, list):
            return [value(name, each) for each in known]
        if name == "inLanguage":
            return language
        if name in _READ:
            return text(known)
        return address(known) if name in _LED else known

    return _element(value("", msgspec.json.decode(element[len(START) : -len(_END)])))


def _element(data: Any) -> str:
    text = msgspec.json.encode(data).decode()
    return START + text.replace("<", "\\u003c") + _END


def crumb_block(crumbs: Iterable[Link], origin: str) -> Markup:
    """Where a page stands."""
    places = [
        {"@type": "ListItem", "position": at, "name": crumb.title, "item": origin + crumb.href}
        for at, crumb in enumerate(crumbs, start=1)
    ]
    return (
        data_block({"@type": "BreadcrumbList", "itemListElement": places}) if places else Markup()
    )


def site_block(site: Site, description: str, origin: str) -> Markup:
    """The site, who runs it, and how it is searched."""
    contact = site.contact
    body = {
        "@type": "GovernmentOrganization",
        "@id": f"{origin}/#host",
        "name": site.host_body,
        "url": f"{origin}/",
        "telephone": contact.phone,
        "email": contact.email,
        "address": contact.address,
    }
    search = {
        "@type": "SearchAction",
        "target": f"{origin}{site.search_href}?q={{search_term_string}}",
        "query-input": "required name=search_term_string",
    }
    return data_block(
        {
            "@type": "WebSite",
            "name": site.name,
            "alternateName": site.short_name,
            "description": description,
            "url": f"{origin}/",
            "inLanguage": "zh-CN",
            "publisher": {"@id": body["@id"]},
            "potentialAction": search,
        },
        body,
    )


def page_block(
    title: str, url: str, published: str, updated: str, source: str, image: str
) -> Markup:
    """An article; times as they are shown."""
    return data_block(
        {"@type": "NewsArticle", "headline": title, "image": image}
        | _common(url, published, updated, source)
    )


def document_block(
    page: PolicyRecord, validity: str, url: str, published: str, updated: str, source: str
) -> Markup:
    """公文 as legislation, with its number and whether it holds."""
    force = _FORCE.get(validity, "")
    own = {
        "@type": "Legislation",
        "name": page.title,
        "legislationIdentifier": page.document_number,
        "legislationDate": date_text(page.issued_on) if page.issued_on else "",
        "legislationLegalForce": force and f"https://schema.org/{force}",
        "identifier": page.index_number,
    }
    return data_block(own | _common(url, published, updated, source))


def _common(url: str, published: str, updated: str, source: str) -> dict[str, Any]:
    return {
        "url": url,
        "datePublished": _moment(published),
        "dateModified": _moment(updated),
        "publisher": source and {"@type": "GovernmentOrganization", "name": source},
        "inLanguage": "zh-CN",
    }


def _moment(shown: str) -> str:
    return f"{shown.replace(' ', 'T')}:00+08:00" if shown else ""
