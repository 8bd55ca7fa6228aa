"""
Drafts for preview: fetched from the cms by a token, in feed form, and laid over the store.

A page that was never published lacks three values that only its publication gives: its time, its
address, and the 索引号 of a document. They are shown as 发布时生成; all else is as the build would make it.
"""

from __future__ import annotations

import io
import urllib.error
import urllib.request
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException, HTTPResponse
from typing import Any, TypeVar, cast
from urllib.parse import quote, urlsplit, urlunsplit

import msgspec

from builder.addressing import Address, Addressing
from builder.dates import CHINA, ON_PUBLICATION, Unpublished
from builder.errors import BuildError, FeedError
from builder.feed import Drop, Feed, Put
from builder.records import CardRecord, MediaRecord, PageRecord, Ref
from builder.schemas import Schemas
from builder.store import Store
from builder.theme import Theme
from builder.trace import Untraced
from builder.view import View

_TIMEOUT_S = 20
_BESIDE_PAGES = ("column", "setting", "body", "placement")
"""What has drafts beside pages."""
_KEPT = 64
"""Drafts that are kept for the pictures and styles of the page that was asked for."""
_Record = TypeVar("_Record")


class NotShownError(BuildError):
    """A draft cannot be shown: the HTTP status, and a sentence for whoever wanted to see it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Draft:
    """A page, a column, 首页设置, 机构 or a placement as its publication would make it, with what goes with it."""

    subject: Ref
    changes: tuple[Put | Drop, ...]
    is_pending: bool
    """Whether it is a page that was never published."""
    expires_at: datetime | None = None
    """When a share link ends; None for an editor's own preview."""

    def media(self, number: int) -> MediaRecord | None:
        """A medium that the draft names."""
        for change in self.changes:
            if change.ref == Ref("media", number) and isinstance(change, Put):
                return cast(MediaRecord, change.data)
        return None


class Drafts:
    """The drafts of the cms whose feed is at `address`, read with the feed's bearer token."""

    def __init__(self, address: str, bearer: str, schemas: Schemas) -> None:
        parts = urlsplit(address)
        self._base = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
        self._bearer = bearer
        self._schemas = schemas
        self._known: OrderedDict[str, Draft] = OrderedDict()

    def known(self, token: str) -> Draft | None:
        """What the token showed last; only for the files of a page that was just shown."""
        return self._known.get(token)

    def draft(self, token: str, reader: str, *, is_opening: bool = False) -> Draft:
        """
        What a token shows. `reader` is the address it is asked from; `is_opening` says that somebody
        looks at it now, which the cms logs. Raises NotShownError.
        """
        query = "?opened=1" if is_opening else ""
        with self._get(f"{quote(token, safe='')}{query}", reader) as answer:
            raw, expires = answer.read(), answer.headers.get("Expires-At")
        until = datetime.fromisoformat(expires) if expires else None
        found = self._known[token] = read_draft(raw, self._schemas, until)
        self._known.move_to_end(token)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return found

    @contextmanager
    def medium(self, token: str, sha256: str, reader: str) -> Iterator[HTTPResponse]:
        """The bytes of a file that the draft names, to be read."""
        with self._get(f"{quote(token, safe='')}/media/{sha256}", reader) as answer:
            yield answer

    @contextmanager
    def _get(self, path: str, reader: str) -> Iterator[HTTPResponse]:
        request = urllib.request.Request(f"{self._base}/preview/{path}")
        request.add_header("Authorization", f"Bearer {self._bearer}")
        request.add_header("X-Forwarded-For", reader)
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
                yield answer
        except urllib.error.HTTPError as error:
            with error:
                raise _refused(error) from error
        except (OSError, HTTPException) as error:
            raise NotShownError(
                503, "连接不上内容管理端，暂时不能预览。请稍后刷新；仍然不行时，请联系运维人员。"
            ) from error


def _refused(error: urllib.error.HTTPError) -> NotShownError:
    """What the cms says of a token it says to the token's holder; all else is the operator's."""
    if error.code in (404, 409, 410) and error.headers.get_content_type() == "text/plain":
        return NotShownError(error.code, error.read(2000).decode("utf-8", "replace").strip())
    if error.code == 401:
        return NotShownError(
            503, "预览服务的令牌与内容管理端不一致，暂时不能预览。请联系运维人员。"
        )
    return NotShownError(502, f"内容管理端出错（{error.code}），暂时不能预览。请联系运维人员。")


def read_draft(raw: bytes, schemas: Schemas, expires_at: datetime | None = None) -> Draft:
    """
    A draft out of its feed. What only publication gives is filled in: a time that puts the page where it
    would stand, and words in the place of its number.
    """
    try:
        changes = tuple(Feed(io.BytesIO(raw), "预览", schemas).changes())
    except FeedError as error:
        raise NotShownError(
            502, f"内容管理端给出的稿件不能读取（{error}）请联系运维人员。"
        ) from error
    first = next(iter(changes), None)
    if not isinstance(first, Put) or not (first.kind.is_page or first.ref.kind in _BESIDE_PAGES):
        raise NotShownError(502, "内容管理端给出的稿件不能读取（没有内容）。请联系运维人员。")
    data: Any = first.data
    is_pending = first.kind.is_page and data.published_at is None and not data.is_imported
    if is_pending:
        now = datetime.now(CHINA).replace(microsecond=0)
        given: dict[str, Any] = {"published_at": now}
        if "index_number" in first.kind.fields and not data.index_number:
            given["index_number"] = ON_PUBLICATION
        changes = (_with(first, given), *changes[1:])
    return Draft(first.ref, changes, is_pending, expires_at)


def _with(change: Put, given: dict[str, Any]) -> Put:
    data = msgspec.structs.replace(change.data, **given)
    raw = msgspec.json.encode(data)
    return Put(change.ref, change.revision, change.kind, data, raw, change.line)


class DraftView(View):
    """A view of the store under a draft."""

    def __init__(self, *arguments: Any, draft: Draft) -> None:
        super().__init__(*arguments)
        self.draft = draft
        self._pending: Address | None = None
        if draft.is_pending and (entry := self.entry(draft.subject)) and not entry.is_link:
            self._pending = self.address(entry)

    @property
    def pending(self) -> Address | None:
        """Where a page that was never published would be, which nobody is to know."""
        return self._pending

    def record(self, ref: Ref) -> Any:
        """Any record of the store with the draft in it."""
        return self._read_record(ref)

    def columns_showing(self, page: Ref) -> tuple[int, ...]:
        """The columns in which a page stands, its own first; some may be of other sites."""
        rows = self._connection.execute(
            "SELECT DISTINCT column_id FROM placement WHERE page = ? AND kind = ?"
            " ORDER BY position, id",
            (page.id, page.kind),
        )
        return tuple(column for (column,) in rows if column in self._columns)

    def page(self, ref: Ref) -> PageRecord | None:
        return self._shown(ref, super().page(ref))

    def card(self, ref: Ref, facet: str = "card") -> CardRecord:
        return self._shown(ref, super().card(ref, facet))

    def href(self, address: Address, reader: int) -> str:
        return ON_PUBLICATION if address == self._pending else super().href(address, reader)

    def absolute(self, address: Address) -> str:
        return ON_PUBLICATION if address == self._pending else super().absolute(address)

    def _shown(self, ref: Ref, record: _Record) -> _Record:
        if not self.draft.is_pending or ref != self.draft.subject:
            return record
        found: Any = record
        at = Unpublished.fromtimestamp(found.published_at.timestamp(), CHINA)
        return cast(_Record, msgspec.structs.replace(found, published_at=at))


@contextmanager
def open_draft(
    store: Store, theme: Theme, addressing: Addressing, draft: Draft
) -> Iterator[DraftView]:
    """A view of the store as it would be with the draft published."""
    with store.overlaid(draft.changes) as connection:
        view = DraftView(connection, store, theme, addressing, draft=draft)
        with view.tracing(Untraced()):
            yield view
