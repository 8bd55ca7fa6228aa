"""
Addresses in style sheets: `url(…)` and `@import`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from link_checker.extract.memory import Join
from link_checker.facts import Link

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_ADDRESS = re.compile(
    r"""url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'()]+))\s*\)|@import\s+(?:"([^"\n]*)"|'([^'\n]*)')""",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)


def addresses(style: str) -> Iterator[str]:
    """Every address in a style, as written, escapes undone."""
    if "/*" in style:
        style = _COMMENT.sub("", style)
    for match in _ADDRESS.finditer(style):
        href = next((part for part in match.groups() if part is not None), "").strip()
        if href and not href.startswith(("data:", "#")):
            yield _ESCAPE.sub(_unescape, href) if "\\" in href else href


def links(style: str, base: str, join: Join) -> Iterator[Link]:
    """The same as links, resolved where the style stands."""
    for href in addresses(style):
        target, fragment = join(base, href)
        yield Link("css", href, target, fragment, "")


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else None
    if code is None:
        return str(match[2])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
