"""
What the composers hand over and the writer puts into the cms: frozen, complete, without a database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

PartKind = Literal["text", "table", "picture"]
FileKind = Literal["pdf", "xlsx", "csv", "txt"]
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """
    A block of a body: rich text, a table's HTML, or the key of a picture with its caption.

    A link in rich text to another item is ``<a linktype="page" id="item:<key>">``, one to a file
    ``<a linktype="document" id="file:<key>">``: the writer knows the rows they become.
    """

    kind: PartKind
    content: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PictureSpec:
    """A picture to draw: what it shows is decided by these fields alone."""

    key: int
    site: str
    scene: str
    seed: int
    color: str
    alt: str

    @property
    def name(self) -> str:
        """The file's name."""
        extension = "png" if self.scene == "chart" else "jpg"
        return f"{self.site}-{self.scene}-{self.key:03}.{extension}"


@dataclass(frozen=True, slots=True)
class FileSpec:
    """An attachment to write: lines of cells, the first of them the heading."""

    key: int
    site: str
    title: str
    type: FileKind
    rows: tuple[tuple[str, ...], ...]

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.site}-{self.key:04}.{self.type}"


@dataclass(frozen=True, slots=True)
class DocumentChangeSpec:
    """A document that a later one changes: its key, how (`amends`, `replaces`, `repeals`), from when."""

    document: int
    effect: str
    on: date


@dataclass(frozen=True, slots=True)
class Document:
    """公文 elements of a policy document; dates and relations as they hold on the city's day."""

    number: str
    issued_on: date
    effective_on: date | None
    subject: str
    genre: str
    expires_on: date | None = None
    changes: tuple[DocumentChangeSpec, ...] = ()
    """What it does to older ones."""


@dataclass(frozen=True, slots=True)
class Explains:
    """What makes an item an interpretation: the key of its document, and its form."""

    document: int
    form: str


@dataclass(frozen=True, slots=True)
class LeaderSpec:
    """What makes an item the page of a leader: its title is the name, its text the 简历."""

    post: str
    duties: str
    """分工 as rich text."""
    rank: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What makes an item a release of data: period, rows with their heading, the column to draw."""

    period: str
    rows: tuple[Row, ...]
    chart_column: int


@dataclass(frozen=True, slots=True)
class StandingSpec:
    """What makes an item a standing page."""

    rank: int
    shows_contact: bool = False


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """What makes an item a topic: its last day, and what it gathers in order."""

    ends_on: date | None
    entries: tuple[tuple[str, int | str], ...]
    """(heading or empty, key of an item or path of a column of the same site)"""


@dataclass(frozen=True, slots=True)
class Issue:
    """What makes an item an issue of the gazette: (heading or empty, key of a document) in order."""

    year: int
    number: int
    total_number: int
    entries: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """What makes an item an interview: (name, post) of its guests, (question, answer) in order."""

    held_on: date
    guests: tuple[tuple[str, str], ...]
    exchanges: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A page of the city. `key` counts from 1 in the order of publication."""

    key: int
    site: str
    column: str
    published_at: datetime
    title: str
    parts: tuple[Part, ...]
    body: str
    """Name of the issuing body."""
    summary: str = ""
    subtitle: str = ""
    keywords: tuple[str, ...] = ()
    source: str = ""
    author: str = ""
    editor: str = ""
    updated_at: datetime | None = None
    picture: int | None = None
    attachments: tuple[int, ...] = ()
    also_in: tuple[tuple[str, str], ...] = ()
    """Further (site, column path) that show it."""
    reprints: int | None = None
    """Key of the item this one only links to (转载)."""
    pinned_until: date | None = None
    document: Document | None = None
    explains: Explains | None = None
    leader: LeaderSpec | None = None
    describes: str = ""
    """Name of the body whose 机构职能 it is."""
    figures: Figures | None = None
    topic: TopicSpec | None = None
    standing: StandingSpec | None = None
    issue: Issue | None = None
    talk: Talk | None = None


@dataclass(frozen=True, slots=True)
class BodySpec:
    """机构 beside the host bodies that the sites bring along."""

    name: str
    short_name: str
    credit_code: str
    parent: str
    functions: str
    address: str
    phone: str
    hours: str
    position: int


@dataclass(frozen=True, slots=True)
class HomeSpec:
    """首页设置 of a site."""

    site: str
    headline: int | None
    hot_words: tuple[str, ...]
    notice: str
    blocks: tuple[tuple[str, str, int], ...]
    """(form, column path or empty, number of items)"""
    links: tuple[tuple[str, str], ...]
    """服务入口: (name, column path or address)"""
    has_traditional: bool


@dataclass(frozen=True, slots=True)
class City:
    """All of it, each tuple in the order in which it is written."""

    as_of: date
    bodies: tuple[BodySpec, ...]
    pictures: tuple[PictureSpec, ...]
    files: tuple[FileSpec, ...]
    items: tuple[Item, ...]
    homes: tuple[HomeSpec, ...]
