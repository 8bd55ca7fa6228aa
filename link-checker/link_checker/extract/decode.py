"""
Bytes to text the way browsers do it: byte order mark, HTTP header, declaration, then validity.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_DECLARED_CSS = re.compile(rb'^@charset "([^"]{1,40})";')
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_DECLARATION_WITHIN = 4096
"""The standard looks at 1024 bytes; browsers find later declarations too, by starting again."""

_LABELS = {
    **dict.fromkeys(
        ["gb2312", "gb_2312", "gb_2312-80", "gbk", "x-gbk", "chinese", "csgb2312", "iso-ir-58"],
        "gb18030",
    ),
    **dict.fromkeys(
        ["iso-8859-1", "iso8859-1", "latin1", "l1", "ascii", "us-ascii", "windows-1252", "cp1252"],
        "cp1252",
    ),
    **dict.fromkeys(["utf8", "unicode-1-1-utf-8", "x-unicode20utf8"], "utf-8"),
    **dict.fromkeys(["big5", "big5-hkscs", "cn-big5", "csbig5", "x-x-big5"], "big5hkscs"),
    **dict.fromkeys(["shift_jis", "sjis", "x-sjis", "windows-31j"], "cp932"),
    **dict.fromkeys(["euc-kr", "ks_c_5601-1987", "korean", "windows-949"], "cp949"),
    "utf-16": "utf-16-le",
}


def encoding_of(label: str) -> str:
    """The encoding browsers use under a label; empty when they know none of that name."""
    name = label.strip().strip("\"'").lower()
    name = _LABELS.get(name, name)
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return codec.name if codec._is_text_encoding and codec.name != "utf-7" else ""


def decode(body: bytes, header: str = "") -> tuple[str, str]:
    """
    Text and the encoding it was read in. `header` is the charset of the HTTP header, if any.

    Bytes that mean nothing become U+FFFD, never an error.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    name = encoding_of(header) or _declared(body)
    if name:
        return body.decode(name, "replace"), name
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _undeclared(body)


def _declared(body: bytes) -> str:
    head = body[:_DECLARATION_WITHIN]
    match = _DECLARED_XML.match(head) or _DECLARED_CSS.match(head)
    if match is None:
        match = _DECLARED.search(_COMMENT.sub(b"", head) if b"<!--" in head else head)
    name = encoding_of(match[1].decode("ascii", "replace")) if match else ""
    # A declaration that could be read as ASCII cannot be in UTF-16.
    return "utf-8" if name.startswith("utf-16") else name


def _undeclared(body: bytes) -> tuple[str, str]:
    """UTF-8 with a few broken bytes, or Chinese in its older encoding: the one with fewer losses."""
    candidates = [(body.decode(name, "replace"), name) for name in ("utf-8", "gb18030")]
    return min(candidates, key=lambda each: each[0].count("\ufffd"))
