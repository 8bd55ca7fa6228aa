"""
What the store hands out, by shape. The classes themselves are made from the feed's schemas at start
(`builder.schemas`); these protocols name the fields that the build reads, as docs/feed.md lists them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol


class Ref(NamedTuple):
    """A record's name: its kind and id."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}"


class PageName(Protocol):
    """A page as other records name it."""

    kind: str
    id: int


class ContactRecord(Protocol):
    phone: str | None
    email: str | None
    address: str | None
    postcode: str | None
    hours: str | None


class SiteRecord(Protocol):
    id: int
    slug: str
    name: str
    short_name: str
    type: str
    domain: str
    site_id_code: str
    host_body: str
    operating_body: str
    icp_number: str
    police_number: str
    error_report_url: str
    conac_url: str
    contact: ContactRecord
    main_color: str
    logo: int | None
    description: str
    keywords: Sequence[str]
    position: int


class FormerPlace(Protocol):
    parent: int | None
    slug: str


class ColumnRecord(Protocol):
    id: int
    site: int
    parent: int | None
    slug: str
    former: Sequence[FormerPlace]
    title: str
    description: str
    keywords: Sequence[str]
    column_type: str
    must_update: bool
    update_window_days: int | None
    is_hidden: bool
    in_navigation: bool
    position: int


class BodyRecord(Protocol):
    id: int
    name: str
    short_name: str
    functions: str
    address: str
    phone: str
    hours: str


class RenditionRecord(Protocol):
    sha256: str
    size: int
    type: str
    width: int
    height: int


class MediaRecord(Protocol):
    id: int
    sha256: str
    size: int
    type: str
    name: str
    alt: str
    width: int | None
    height: int | None
    renditions: Mapping[str, RenditionRecord]


class RedirectRecord(Protocol):
    id: int
    site: int
    path: str
    target: str


class BlockRecord(Protocol):
    """A block of a home page: `kind` says in which form the column is shown; `links` has none."""

    kind: str
    column: int | None
    count: int


class HomeLinkRecord(Protocol):
    title: str
    page: PageName | None
    url: str


class SettingRecord(Protocol):
    id: int
    site: int
    headline: PageName | None
    hot_words: Sequence[str]
    blocks: Sequence[BlockRecord]
    links: Sequence[HomeLinkRecord]
    notice: str
    is_grey: bool
    emergency: str
    emergency_text: str
    emergency_page: PageName | None
    has_traditional: bool
    protected_words: Sequence[str]


class AttachmentRecord(Protocol):
    media: int
    title: str


class CardRecord(Protocol):
    """What lists and neighbours read of a page; a page type may have more, or lack the optional ones."""

    id: int
    title: str
    published_at: datetime | None
    link_url: str


class PageRecord(CardRecord, Protocol):
    """The fields every page type has."""

    summary: str
    keywords: Sequence[str]
    body: str
    content_source: str
    issuing_body: int | None
    author: str
    editor: str
    updated_at: datetime | None
    correction: str
    corrected_on: date | None
    is_imported: bool
    is_body_missing: bool
    attachments: Sequence[AttachmentRecord]


class ChangeRecord(Protocol):
    """What a document does to another: `amends`, `replaces` or `repeals` it, from a day on."""

    document: int
    effect: str
    on: date
    is_in_effect: bool


class PolicyRecord(PageRecord, Protocol):
    """A `policy_document`."""

    index_number: str
    document_number: str
    issued_on: date | None
    effective_on: date | None
    subject: str
    genre: str
    validity: str | None
    amended_on: date | None
    repealed_on: date | None
    expires_on: date | None
    validity_basis: str
    changes: Sequence[ChangeRecord]


class InterpretationRecord(PageRecord, Protocol):
    """An `interpretation`."""

    document: int | None
    form: str | None


class DataReleaseRecord(PageRecord, Protocol):
    """A `data_release`."""

    period: str
    unit: str
    table: Sequence[Sequence[str]]
    chart_column: int | None


class TopicEntryRecord(Protocol):
    """A page or a column that a topic gathers, of which `count` items are shown."""

    heading: str
    page: PageName | None
    count: int


class TopicRecord(PageRecord, Protocol):
    """A `topic`."""

    ends_on: date | None
    is_archived: bool
    entries: Sequence[TopicEntryRecord]


class StandingRecord(PageRecord, Protocol):
    """A `standing_page`."""

    rank: int
    shows_contact: bool


class GazetteEntryRecord(Protocol):
    """A document in an issue; with a heading it begins a new part."""

    heading: str
    document: int


class GazetteRecord(PageRecord, Protocol):
    """A `gazette_issue`."""

    year: int | None
    number: int | None
    total_number: int | None
    entries: Sequence[GazetteEntryRecord]


class GuestRecord(Protocol):
    name: str
    post: str


class ExchangeRecord(Protocol):
    asker: str
    question: str
    answerer: str
    answer: str


class InterviewRecord(PageRecord, Protocol):
    """An `interview`."""

    held_on: date | None
    moderator: str
    guests: Sequence[GuestRecord]
    exchanges: Sequence[ExchangeRecord]
