"""
Header, navigation and footer that were read on another page, known by their source and left out of what is
parsed: only an empty element stands where each was.

Nothing is known of a source that might be read in another way elsewhere: alone in a document, it must come
to the same elements and leave none open.
"""

from __future__ import annotations

from secrets import token_hex
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from link_checker.extract.links import PARTS, Lines
from link_checker.extract.memory import Frame, Memory, Part, Place, depends_on_page

_MARK = f"data-frame-{token_hex(8)}"
"""Set on the empty element; no page can know it."""
_FREE = frozenset({"-document", "html", "body", "div"})
_LONGEST = 20_000
_MOST = 20
"""Of a page that opens more parts than these the rest is parsed."""


class Framed(NamedTuple):
    """A page without the frames that are known, and these in their order."""

    source: str
    known: tuple[Frame, ...] = ()
    unknown: tuple[int, ...] = ()
    """Where in the source other parts may begin."""


def without_known(source: str, place: Place, memory: Memory) -> Framed:
    """A page before it is parsed."""
    known: list[Frame] = []
    unknown: list[int] = []
    kept: list[str] = []
    length = end = 0
    following = {tag: source.find(f"<{tag}") for tag in PARTS}
    for _ in range(_MOST):
        start, tag = min(((at, tag) for tag, at in following.items() if at >= 0), default=(-1, ""))
        if start < 0:
            break
        frame = memory.frame(place, tag, source, start)
        if frame is None:
            unknown.append(length + start - end)
            after = source.find(f"</{tag}>", start, start + _LONGEST)
            after = start + 1 if after < 0 else after
        else:
            kept += source[end:start], f"<{tag} {_MARK}={len(known)}{frame.attributes}"
            length += sum(map(len, kept[-2:]))
            end = after = start + len(frame.source)
            known.append(frame)
        for name, at in following.items():
            if 0 <= at < after:
                following[name] = source.find(f"<{name}", after)
    if kept:
        source = "".join([*kept, source[end:]])
    return Framed(source, tuple(known), tuple(unknown))


def frame_at(node: LexborNode, framed: Framed) -> Frame | None:
    """What was left out at an element, if it can be told here."""
    mark = node.attributes.get(_MARK) if framed.known else None
    return framed.known[int(mark)] if mark is not None and _stands_freely(node) else None


def learn(
    part: Part, markup: str, emptied: LexborNode, framed: Framed, place: Place, memory: Memory
) -> None:
    """Remembers the source of a part that is met again, where it can be told for certain."""
    for start in framed.unknown if _stands_freely(emptied) else ():
        after = framed.source.find(f"</{part.tag}>", start, start + _LONGEST)
        source = framed.source[start : after + len(part.tag) + 3]
        if after < 0 or not source.startswith(f"<{part.tag}"):
            continue
        attributes = source[len(part.tag) + 1 : source.index(">") + 1] + f"</{part.tag}>"
        is_certain = _is_read_as(source, markup) and _is_read_as(
            f"<{part.tag}{attributes}", emptied.html or ""
        )
        if is_certain:
            links = tuple(Lines(source).number(part.links))
            depends = any(depends_on_page(link.href) for link in links)
            memory.keep_frame(place, Frame(source, attributes, part, links, depends, {}))
            return


def _stands_freely(node: LexborNode) -> bool:
    """Whether nothing around an element changes how what stands in it is read, as a link or a form does."""
    parent = node.parent
    while parent is not None and parent.tag in _FREE:
        parent = parent.parent
    return parent is None


def _is_read_as(source: str, markup: str) -> bool:
    body = LexborHTMLParser(f"<!doctype html><body>{source}<i></i></body>").body
    return body is not None and body.html == f"<body>{markup}<i></i></body>"
