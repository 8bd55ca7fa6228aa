"""
What every page has around its content: site, header, footer, crumbs, meta tags, feeds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypedDict

from markupsafe import Markup
from msgspec.structs import replace

from builder import contexts, elder, traditional
from builder.addressing import Address
from builder.contexts import Link, MetaTag
from builder.errors import OutputError
from builder.items import link_to
from builder.linked_data import crumb_block
from builder.records import ColumnRecord, ContactRecord, Ref, SettingRecord
from builder.trace import derived
from builder.versions import has_traditional
from builder.view import View
from sites.colors import is_color, palette

HOME, SEARCH, SITEMAP = "/index.html", "/search/index.html", "/sitemap.html"
ACCESSIBILITY = "/accessibility.html"
ATOM, RSS = "feed.xml", "rss.xml"
_NO_DATA = Markup()


class Frame(TypedDict):
    """The fields of `contexts.Base`."""

    site: contexts.Site
    title: str
    here: str
    canonical: str
    traditional: str
    common_meta: tuple[MetaTag, ...]
    meta: tuple[MetaTag, ...]
    data: Markup
    header: Markup
    footer: Markup
    crumbs: tuple[Link, ...]
    crumb_data: Markup
    feeds: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all pages of a column have in common, or those of a site that stand in none."""

    site: contexts.Site
    names: tuple[str, ...]
    """The column's and the site's, for the titles."""
    meta: tuple[MetaTag, ...]
    header: Markup
    footer: Markup
    crumbs: tuple[Link, ...]
    crumb_data: Markup
    feeds: tuple[Link, ...]


def frame(
    view: View,
    address: Address,
    *,
    name: str = "",
    column: int = 0,
    crumbs: tuple[Link, ...] = (),
    meta: Iterable[MetaTag] = (),
    data: Markup = _NO_DATA,
    is_indexed: bool = True,
    here: str = "",
) -> Frame:
    """
    The frame of the page at `address`, in `column` if it stands in one; `name` is its own title, `here`
    where its readers are, if that is elsewhere.
    """
    around = surroundings(view, address.site, column)
    has_twin = is_indexed and around.site.traditional_href
    return Frame(
        site=around.site,
        title="_".join(part for part in dict.fromkeys((name, *around.names)) if part),
        here=here or address.href,
        canonical=view.absolute(address) if is_indexed else "",
        traditional=_traditional(view, address) if has_twin else "",
        common_meta=around.meta,
        meta=meta_tags(meta),
        data=data,
        header=around.header,
        footer=around.footer,
        crumbs=around.crumbs or crumbs,
        crumb_data=around.crumb_data,
        feeds=around.feeds,
    )


@derived
def surroundings(view: View, site: int, number: int) -> Surroundings:
    """The frame of a column's pages, or with 0 of a site's; made once."""
    column = view.column(number) if number else None
    about = site_context(view, site)
    crumbs = _crumbs(view, site, column) if column else ()
    header, footer = _navigation(view, site, view.ancestry(number)[0].id if column else 0)
    return Surroundings(
        site=about,
        names=(column.title, about.name) if column else (about.name,),
        meta=(*_site_meta(about), *_column_meta(column)),
        header=header,
        footer=footer,
        crumbs=crumbs,
        crumb_data=crumb_block(crumbs, view.origin(site)),
        feeds=_feeds(view, about.name, column),
    )


def _traditional(view: View, address: Address) -> str:
    return view.absolute(Address(address.site, traditional.inside(address.path)))


def meta_tags(tags: Iterable[MetaTag]) -> tuple[MetaTag, ...]:
    """Those that say something: an empty value is left out."""
    return tuple(tag for tag in tags if tag.content)


@derived
def column_link(view: View, number: int, reader: int) -> Link:
    """A column's name and address."""
    column = view.column(number)
    assert column is not None
    return Link(column.title, view.column_href(number, reader))


def home_crumb() -> Link:
    """首页."""
    return Link("首页", "/")


@derived
def site_context(view: View, number: int) -> contexts.Site:
    """What templates see of a site."""
    site = view.site(number)
    portal = view.portal()
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
        logo_href=(view.media_href(site.logo) or "") if site.logo else "",
        home_href="/",
        search_href=Address(number, SEARCH).href,
        sitemap_href=SITEMAP,
        elder_href=elder.FOLDER,
        traditional_href=f"{traditional.FOLDER[:-1]}{traditional.HERE}"
        if has_traditional(view, number)
        else "",
        accessibility_href=ACCESSIBILITY,
        portal=None
        if portal is None or portal.id == number
        else Link(portal.name, view.href(Address(portal.id, HOME), number)),
    )


@derived
def notice_text(view: View, site: int) -> str:
    """The line that a site's editors show on its home page and lists."""
    setting = view.setting(site)
    return (setting.notice or "") if setting else ""


@derived
def is_grey(view: View, site: int) -> bool:
    """Whether the site is shown in grey, by its own editors or the portal's (哀悼日)."""
    return any(setting.is_grey for setting in _settings(view, site))


@derived
def emergency(view: View, site: int) -> contexts.Emergency | None:
    """紧急提示: the portal's, which is everybody's, before the site's own."""
    for setting in _settings(view, site):
        if setting.emergency:
            page = setting.emergency_page
            link = link_to(view, Ref(page.kind, page.id), site) if page else None
            return contexts.Emergency(setting.emergency, setting.emergency_text, link)
    return None


def _settings(view: View, site: int) -> Iterator[SettingRecord]:
    portal = view.portal()
    for number in dict.fromkeys((portal.id if portal else site, site)):
        if setting := view.setting(number):
            yield setting


@derived
def site_colors(view: View, site: int) -> contexts.Colors:
    """The site's colours; one that is none is an `OutputError`."""
    record = view.site(site)
    if not is_color(record.main_color):
        raise OutputError(
            f"{record.name}：颜色“{record.main_color}”不可用。请写成 #1f5fa8 这样的形式。"
        )
    colors = palette(record.main_color)
    return contexts.Colors(colors.main, colors.dark, colors.tint, colors.on_main)


def _contact(contact: ContactRecord) -> contexts.Contact:
    return contexts.Contact(
        phone=contact.phone or "",
        email=contact.email or "",
        address=contact.address or "",
        postcode=contact.postcode or "",
        hours=contact.hours or "",
    )


@derived
def _navigation(view: View, site: int, main: int) -> tuple[Markup, Markup]:
    shown = [column for column in view.main_columns(site) if not column.is_hidden]
    columns = tuple(
        replace(column_link(view, column.id, site), is_current=column.id == main)
        for column in shown
        if column.in_navigation
    )
    further = tuple(column_link(view, each.id, site) for each in shown if not each.in_navigation)
    about = site_context(view, site)
    navigation = contexts.Navigation(about, emergency(view, site), columns, further)
    header, footer = (view.component(name, navigation) for name in ("header", "footer"))
    return Markup(header), Markup(footer)


def _crumbs(view: View, site: int, column: ColumnRecord) -> tuple[Link, ...]:
    line = (column_link(view, each.id, site) for each in view.ancestry(column.id))
    return (home_crumb(), *line)


def _feeds(view: View, name: str, column: ColumnRecord | None) -> tuple[Link, ...]:
    folder = view.column_path(column.id) if column else "/"
    title = column.title if column else name
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
