"""
What every page has around its content: site, header, footer, crumbs, meta tags, feeds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from markupsafe import Markup

from builder import contexts
from builder.addressing import Address
from builder.contexts import Link, MetaTag
from builder.errors import OutputError
from builder.records import ColumnRecord, ContactRecord
from builder.view import View
from sites.colors import is_color, palette

HOME, SEARCH, SITEMAP = "/index.html", "/search/index.html", "/sitemap.html"
ATOM, RSS = "feed.xml", "rss.xml"


class Frame(TypedDict):
    """The fields of `contexts.Base`."""

    site: contexts.Site
    title: str
    canonical: str
    meta: tuple[MetaTag, ...]
    header: Markup
    footer: Markup
    crumbs: tuple[Link, ...]
    feeds: tuple[Link, ...]


def frame(
    view: View,
    address: Address,
    *,
    name: str = "",
    column: ColumnRecord | None = None,
    crumbs: Iterable[Link] = (),
    meta: Iterable[MetaTag] = (),
    is_indexed: bool = True,
) -> Frame:
    """
    The frame of the page at `address`, in `column` if it stands in one; `name` is its own title.
    """
    site = site_context(view, address.site)
    header, footer = _header_and_footer(view, address.site, column)
    parts = dict.fromkeys((name, column.title if column else "", site.name))
    return Frame(
        site=site,
        title="_".join(part for part in parts if part),
        canonical=view.absolute(address) if is_indexed else "",
        meta=(*_site_meta(site), *_column_meta(column), *meta_tags(meta)),
        header=header,
        footer=footer,
        crumbs=_crumbs(view, address.site, column) or tuple(crumbs),
        feeds=_feeds(view, address.site, column),
    )


def meta_tags(tags: Iterable[MetaTag]) -> tuple[MetaTag, ...]:
    """Those that say something: an empty value is left out."""
    return tuple(tag for tag in tags if tag.content)


def site_context(view: View, site: int) -> contexts.Site:
    """What templates see of a site; made once."""
    return view.once(("site", site), lambda: _site(view, site))


def column_link(view: View, column: ColumnRecord, reader: int, *, is_current: bool = False) -> Link:
    """A column's name and address."""
    return Link(column.title, view.column_href(column.id, reader), is_current)


def home_crumb() -> Link:
    """首页."""
    return Link("首页", "/")


def _site(view: View, number: int) -> contexts.Site:
    site = view.site(number)
    portal = view.portal()
    setting = view.setting(number)
    if not is_color(site.main_color):
        raise OutputError(
            f"{site.name}：颜色“{site.main_color}”不可用。请写成 #1f5fa8 这样的形式。"
        )
    colors = palette(site.main_color)
    return contexts.Site(
        slug=site.slug,
        name=site.name,
        short_name=site.short_name,
        is_portal=site.type == "portal",
        domain=site.domain,
        site_id_code=site.site_id_code,
        host_body=site.host_body,
        operating_body=site.operating_body or "",
        icp_number=site.icp_number or "",
        police_number=site.police_number or "",
        error_report_url=site.error_report_url or "",
        conac_url=site.conac_url or "",
        contact=_contact(site.contact),
        colors=contexts.Colors(colors.main, colors.dark, colors.tint, colors.on_main),
        logo_href=(view.media_href(site.logo) or "") if site.logo else "",
        description=site.description or "",
        keywords=tuple(site.keywords),
        notice=(setting.notice or "") if setting else "",
        home_href="/",
        search_href=Address(number, SEARCH).href,
        sitemap_href=SITEMAP,
        portal=None
        if portal is None or portal.id == number
        else Link(portal.name, view.href(Address(portal.id, HOME), number)),
    )


def _contact(contact: ContactRecord) -> contexts.Contact:
    return contexts.Contact(
        phone=contact.phone or "",
        email=contact.email or "",
        address=contact.address or "",
        postcode=contact.postcode or "",
        hours=contact.hours or "",
    )


def _header_and_footer(view: View, site: int, column: ColumnRecord | None) -> tuple[Markup, Markup]:
    """Rendered once per main column: nothing in them differs between pages of one column."""
    main = view.ancestry(column.id)[0].id if column else 0
    return view.once(("header", site, main), lambda: _render_navigation(view, site, main))


def _render_navigation(view: View, site: int, main: int) -> tuple[Markup, Markup]:
    columns = tuple(
        column_link(view, column, site, is_current=column.id == main)
        for column in view.main_columns(site)
        if column.in_navigation and not column.is_hidden
    )
    navigation = contexts.Navigation(site_context(view, site), columns)
    header, footer = (view.component(name, navigation) for name in ("header", "footer"))
    return Markup(header), Markup(footer)


def _crumbs(view: View, site: int, column: ColumnRecord | None) -> tuple[Link, ...]:
    if column is None:
        return ()
    return view.once(("crumbs", column.id), lambda: _column_crumbs(view, site, column))


def _column_crumbs(view: View, site: int, column: ColumnRecord) -> tuple[Link, ...]:
    line = (column_link(view, each, site) for each in view.ancestry(column.id))
    return (home_crumb(), *line)


def _feeds(view: View, site: int, column: ColumnRecord | None) -> tuple[Link, ...]:
    folder = view.column_path(column.id) if column else "/"
    title = column.title if column else view.site(site).name
    return (Link(f"{title} Atom", folder + ATOM), Link(f"{title} RSS", folder + RSS))


def _site_meta(site: contexts.Site) -> tuple[MetaTag, ...]:
    return (
        MetaTag("SiteName", site.name),
        MetaTag("SiteDomain", site.domain),
        MetaTag("SiteIDCode", site.site_id_code),
    )


def _column_meta(column: ColumnRecord | None) -> tuple[MetaTag, ...]:
    if column is None:
        return ()
    return meta_tags(
        (
            MetaTag("ColumnName", column.title),
            MetaTag("ColumnDescription", column.description),
            MetaTag("ColumnKeywords", ",".join(column.keywords)),
            MetaTag("ColumnType", column.column_type),
        )
    )
