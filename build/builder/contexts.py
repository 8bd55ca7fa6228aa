"""
What a template may use: each page template gets the fields of one class below, by name, and nothing else.

An undefined name fails the build. Addresses are ready to print (`href`), texts are plain and escaped by
the template, `Markup` is HTML that is safe as it stands.
"""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from builder.qr import Code


class Link(Struct, frozen=True):
    """A name and where it leads."""

    title: str
    href: str
    is_current: bool = False
    is_external: bool = False


class Contact(Struct, frozen=True):
    """联系方式 of the site's host body; an empty string where not given."""

    phone: str
    email: str
    address: str
    postcode: str
    hours: str


class Colors(Struct, frozen=True):
    """CSS colours of the site, contrast-checked: main, a darker one, a light tint, text on main."""

    main: str
    dark: str
    tint: str
    on_main: str


class Site(Struct, frozen=True):
    """The site a page belongs to."""

    slug: str
    name: str
    short_name: str
    is_portal: bool
    domain: str
    site_id_code: str
    host_body: str
    operating_body: str
    icp_number: str
    police_number: str
    error_report_url: str
    conac_url: str
    contact: Contact
    logo_href: str
    """Empty without a logo."""
    home_href: str
    search_href: str
    sitemap_href: str
    elder_href: str
    """The way into 长辈版."""
    traditional_href: str
    """The page in 繁體版; empty where the site has none."""
    accessibility_href: str
    """The accessibility statement."""
    portal: Link | None
    """The cluster's portal, for a department's header; None on the portal itself."""


class Emergency(Struct, frozen=True):
    """紧急提示, at the top of every page."""

    title: str
    text: str
    link: Link | None
    """The page that says more."""


class Navigation(Struct, frozen=True):
    """What `components/header` and `components/footer` get, rendered once per column."""

    site: Site
    emergency: Emergency | None
    columns: tuple[Link, ...]
    """The main columns; the one the page stands in `is_current`."""
    further: tuple[Link, ...]
    """Those that are not in the main navigation, for the footer."""


class MetaTag(Struct, frozen=True):
    """One `<meta name=… content=…>`, 国办发〔2017〕47号 annex part three."""

    name: str
    content: str


class Picture(Struct, frozen=True):
    """A picture with its text alternative; width and height are those of `href`."""

    href: str
    alt: str
    width: int
    height: int
    sources: str = ""
    """The same as WebP in several sizes, as `srcset` lists them; empty where there are none."""


class Attachment(Struct, frozen=True):
    """附件 with what a reader must know before loading it."""

    title: str
    href: str
    type_label: str
    """``PDF 文件``, ``Word 文档``, …"""
    size_label: str
    """``1.2 MB``"""


class Item(Struct, frozen=True):
    """One line of a list."""

    title: str
    href: str
    date: str
    """``2026-03-01``, empty when the source has no date."""
    summary: str
    document_number: str
    """文号; empty for anything but a policy document."""
    validity: str
    """``in_force``, ``amended``, ``repealed``, ``expired`` or empty."""
    validity_label: str
    """``有效``, ``已修改``, ``已废止``, ``已失效`` or empty."""
    successor: Link | None
    """What replaces a document; like the issuing body and what follows, in the catalogue and news block only."""
    issuing_body: str
    index_number: str
    form_label: str
    """``图解``, ``问答``, ``视频``: an interpretation in more than words; empty for everything else."""
    post: str
    """职务 of a leader; empty for everything else."""
    is_archived: bool
    """A topic whose time is over; false for everything else."""
    is_pinned: bool
    is_external: bool
    """A link elsewhere (转载)."""
    picture: Picture | None


class Field(Struct, frozen=True):
    """A row of the metadata table (公文 elements): label and value, in the order of the standard."""

    label: str
    value: str
    is_number: bool = False
    """文号 or 索引号: never broken across lines."""


class LifeEvent(Struct, frozen=True):
    """What one document does to another on a day, seen from either."""

    label: str
    """``修改``, ``废止``, ``失效``"""
    date: str
    """``2026年3月1日``"""
    document: Link | None
    """The other document; None where it is none of the cluster's."""
    basis: str
    """Why, where there is no such document: ``《…》（国务院令第…号）``; empty for no reason given."""
    is_due: bool
    """The day has come."""


class Frame(Struct, frozen=True):
    """
    What the pages of a column have in common. Outside its blocks `about` and `main` a page template
    uses these names only: that part is rendered once per column.
    """

    site: Site
    common_meta: tuple[MetaTag, ...]
    """The tags of site and column."""
    header: Markup
    footer: Markup
    crumbs: tuple[Link, ...]
    """From the home page down to the column; the page itself is not in it."""
    crumb_data: Markup
    """They as an element for machines."""
    feeds: tuple[Link, ...]
    """Atom and RSS of this page's column or site."""


class Base(Frame, frozen=True):
    """What every page template gets."""

    title: str
    """The content of `<title>`."""
    here: str
    """Address of this page on its site, which its way into 繁體版 leads to."""
    canonical: str
    """Absolute address of this page, empty on pages that are not to be indexed."""
    traditional: str
    """The same of this page in 繁體版; empty where there is none."""
    meta: tuple[MetaTag, ...]
    """The page's own tags."""
    data: Markup
    """What the page is, as an element for machines; empty on pages that are about nothing."""


class Article(Base, frozen=True):
    """`pages/article.html`, and the head of every other page type."""

    heading: str
    subtitle: str
    published: str
    """``2026-03-01 09:30``, empty when the source has no date."""
    updated: str
    """The same, only when the text was changed after publication, else empty."""
    source: str
    author: str
    editor: str
    summary: str
    body: Markup
    is_body_missing: bool
    """The source gave no text: the page says 正文未提供."""
    correction: str
    """更正: what was wrong after publication, empty for nothing."""
    corrected: str
    """``2026年3月1日``, empty without a correction."""
    picture: Picture | None
    attachments: tuple[Attachment, ...]
    qr: Code
    """The page's address, `canonical`, as a QR code."""
    previous: Link | None
    next: Link | None


class PolicyDocument(Article, frozen=True):
    """`pages/policy_document.html`."""

    document_number: str
    index_number: str
    fields: tuple[Field, ...]
    validity: str
    validity_label: str
    life: tuple[LifeEvent, ...]
    """What became of it, and what is decided to: oldest first."""
    successor: Link | None
    """What replaces a document that is no longer in force: the last of a line."""
    changes: tuple[LifeEvent, ...]
    """What it does to other documents."""
    interpretations: tuple[Item, ...]
    """Newest first."""
    gathered_in: tuple[Item, ...]
    """政府公报 and 专题 that hold it, newest first."""


class Interpretation(Article, frozen=True):
    """`pages/interpretation.html`."""

    document: Item | None
    """What is explained."""
    form_label: str
    """``文字``, ``图解``, ``问答``, ``视频``"""


class Body(Struct, frozen=True):
    """机构 as it is registered: what a page type's field that names a body becomes."""

    name: str
    short_name: str
    functions: Markup
    """主要职责, empty where none are registered."""
    address: str
    phone: str
    hours: str


class Leader(Article, frozen=True):
    """`pages/leader.html`: the heading is the name, the body the 简历, the picture the photo."""

    post: str
    """职务"""
    duties: Markup
    """分工"""
    rank: int


class BodyProfile(Article, frozen=True):
    """`pages/body_profile.html`: the body holds 内设机构."""

    described_body: Body | None
    body_feeds: tuple[Link, ...]
    """Atom and RSS of what the body issues; empty where the page tells of none."""


class StandingPage(Article, frozen=True):
    """`pages/standing_page.html`: 概况和说明."""

    siblings: tuple[Link, ...]
    """The standing pages of its column in their order, itself among them as `is_current`."""
    contact: tuple[Field, ...]
    """联系方式 of the site; empty where the page does not show it."""


class DataRelease(Article, frozen=True):
    """`pages/data_release.html`: the body explains the figures."""

    period: str
    """数据时期: ``2026年9月``, or empty"""
    unit: str
    """计量单位, or empty where the columns have their own"""
    columns: tuple[str, ...]
    """The heading of the table."""
    rows: tuple[tuple[str, ...], ...]
    """As many cells each; the first says what the row is about."""
    chart: Markup
    """One column as bars, empty for none."""
    chart_name: str
    """The heading of that column."""
    csv: Attachment | None
    """The table to be taken away."""


class Topic(Article, frozen=True):
    """`pages/topic.html`: the body introduces it, the picture stands above it."""

    is_archived: bool
    """Its time is over."""
    ends: str
    """Its last day, ``2026年3月1日``; empty where it has none."""
    parts: tuple[Section, ...]
    """What it gathers; only parts that are columns have an `href`, and only they are sure of a heading."""


class GazetteIssue(Article, frozen=True):
    """`pages/gazette_issue.html`: the picture is the cover, the attachments the whole issue."""

    fields: tuple[Field, ...]
    """刊期, 总期号"""
    parts: tuple[Section, ...]
    """Its table of contents."""


class Exchange(Struct, frozen=True):
    """A question and its answer, in paragraphs."""

    asker: str
    """``网民``, or ``问``"""
    question: tuple[str, ...]
    answerer: str
    """Name of a guest, or ``答``"""
    answer: tuple[str, ...]


class Interview(Article, frozen=True):
    """`pages/interview.html`: the body says what it is about."""

    fields: tuple[Field, ...]
    """访谈日期, 主持人, and a row for each guest"""
    exchanges: tuple[Exchange, ...]
    """In the order in which they were spoken; none before it is held."""


class Pager(Struct, frozen=True):
    """Page links that stay put: no totals."""

    newest: Link | None
    newer: Link | None
    older: Link | None
    years: tuple[Link, ...]
    """First list page of each year, newest year first."""


class Noticing(Base, frozen=True):
    """Home pages and lists."""

    notice_text: str
    """A line the editors show on every list and home page of a site, empty for none."""


class Listing(Noticing, frozen=True):
    """`pages/list.html`: a column's list."""

    heading: str
    description: str
    children: tuple[Link, ...]
    """Sub-columns."""
    subjects: tuple[Link, ...]
    """全部 and each 主题分类, the chosen one `is_current`; on the newest page of a column and on those of one subject."""
    items: tuple[Item, ...]
    """Pinned ones first on the newest page, then newest first."""
    pager: Pager
    year: str
    """Four digits on an older list page, ``undated``, or empty on the newest."""


class Figure(Struct, frozen=True):
    """A figure of a data release: what it is about, its value, and its unit or empty."""

    label: str
    value: str
    unit: str


class Section(Struct, frozen=True):
    """A column with its newest items; or, without an `href`, pages that were gathered under a name."""

    column: Link
    items: tuple[Item, ...]
    kind: str = "list"
    """How it is shown: ``list``, ``documents``, ``topics``, ``leaders``, ``data`` or ``links``."""
    links: tuple[Link, ...] = ()
    """服务入口, in place of items."""
    figures: tuple[Figure, ...] = ()
    """The main figures of the first item, of ``data`` only."""


class Overview(Noticing, frozen=True):
    """`pages/overview.html`: a column that has sub-columns and no items of its own."""

    heading: str
    description: str
    sections: tuple[Section, ...]


class Home(Noticing, frozen=True):
    """`pages/home.html`."""

    headline: Item | None
    sections: tuple[Section, ...]
    """The blocks the editors chose; the first is the news block, whose first item with a picture leads."""
    hot_words: tuple[Link, ...]
    departments: tuple[Link, ...]
    """Portal only: the sites of the cluster."""
    catalogue: Link | None


class Catalogue(Listing, frozen=True):
    """`pages/catalogue.html`: all policy documents of the cluster; fields as in a list."""


class Search(Base, frozen=True):
    """`pages/search.html`."""

    service_href: str
    """Address of the search service, absolute path on the same host; the page works as a plain GET form to it."""


class Sitemap(Base, frozen=True):
    """`pages/sitemap.html` (站点地图): the main columns, each with all columns under it."""

    sections: tuple[tuple[Link, tuple[Link, ...]], ...]


class Accessibility(Base, frozen=True):
    """`pages/accessibility.html` (无障碍声明)."""


class Moved(Base, frozen=True):
    """`pages/moved.html`: a page that moved."""

    target: Link


class Leaving(Base, frozen=True):
    """`pages/leaving.html` (离开提示): before a reader goes on to a site that is none of the government's."""

    host: str
    """Name of that site."""
    target: Link


class NotFound(Base, frozen=True):
    """`pages/404.html`."""


class Gone(Base, frozen=True):
    """`pages/410.html`: what stands at every withdrawn address."""
