"""
What a reader's request asks for, as nginx understands it.
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from urllib.parse import quote, unquote

_NO_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})|%00")
_TAKES_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[^,]*)?(?:,|$)")
_RANGE = re.compile(r"bytes=\s*(\d*)\s*-\s*(\d*)\s*", re.IGNORECASE)
_UNESCAPED = "/!$&'()*+,-.:;=@_~[]"


def normal_path(quoted: str) -> str | None:
    """
    The path without escapes, dots and double slashes; None for one that is refused, since it would
    lead out of the site.
    """
    if not quoted.startswith("/") or _NO_ESCAPE.search(quoted):
        return None
    parts: list[str] = []
    asked = unquote(quoted, errors="surrogateescape")[1:].split("/")
    for part in asked:
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    is_folder = asked[-1] in ("", ".", "..") and parts
    return "/" + "/".join(parts) + ("/" if is_folder else "")


def folder_address(path: str, query: str) -> str:
    """Where a folder is to be read whose address lacks its last slash."""
    return f"{quote(path, _UNESCAPED, errors='surrogateescape')}/" + (f"?{query}" if query else "")


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header names gzip."""
    return _TAKES_GZIP.search(accepted) is not None


def asked_part(asked: str, size: int) -> range | None:
    """The one part that a Range header names, empty where there is none; None for the whole file."""
    if not asked.lower().startswith("bytes=") or "," in asked or not size:
        return None
    match = _RANGE.fullmatch(asked)
    first, last = match.groups() if match else ("", "")
    if first:
        return range(int(first), min(int(last) + 1, size) if last else size)
    return range(max(size - int(last), 0), size) if last else range(0)


def is_known(tags: str | None, since: str | None, tag: str, time: float) -> bool:
    """Whether If-None-Match or, without it, If-Modified-Since says that the reader has this content."""
    if tags is not None:
        return tags == "*" or tag in [each.strip().removeprefix("W/") for each in tags.split(",")]
    try:
        # Exactly: a page that was taken back is older than the one known.
        return int(time) == parsedate_to_datetime(since or "").timestamp()
    except (ValueError, TypeError):
        return False
