"""
Turns the references in a body's HTML into addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from builder.records import Ref

_TAG = re.compile(r"""<(/?)(a|img)\b((?:[^>"']|"[^"]*"|'[^']*')*)>""", re.IGNORECASE)
_REFERENCE = re.compile(
    r"""\b(?:href|src)\s*=\s*["']zq:([a-z_]+)/(\d+)(?:/([a-z0-9_-]+))?(#[^"']*)?["']"""
)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""")

Resolve = Callable[[Ref, str], str | None]
"""The address of a record (and rendition), None when it is not published."""


def parse_reference(text: str) -> tuple[Ref, str] | None:
    """`zq:media/57/wide` → its record and rendition; None for anything else."""
    kind, _, rest = text.removeprefix("zq:").partition("/")
    number, _, rendition = rest.partition("/")
    if not text.startswith("zq:") or not number.isascii() or not number.isdigit():
        return None
    return Ref(kind, int(number)), rendition


def resolve_references(html: str, resolve: Resolve) -> str:
    """
    `html` with every `zq:` reference replaced by its address. A link that leads nowhere becomes its
    text, a picture that is not there its text alternative.
    """
    if "zq:" not in html:
        return html
    return _TAG.sub(_Rewriter(resolve), html)


class _Rewriter:
    """Called for each `a` and `img` tag in turn; remembers which links were opened."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._kept: list[bool] = []

    def __call__(self, tag: re.Match[str]) -> str:
        is_end, name = bool(tag.group(1)), tag.group(2).lower()
        if name == "img":
            return self._picture(tag)
        if is_end:
            return tag.group() if not self._kept or self._kept.pop() else ""
        text = self._addressed(tag)
        self._kept.append(text is not None)
        return text or ""

    def _picture(self, tag: re.Match[str]) -> str:
        text = self._addressed(tag)
        if text is not None:
            return text
        alt = _ALT.search(tag.group())
        return escape(unescape(alt.group(1) or alt.group(2) or ""), quote=False) if alt else ""

    def _addressed(self, tag: re.Match[str]) -> str | None:
        """The tag with its address; as it is when it has no reference; None when it leads nowhere."""
        found = _REFERENCE.search(tag.group(3))
        if found is None:
            return tag.group()
        kind, number, rendition, anchor = found.groups(default="")
        address = self._resolve(Ref(kind, int(number)), rendition)
        if address is None:
            return None
        name = found.group().partition("=")[0].strip()
        start = tag.start(3) - tag.start()
        before, after = tag.group()[: start + found.start()], tag.group()[start + found.end() :]
        return f'{before}{name}="{escape(address)}{anchor}"{after}'
