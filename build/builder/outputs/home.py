"""
首页：头条、栏目区块、部门网站。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from builder.addressing import Address
from builder.blocks import blocks
from builder.contexts import Home, Link, MetaTag
from builder.frame import HOME, SEARCH, frame, notice_text, site_context
from builder.items import item
from builder.linked_data import site_block
from builder.outputs import catalogue
from builder.places import Place
from builder.records import Ref
from builder.trace import derived
from builder.view import View


def files(view: View, place: Place) -> Iterator[Address]:
    """The home page."""
    if place.is_site:
        yield Address(place.site, HOME)


def render(view: View, address: Address) -> bytes:
    """The home page as the editors arranged it, or its main columns when they did not."""
    about = _about(view, address.site)
    setting = view.setting(address.site)
    headline = setting.headline if setting else None
    entry = view.entry(Ref(headline.kind, headline.id)) if headline else None
    context = Home(
        **frame(
            view,
            address,
            meta=(
                MetaTag("Keywords", about.keywords),
                MetaTag("Description", about.description),
            ),
            data=site_block(
                site_context(view, address.site), about.description, view.origin(address.site)
            ),
        ),
        notice_text=notice_text(view, address.site),
        headline=item(view, entry, address.site) if entry else None,
        sections=blocks(view, address.site),
        hot_words=tuple(_search_link(word) for word in (setting.hot_words if setting else ())),
        departments=_departments(view, address.site) if about.is_portal else (),
        catalogue=Link(catalogue.TITLE, catalogue.PATH) if about.is_portal else None,
    )
    return view.render("home", context)


class _About(NamedTuple):
    """What the home page says of its site beside the frame."""

    is_portal: bool
    keywords: str
    description: str


@derived
def _about(view: View, number: int) -> _About:
    site = view.site(number)
    return _About(site.type == "portal", ",".join(site.keywords), site.description or "")


@derived
def _departments(view: View, portal: int) -> tuple[Link, ...]:
    return tuple(
        Link(site.name, view.href(Address(site.id, HOME), portal))
        for site in view.sites()
        if site.id != portal
    )


def _search_link(word: str) -> Link:
    return Link(word, f"{SEARCH.removesuffix('index.html')}?{urlencode({'q': word})}")
