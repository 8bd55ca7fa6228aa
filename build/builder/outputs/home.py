"""
首页：头条、栏目区块、部门网站。
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from builder.addressing import Address
from builder.contexts import Home, Link, MetaTag, Section
from builder.frame import HOME, SEARCH, frame, site_context
from builder.items import item
from builder.outputs import catalogue, lists
from builder.records import Ref, SettingRecord
from builder.view import View

_COUNT = 6


def files(view: View, site: int) -> Iterator[Address]:
    """The home page."""
    yield Address(site, HOME)


def render(view: View, address: Address) -> bytes:
    """The home page as the editors arranged it, or its main columns when they did not."""
    site = site_context(view, address.site)
    setting = view.setting(address.site)
    headline = setting.headline if setting else None
    entry = view.entry(Ref(headline.kind, headline.id)) if headline else None
    context = Home(
        **frame(
            view,
            address,
            meta=(
                MetaTag("Keywords", ",".join(site.keywords)),
                MetaTag("Description", site.description),
            ),
        ),
        headline=item(view, entry, address.site) if entry else None,
        sections=_sections(view, address.site, setting),
        hot_words=tuple(_search_link(word) for word in (setting.hot_words if setting else ())),
        departments=_departments(view, address.site) if site.is_portal else (),
        catalogue=Link(catalogue.TITLE, catalogue.PATH) if site.is_portal else None,
    )
    return view.render("home", context).encode()


def _sections(view: View, site: int, setting: SettingRecord | None) -> tuple[Section, ...]:
    if setting and setting.blocks:
        blocks = [(view.column(block.column), block.count) for block in setting.blocks]
    else:
        blocks = [(c, _COUNT) for c in view.main_columns(site) if not c.is_hidden]
    return tuple(lists.section(view, column, n, site) for column, n in blocks if column)


def _departments(view: View, portal: int) -> tuple[Link, ...]:
    return tuple(
        Link(site.name, view.href(Address(site.id, HOME), portal))
        for site in view.sites()
        if site.id != portal
    )


def _search_link(word: str) -> Link:
    return Link(word, f"{SEARCH.removesuffix('index.html')}?{urlencode({'q': word})}")
