"""
A record of the source, by its map, as what a page needs. Nothing here knows of Wagtail.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .addresses import Loss
from .compose import Block
from .errors import FieldFault
from .html import clean_html
from .maps import EXPECTED, BodyField, ImportMap
from .plain import blocks_of_text, clean_markdown, split_lines
from .values import to_date, to_datetime, to_keywords, to_line, without_invisible

_LENGTHS = {
    "title": 255, "subtitle": 120, "summary": 200, "keywords": 200, "content_source": 120,
    "author": 60, "editor": 60, "link_url": 500, "issuing_body": 120, "document_number": 80,
    "index_number": 80, "subject": 60, "genre": 20,
}  # fmt: skip
_VALIDITIES = ("in_force", "amended", "repealed", "expired")
_SOURCE_ID_LENGTH = 600


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """What becomes of one record."""

    source_id: str
    values: dict[str, Any]
    """Our field → value: texts (``""`` for none), dates and moments (None for none)."""
    blocks: list[Block]
    losses: list[Loss]
    furniture: list[str]
    """The lines that were dropped because the map names them."""
    missing: tuple[str, ...]
    """Fields that the page ought to have and the record does not give."""

    @property
    def digest(self) -> str:
        """SHA-256 of all that a page takes from the record: another one means the source changed."""
        content = [self.source_id, self.values, self.blocks]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Body:
    blocks: list[Block]
    losses: list[Loss]
    furniture: list[str]


def to_page(record: dict[str, Any], by: ImportMap) -> ImportedPage:
    """The page of a record; raises FieldFault at the first value that cannot be imported."""
    source_id = _source_id(record, by)
    values = {name: _value(name, record, by) for name in (*by.fields, *by.constants)}
    if not values["title"]:
        raise FieldFault("title", "标题是空的")
    body = _body(record, by)
    has = {**values, "body": body.blocks}
    missing = tuple(name for name in EXPECTED[by.page_type] if not has.get(name))
    return ImportedPage(source_id, values, body.blocks, body.losses, body.furniture, missing)


def _source_id(record: dict[str, Any], by: ImportMap) -> str:
    parts = [to_line("id", record.get(name)) for name in by.id]
    if not all(parts):
        empty = "、".join(name for name, part in zip(by.id, parts, strict=True) if not part)
        raise FieldFault("id", f"来源标识是空的（{empty}）")
    source_id = ":".join([by.source, *parts])
    if len(source_id) <= _SOURCE_ID_LENGTH:
        return source_id
    return f"{by.source}:sha256-{hashlib.sha256(source_id.encode()).hexdigest()}"


def _value(name: str, record: dict[str, Any], by: ImportMap) -> Any:
    """The first value of the fields the map names, in our form; constants never come from records."""
    if name in by.constants:
        return _convert(name, by.constants[name])
    for source_name in by.fields[name]:
        raw = record.get(source_name)
        if name in by.values and (word := to_line(name, raw)):
            if word not in by.values[name]:
                raise FieldFault(name, f"映射文件的 values.{name} 里没有“{word[:40]}”")
            raw = by.values[name][word]
        value = _convert(name, raw)
        if value:
            return value
    return _convert(name, None)


def _convert(name: str, raw: Any) -> Any:
    convert: Callable[[str, Any], str | date | None] = _CONVERTERS.get(name, to_line)
    value = convert(name, raw)
    longest = _LENGTHS.get(name)
    if longest and isinstance(value, str) and len(value) > longest:
        raise FieldFault(name, f"有 {len(value)} 个字，最多 {longest} 个")
    return value


def _keywords(name: str, raw: Any) -> str:
    return "，".join(to_keywords(name, raw))


def _validity(name: str, raw: Any) -> str:
    value = to_line(name, raw)
    if value and value not in _VALIDITIES:
        raise FieldFault(
            name, f"“{value[:40]}”不是 {'、'.join(_VALIDITIES)} 之一，请在 values 里对照"
        )
    return value


def _link(name: str, raw: Any) -> str:
    value = to_line(name, raw)
    if value and not value.startswith(("http://", "https://")):
        raise FieldFault(name, f"不是完整的网址：{value[:40]}")
    return value


_CONVERTERS: dict[str, Callable[[str, Any], str | date | None]] = {
    "keywords": _keywords,
    "validity": _validity,
    "link_url": _link,
    "issued_on": to_date,
    "effective_on": to_date,
    "amended_on": to_date,
    "repealed_on": to_date,
    "expires_on": to_date,
    "published_at": to_datetime,
}


def _body(record: dict[str, Any], by: ImportMap) -> _Body:
    """From the first body field that is not empty; no blocks at all when none holds any text."""
    for candidate in by.bodies:
        raw = record.get(candidate.field)
        if raw is None:
            continue
        if not isinstance(raw, str):
            raise FieldFault("body", f"{candidate.field} 应当是文字，实际是 {type(raw).__name__}")
        to_line("body", raw)
        body = _read_body(raw, candidate, record, by)
        if body.blocks:
            return body
    return _Body([], [], [])


def _read_body(raw: str, candidate: BodyField, record: dict[str, Any], by: ImportMap) -> _Body:
    base = to_line("base", record.get(by.base)) if by.base else ""
    if candidate.format == "html":
        html = clean_html(raw, base, by.furniture.ornaments)
        return _Body(html.blocks, html.losses, [])
    lines, dropped = by.furniture.without(split_lines(raw))
    dropped = [line for line in map(without_invisible, dropped) if line]
    if candidate.format == "markdown":
        cleaned = clean_markdown("\n".join(lines), base, by.furniture.ornaments)
        return _Body(cleaned.blocks, cleaned.losses, dropped)
    return _Body(blocks_of_text(lines, candidate.paragraphs), [], dropped)
