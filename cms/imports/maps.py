"""
The map of an import: which field of a record is which of ours. One TOML file per source; its keys are
explained in docs/how-to/import-records.md.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NoReturn, cast

from sites.reasons import reason_of

from .errors import MapRefused
from .furniture import Furniture
from .plain import PARAGRAPHS_BY, ParagraphsBy

PageType = Literal["article", "policy_document"]
Format = Literal["html", "markdown", "text"]

_COMMON = {
    "title", "summary", "keywords", "content_source", "author", "editor", "link_url",
    "issuing_body", "published_at",
}  # fmt: skip
FIELDS: dict[PageType, set[str]] = {
    "article": _COMMON | {"subtitle"},
    "policy_document": _COMMON
    | {
        "document_number", "index_number", "issued_on", "effective_on", "amended_on", "repealed_on",
        "expires_on", "subject", "genre", "validity", "validity_basis",
    },
}  # fmt: skip
EXPECTED: dict[PageType, tuple[str, ...]] = {
    "article": ("body", "published_at"),
    "policy_document": (
        "body", "index_number", "document_number", "issuing_body", "published_at", "issued_on",
        "subject", "validity",
    ),
}  # fmt: skip
"""What a page of the type ought to have; the report names the records that do not."""

_KEYS = {"page_type", "source", "id", "base", "fields", "constants", "values", "body", "furniture"}
_BODY_KEYS = {"field", "format", "paragraphs"}
_FURNITURE_KEYS = {"head", "tail", "anywhere", "cut", "ornaments"}
_SOURCE = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}")


@dataclass(frozen=True, slots=True)
class BodyField:
    """A field that may hold the body; the first of the map's that is not empty is taken."""

    field: str
    format: Format
    paragraphs: ParagraphsBy = "lines"


@dataclass(frozen=True, slots=True)
class ImportMap:
    """What a map says, checked."""

    page_type: PageType
    source: str
    """Name of the source; source ids begin with it."""
    id: tuple[str, ...]
    """The fields of a record that together tell it from all others of its source."""
    fields: dict[str, tuple[str, ...]]
    """Our field → fields of the record, the first that is not empty is taken."""
    base: str = ""
    """The field with the record's address, against which relative links are resolved."""
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    """Our field → word of the source → our word."""
    bodies: tuple[BodyField, ...] = ()
    furniture: Furniture = field(default_factory=Furniture)


def load_map(path: Path) -> ImportMap:
    """Reads a map; raises MapRefused with the place of its first fault."""
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise MapRefused(
            f"{path}：无法读取（{reason_of(error)}）。请检查 --map 的路径。"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MapRefused(
            f"{path}：不是 UTF-8 编码的 TOML（{error}）。请改正后重新导入。"
        ) from error
    return _Reader(path).read(raw)


class _Reader:
    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, raw: dict[str, Any]) -> ImportMap:
        self._only(raw, _KEYS, "")
        page_type = self._choice(raw, "page_type", tuple(FIELDS))
        source = self._text(raw, "source", "")
        if not _SOURCE.fullmatch(source):
            self._refuse("source", "只能用小写字母、数字、点和连字符，最长 60 个")
        fields = self._table(raw, "fields")
        self._only(fields, FIELDS[cast(PageType, page_type)], "fields.")
        constants = self._table(raw, "constants")
        self._only(constants, FIELDS[cast(PageType, page_type)] - set(fields), "constants.")
        if "title" not in fields:
            self._refuse("fields.title", "没有写明标题取自哪个字段")
        return ImportMap(
            page_type=cast(PageType, page_type),
            source=source,
            id=self._names(raw, "id"),
            fields={name: self._names(fields, name, "fields.") for name in fields},
            base=self._text(raw, "base", ""),
            constants={name: self._text(constants, name, "constants.") for name in constants},
            values=self._values(self._table(raw, "values"), {*fields}),
            bodies=tuple(self._body(body) for body in self._list(raw, "body", "")),
            furniture=self._furniture(self._table(raw, "furniture")),
        )

    def _values(self, tables: dict[str, Any], fields: set[str]) -> dict[str, dict[str, str]]:
        self._only(tables, fields, "values.")
        return {
            name: {word: self._text(table, word, f"values.{name}.") for word in table}
            for name in tables
            for table in [self._table(tables, name, "values.")]
        }

    def _body(self, body: Any) -> BodyField:
        if not isinstance(body, dict):
            self._refuse("body", "应写成 [[body]] 表")
        self._only(body, _BODY_KEYS, "body.")
        paragraphs = body.get("paragraphs", "lines")
        if paragraphs not in PARAGRAPHS_BY:
            self._refuse("body.paragraphs", f"应为以下之一：{'、'.join(PARAGRAPHS_BY)}")
        source_format = self._choice(body, "format", ("html", "markdown", "text"), "body.")
        name = self._names(body, "field", "body.")[0]
        return BodyField(name, cast(Format, source_format), paragraphs)

    def _furniture(self, table: dict[str, Any]) -> Furniture:
        self._only(table, _FURNITURE_KEYS, "furniture.")
        lists = {name: self._lines(table, name) for name in _FURNITURE_KEYS}
        try:
            return Furniture(**lists)
        except re.error as error:
            self._refuse("furniture", f"正则表达式有误（{error}）")

    def _lines(self, table: dict[str, Any], name: str) -> tuple[str, ...]:
        lines = self._list(table, name, "furniture.")
        if not all(isinstance(line, str) for line in lines):
            self._refuse(f"furniture.{name}", "应为方括号里的若干段文字")
        return tuple(lines)

    def _choice(
        self, table: dict[str, Any], key: str, choices: tuple[str, ...], prefix: str = ""
    ) -> str:
        if table.get(key) not in choices:
            self._refuse(f"{prefix}{key}", f"应为以下之一：{'、'.join(choices)}")
        return cast(str, table[key])

    def _names(self, table: dict[str, Any], key: str, prefix: str = "") -> tuple[str, ...]:
        """One field name, or a list of them."""
        value = table.get(key)
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
            self._refuse(f"{prefix}{key}", "应为一个字段名，或方括号里的若干字段名")
        return tuple(names)

    def _text(self, table: dict[str, Any], key: str, prefix: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self._refuse(f"{prefix}{key}", "应为带引号的文字")
        return value

    def _list(self, table: dict[str, Any], key: str, prefix: str) -> list[Any]:
        value = table.get(key, [])
        if not isinstance(value, list):
            self._refuse(f"{prefix}{key}", "应为方括号里的列表")
        return value

    def _table(self, table: dict[str, Any], key: str, prefix: str = "") -> dict[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            self._refuse(f"{prefix}{key}", "应为一组“名称 = 值”")
        return value

    def _only(self, table: dict[str, Any], known: set[str], prefix: str) -> None:
        for key in table:
            if key not in known:
                self._refuse(f"{prefix}{key}", f"没有这一项，可用的有：{'、'.join(sorted(known))}")

    def _refuse(self, key: str, reason: str) -> NoReturn:
        raise MapRefused(f"{self._path}：{key}：{reason}。请改正映射文件后重新导入。")
