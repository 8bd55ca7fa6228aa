"""
Where a record lives: one pure function per kind of address.

The build applies these through its traced view; the cms applies the same ones for "view live".
Addresses are made of the column's path, the month of publication and the record's id,
so that a new title never moves a page. All results begin with "/" and are relative to a site's root.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
UNDATED = "undated"

_STEM_BYTES = 240
_EXTENSION_BYTES = 14
_UNSAFE_IN_NAME = re.compile(r"[^\w.()（）《》〔〕·-]+")


def column_path(slugs: Iterable[str]) -> str:
    """
    The folder of a column, from its slugs, outermost first: ``("zwgk", "tzgg")`` → ``/zwgk/tzgg/``.

    No slugs at all is the site's root, ``/``.
    """
    return "/" + "".join(f"{slug}/" for slug in slugs)


def month_folder(published_at: datetime | None) -> str:
    """
    ``2026-03`` in Asia/Shanghai, or ``undated`` for a source without a date.
    """
    if published_at is None:
        return UNDATED
    local = published_at.astimezone(SHANGHAI)
    return f"{local.year:04}-{local.month:02}"


def page_address(path: str, published_at: datetime | None, page_id: int) -> str:
    """
    A content page in the column at `path`: ``/zwgk/tzgg/2026-03/123.html``.
    """
    return page_address_in(path, month_folder(published_at), page_id)


def page_address_in(path: str, month: str, page_id: int) -> str:
    """
    The same for a month that `month_folder` gave.
    """
    return f"{path}{month}/{page_id}.html"


def table_address(page: str) -> str:
    """
    The table of the data release at the address `page`, to be taken away: ``/zwgk/tjsj/2026-03/123.csv``.
    """
    return f"{page.removesuffix('.html')}.csv"


def subject_path(path: str, subject: str) -> str:
    """
    The folder of what the column at `path` has of one 主题分类: ``/zcwj/subject/<8 hex digits>/``.
    """
    return f"{path}subject/{hashlib.blake2b(subject.encode(), digest_size=4).hexdigest()}/"


def leaving_address(target: str) -> str:
    """
    The notice before a reader leaves for `target`, an address elsewhere: ``/leaving/<16 hex digits>.html``.
    """
    return f"/leaving/{hashlib.blake2b(target.encode(), digest_size=8).hexdigest()}.html"


def feed_address(page: str, name: str) -> str:
    """
    A feed of what the body that the page at the address `page` is about has issued:
    ``/jgzn/2026-03/31/feed.xml``.
    """
    return f"{page.removesuffix('.html')}/{name}"


def list_address(path: str, year: str | None = None, number: int = 1) -> str:
    """
    A list page: the newest one is ``index.html``; older ones are numbered from the oldest item
    within their year, so that a new item never renumbers them: ``page/2025/3.html``.
    `year` is four digits or ``undated``.
    """
    if year is None:
        return f"{path}index.html"
    return f"{path}page/{year}/{number}.html"


def media_address(media_id: int, file_name: str, rendition: str = "") -> str:
    """
    A picture or attachment: its id and a readable name, ``/media/57/通知.pdf`` or ``/media/57/wide.jpg``.

    A rendition's file takes the rendition's name and the extension of `file_name`, or that in which it
    ends: ``card-webp`` is ``card.webp``.
    """
    stem, dot, extension = file_name.rpartition(".")
    if not dot:
        stem, extension = file_name, ""
    if rendition.endswith("-webp"):
        rendition, extension = rendition.removesuffix("-webp"), "webp"
    stem = rendition or _UNSAFE_IN_NAME.sub("-", stem).strip("-.") or "file"
    extension = _UNSAFE_IN_NAME.sub("", extension).lower()
    extension = extension.encode()[:_EXTENSION_BYTES].decode(errors="ignore")
    # A file system counts bytes, of which a Chinese character has three, a rare one four.
    stem = stem[:80].encode()[:_STEM_BYTES].decode(errors="ignore")
    return f"/media/{media_id}/{stem}.{extension}" if extension else f"/media/{media_id}/{stem}"
