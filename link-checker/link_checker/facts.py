"""
What is known of a page after reading it: facts, no judgement. Everything a rule may see is made of these.

Extraction fills them, the snapshot keeps them on disk, rules read them. Texts are collapsed: runs of
white space are one space, invisible characters are gone.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

LinkKind = Literal[
    "a", "area", "img", "srcset", "script", "stylesheet", "css", "poster", "media", "iframe",
    "form", "refresh", "feed", "other",
]  # fmt: skip
"""Where an address stands: the element, `css` for url() in styles, `media` for video, audio and source."""

PageKind = Literal["home", "column", "content", "service", "other"]

FetchState = Literal["ok", "broken", "unreachable", "refused", "not_tried"]
"""
`ok` answered below 400; `broken` answered 404, 410 or another certain no, or the file does not exist;
`unreachable` no answer, an answer that may change (5xx, 429, 403), or no network: never certain;
`refused` by robots.txt, by our limits or by our own protection; `not_tried` outside of what was crawled.
"""


class Link(Struct, frozen=True, array_like=True, gc=False):
    """An address on a page, in document order."""

    kind: LinkKind
    href: str
    """As written."""
    target: str
    """Absolute and normalised (URL standard), without fragment; empty when it is no http(s) address."""
    fragment: str
    """Decoded, without `#`; empty when there is none."""
    text: str
    """What a reader sees or hears: text, else the text alternative of a picture inside, else title."""
    is_visible: bool = True
    """False inside hidden elements (display:none, hidden, zero size), as far as the page itself tells."""
    is_marked_external: bool = False
    """The page tells its reader that this leads elsewhere (data-external, rel, class or words)."""
    has_text_alternative: bool | None = None
    """
    For pictures: whether those who cannot see one are told what it is, or that it is decoration, or do not
    meet it at all; None for anything else.
    """
    line: int = 0


class Heading(Struct, frozen=True, array_like=True, gc=False):
    """h1 to h6 in document order."""

    level: int
    text: str


class Entry(Struct, frozen=True, array_like=True, gc=False):
    """An item of a list: a link and the date beside it."""

    title: str
    target: str
    date: str
    """`YYYY-MM-DD` or `YYYY-MM-DD HH:MM` as read; empty when none is shown."""


class Form(Struct, frozen=True, array_like=True, gc=False):
    """A form and the names of its fields."""

    action: str
    method: str
    fields: tuple[str, ...]
    is_search: bool
    """It looks like a site search: role, name or words say so."""


class Column(Struct, frozen=True, kw_only=True):
    """
    A column of the site: exact where the site publishes a column inventory
    (`/.well-known/zhanqun/columns.json`), else recognised from structure and meta tags.
    """

    name: str
    url: str
    level: int
    column_type: str
    """栏目类别 as printed (`ColumnType`), empty when unknown."""
    must_update: bool | None
    update_window_days: int | None
    is_hidden: bool
    item_count: int | None
    last_item_at: str
    """`YYYY-MM-DD HH:MM` or `YYYY-MM-DD`; empty when nothing in it is dated."""
    certainty: float
    """1 from an inventory; below, how sure the recognition is."""


_TRADITIONAL = ("zh-hant", "zh-hk", "zh-mo", "zh-tw")


def is_traditional(language: str | None) -> bool:
    """Whether a `lang` means traditional characters."""
    return (language or "").strip().lower().startswith(_TRADITIONAL)


class PageFacts(Struct, frozen=True, kw_only=True):
    """One page or file of the snapshot."""

    url: str
    """Absolute, normalised, without fragment: the address it was asked for."""
    final_url: str
    """After redirects."""
    site: str
    """Name of the site it belongs to in this snapshot: its host."""
    state: FetchState
    status: int
    """HTTP status, 200 for a file that was read, 0 without an answer."""
    reason: str
    """English key of what went wrong (`timeout`, `tls`, `too_large` …), empty when nothing did."""
    content_type: str
    encoding: str
    size: int
    """Bytes after decompression."""
    seconds: float
    """From asking to the last byte; 0 for files."""
    depth: int
    sha256: str

    kind: PageKind = "other"
    kind_certainty: float = 0.0
    language: str | None = None
    """`lang` of `<html>`; None when the attribute is absent."""
    title: str = ""
    meta: dict[str, str] = {}
    """Lower-cased name → content; the first of several wins."""
    repeated_meta: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    ids: frozenset[str] = frozenset()
    """Every `id`, and `name` of `<a>`, and those a script of the page writes: what a fragment may point at."""
    entries: tuple[Entry, ...] = ()
    forms: tuple[Form, ...] = ()
    header_text: str = ""
    footer_text: str = ""
    own_text: str = ""
    """The text of the page itself, without header, navigation and footer."""
    shown_dates: tuple[str, ...] = ()
    """Dates in the head of an article, as printed."""

    @property
    def is_traditional(self) -> bool:
        """
        Whether it says that it is written in traditional characters: a version of another page, in which
        names and labels are not written as the standards print them.
        """
        return is_traditional(self.language)


class SiteFacts(Struct, frozen=True, kw_only=True):
    """A site of the snapshot and what is known of it as a whole."""

    host: str
    name: str
    """`SiteName` most pages give; empty when none does."""
    site_id_code: str
    home_url: str
    page_count: int
    has_column_inventory: bool
    has_services: bool | None
    """Whether the site says it offers 办事服务; None when it says nothing."""
    has_interaction: bool | None
    is_government: bool
    """Its host ends in `.gov.cn` or `.政务`, or it was asked for as one."""
