"""
长辈版: every page once more, in large print and plain, under `/elder/`.

Its pages are no files. The web server makes each out of the page itself by replacing a few texts, which
leaves the reader in this version whatever link is followed: the address keeps the choice, without a
cookie and without a script (decision 0041). What is replaced is said here, for `zhanqun serve` and for
`zhanqun nginx`. The style sheet does the rest, by the class of `<html>`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

FOLDER = "/elder/"
HOME = f"{FOLDER}index.html"
"""The one page that is a file: so that the way in leads somewhere on a server that replaces nothing."""

WAY_IN = f'<a class="version" href="{FOLDER}">长辈版'
"""As the theme's header has it."""
WAY_OUT = '<a class="version" href="{}">退出长辈版'
TRADITIONAL_WAY_IN = f'<a class="version" href="{FOLDER}hant/">長輩版'
"""The same in 繁體版."""
TRADITIONAL_WAY_OUT = '<a class="version" href="{}">退出長輩版'
REPLACED = {
    "<html ": '<html class="elder" ',
    ' href="/': f' href="{FOLDER}',
    ' action="/': f' action="{FOLDER}',
}
"""What is replaced beside the way in, in one pass."""
PLAIN = r"[\w%./~-]+"
"""A path that can stand in the way out as it is; from elsewhere it leads home."""

_REPLACED = re.compile("|".join(map(re.escape, (WAY_IN, TRADITIONAL_WAY_IN, *REPLACED))))


class Asked(NamedTuple):
    """What a reader of this version asks for."""

    path: str
    """Of the page itself, ready to be looked up."""
    way_out: str
    """Where the page itself is to be read."""


def asked(path: str, quoted: str) -> Asked | None:
    """What the path, given as it is and as the reader wrote it, asks for; None for one outside."""
    if not path.startswith(FOLDER):
        return None
    plain = quoted.removeprefix(FOLDER)
    is_safe = plain != quoted and re.fullmatch(PLAIN, plain)
    return Asked(path[len(FOLDER) - 1 :], f"/{plain}" if is_safe else "/")


def inside(address: str) -> str:
    """An address of the same site in this version; one of another site is left as it is."""
    return FOLDER + address[1:] if address.startswith("/") else address


def home_page(page: str) -> str:
    """The home page in this version as a file: its links lead to the pages themselves."""
    start = "<html "
    return page.replace(start, REPLACED[start], 1).replace(WAY_IN, WAY_OUT.format("/"))


def elder_page(page: bytes, way_out: str) -> bytes:
    """Any page in this version."""
    texts = replaced(way_out)
    return _REPLACED.sub(lambda match: texts[match.group()], page.decode()).encode()


def replaced(way_out: str) -> dict[str, str]:
    """All that is replaced in a page, where it leads out to the page itself."""
    ways = {
        WAY_IN: WAY_OUT.format(way_out),
        TRADITIONAL_WAY_IN: TRADITIONAL_WAY_OUT.format(way_out),
    }
    return REPLACED | ways
