"""
What an HTML page says: one reading, all facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from link_checker.extract.dates import PRINTED
from link_checker.extract.elements import Elements, elements_of
from link_checker.extract.entries import entries
from link_checker.extract.forms import forms
from link_checker.extract.frames import Framed, without_known
from link_checker.extract.hiding import hidden_in
from link_checker.extract.links import Attributes, Reader, links
from link_checker.extract.memory import Join, Memory, Part, place_of
from link_checker.extract.parts import headings_of, ids_of, take_parts
from link_checker.extract.regions import find_regions, footer_words
from link_checker.extract.text import blocks, collapse, text_of
from link_checker.facts import Entry, Form, Heading, Link

_LABEL_OF_DATE = re.compile(
    r"(?:(?:发布|发文|更新|成文|生成|公开)?(?:时间|日期)|发布于|更新于|发表于)[^\w]{0,5}$"
)
"""What stands right before a date and makes it the date of the page."""
_HEADLINE = 10
"""Fewer characters may be the name of a column."""
_HEAD_OF_ARTICLE = 12
_SECONDS = re.compile(r"\s*(\d{1,6})")
_AT_ONCE = 5
_PARAGRAPH = 100
_SHORT_LINE = 40
_READS_ON = re.compile(
    r"(?!来源|作者|信息|发布|发文|文章|字|点击|浏览|阅读|访问|星期|周|责任|编辑|稿源)[\u4e00-\u9fff]"
)


class HtmlFacts(Struct, frozen=True, kw_only=True):
    """The part of `PageFacts` that comes out of the document."""

    language: str | None
    title: str
    meta: dict[str, str]
    repeated_meta: tuple[str, ...]
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    ids: frozenset[str]
    entries: tuple[Entry, ...]
    forms: tuple[Form, ...]
    header_text: str
    footer_text: str
    own_text: str
    shown_dates: tuple[str, ...]
    leads_on: bool
    """The page sends its reader elsewhere within a few seconds."""


def read_html(source: str, url: str, memory: Memory) -> HtmlFacts:
    """Everything a rule may want to know of the page at `url`."""
    framed = without_known(source, place_of(url), memory)
    facts = _read(source, framed, url, memory) or _read(source, Framed(source), url, memory)
    assert facts is not None
    return facts


def _read(source: str, framed: Framed, url: str, memory: Memory) -> HtmlFacts | None:
    """None where something known was left out that is no part of this page."""
    tree = LexborHTMLParser(framed.source)
    base, tags = _head(tree, url, memory.join)
    meta, repeated = _meta(tags)
    hidden = hidden_in(tree)
    parts, frames = take_parts(tree, base, memory, hidden.unseen, framed)
    if len(frames) < len(framed.known) or (frames and base != url):
        return None
    elements = elements_of(tree.root)
    reader = Reader(base, memory, hidden)
    refreshes = [tag for tag in tags if (tag.get("http-equiv") or "").lower() == "refresh"]
    found_links = links(tree, elements, source, reader, parts, frames, refreshes)
    found_forms = tuple(forms(elements))
    ids = ids_of(tree)
    title, leads_on = _title(elements), _leads_on(refreshes)
    elements.silence()
    headings = headings_of(elements, hidden.unheard)
    header, footer = _take_out_frame(tree, parts, elements.by_tag)
    for part in parts.values():
        found_forms = part.forms + found_forms
        ids |= part.ids
        headings = headings + part.headings if part.tag == "footer" else part.headings + headings
    found_entries = (
        tuple(entries(tree.body, reader.anchors, reader.items)) if tree.body is not None else ()
    )
    own = blocks(tree.body, elements.by_tag) if tree.body is not None else []
    return HtmlFacts(
        language=_language(tree),
        title=title,
        meta=meta,
        repeated_meta=repeated,
        headings=headings,
        links=found_links,
        ids=ids,
        entries=found_entries,
        forms=found_forms,
        header_text=header,
        footer_text=footer or footer_words(" ".join(own)),
        own_text="\n".join(own),
        shown_dates=_shown_dates(own, headings, meta.get("articletitle", ""), title),
        leads_on=leads_on,
    )


def _head(tree: LexborHTMLParser, url: str, join: Join) -> tuple[str, list[Attributes]]:
    """What the addresses of a page stand on, and its meta tags."""
    hrefs: list[str | None] = []
    tags: list[Attributes] = []
    for node in tree.css("base[href], meta"):
        attributes = node.attributes
        if node.tag == "meta":
            tags.append(attributes)
        else:
            hrefs.append(attributes["href"])
    href = hrefs[0] if hrefs else None
    return (join(url, href)[0] or url) if href else url, tags


def _language(tree: LexborHTMLParser) -> str | None:
    root = tree.root
    attributes = root.attributes if root is not None else {}
    return (attributes["lang"] or "") if "lang" in attributes else None


def _title(elements: Elements) -> str:
    return next((collapse(node.text()) for node in elements.by_tag["title"]), "")


def _leads_on(refreshes: list[Attributes]) -> bool:
    seconds = (_SECONDS.match(tag.get("content") or "") for tag in refreshes)
    return any(match and int(match[1]) <= _AT_ONCE for match in seconds)


def _meta(tags: list[Attributes]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Names without case; the first value wins."""
    values: dict[str, str] = {}
    repeated: list[str] = []
    for attributes in tags:
        name = (attributes.get("name") or "").strip().lower()
        if not name:
            continue
        if name in values:
            repeated.append(name)
        else:
            values[name] = collapse(attributes.get("content") or "")
    return values, tuple(dict.fromkeys(repeated))


def _take_out_frame(
    tree: LexborHTMLParser, parts: Mapping[int, Part], tags: Iterable[str]
) -> tuple[str, str]:
    """The texts of header and footer; what frames the page is gone from the tree afterwards."""
    header = [part.text for part in parts.values() if part.tag == "header"]
    footer = [part.text for part in parts.values() if part.tag == "footer"]
    regions = find_regions(tree, bool(header), bool(footer))
    header += (text_of(node, tags) for node in regions.header if node.mem_id not in parts)
    footer += (text_of(node, tags) for node in regions.footer if node.mem_id not in parts)
    for node in _outermost(regions.all()):
        node.decompose()
    return " ".join(filter(None, header)), " ".join(filter(None, footer))


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    ids = {node.mem_id for node in nodes}
    return [node for node in nodes if not _lies_within(node, ids)]


def _lies_within(node: LexborNode, ids: set[int]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in ids:
            return True
        parent = parent.parent
    return False


def _shown_dates(
    own: list[str], headings: tuple[Heading, ...], article_title: str, title: str
) -> tuple[str, ...]:
    """
    Dates in the few short lines after the headline, and after the same words in a table of metadata; where
    no line is the headline alone, those behind it in its own line. Where no heading of the first level and
    no tag says what the headline is, it is the long line that the title of the page begins with.
    """
    headlines = {heading.text for heading in headings if heading.level == 1} | {article_title}
    if headlines == {""}:
        headlines = {text for text in own if len(text) >= _HEADLINE and title.startswith(text)}
    heads = [
        own[at + 1 : at + 1 + _HEAD_OF_ARTICLE]
        for at, text in enumerate(own)
        if text and text in headlines
    ]
    if not heads and article_title:
        heads = [[text[len(article_title) :]] for text in own if text.startswith(article_title)][:1]
    return tuple(dict.fromkeys(date for head in heads for date in _dates_of_head(head)))


def _dates_of_head(lines: list[str]) -> Iterator[str]:
    """Dates up to the first paragraph or sentence of the text, which ends the head."""
    for text in lines:
        match = PRINTED.search(text) if "20" in text or "19" in text else None
        if match and (_LABEL_OF_DATE.search(text[: match.start()]) or _stands_alone(match)):
            yield from (each[0].strip() for each in PRINTED.finditer(text))
        elif len(text) > _PARAGRAPH or text.endswith("。"):
            return


def _stands_alone(date: re.Match[str]) -> bool:
    """A date in a short line that does not read on as a sentence: “2024年3月5日在……会议上” does."""
    return len(date.string) <= _SHORT_LINE and not _READS_ON.match(date.string, date.end())
