"""
Judges the addresses a source body links to: kept, or gone with a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

LossKind = Literal["picture", "attachment", "link"]

_FILE = re.compile(
    r"\.(docx?|xlsx?|pptx?|pdf|wps|wpt|et|dps|ofd|ceb|rtf|txt|csv|zip|rar|7z|gz"
    r"|jpe?g|png|gif|bmp|webp|tiff?|svg|mp3|mp4|wav|avi|wmv|flv|mov)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Loss:
    """A picture, attachment or link of the source that could not be taken along; its text was."""

    kind: LossKind
    name: str
    address: str


def is_file(address: str) -> bool:
    """Whether the address leads to a file for downloading: by its path, or by a value of its query."""
    parts = urlsplit(address)
    values = [value for _, value in parse_qsl(parts.query)]
    return any(_FILE.search(unquote(name)) for name in [parts.path, *values])


def loss_kind(address: str) -> LossKind:
    """Whether what is lost with `address` is a file or only a way to another page."""
    try:
        return "attachment" if is_file(address) else "link"
    except ValueError:
        return "link"


def file_name(address: str) -> str:
    """The last part of the address, readable: ``word.png``."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    return unquote(path).replace("\\", "/").rsplit("/", 1)[-1][:80]


def kept_href(address: str, base: str) -> str | None:
    """
    The absolute address of an ordinary link; None for files (whose bytes we do not have), for places
    inside the old page, and for what no reader can follow.
    """
    try:
        absolute = urljoin(base, re.sub(r"[\t\r\n]", "", address).strip())
        parts = urlsplit(absolute)
        if parts.scheme in ("mailto", "tel"):
            return absolute
        if parts.scheme not in ("http", "https") or not parts.hostname or is_file(absolute):
            return None
    except ValueError:
        return None
    return absolute
