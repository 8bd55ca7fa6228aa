"""
Reads a feed (docs/feed.md) line by line, in constant memory, and refuses what breaks the contract.

Every refusal is a `FeedError`: one sentence with the file, the line, the record and the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, BinaryIO, Literal

import msgspec

from builder.errors import FeedError
from builder.records import Ref
from builder.schemas import Kind, Schemas

VERSION = 1
LINE_LIMIT = 64 * 1024 * 1024
_LARGEST = 2**63 - 1
_AGAIN = "请在内容管理端重新导出。"
_UPGRADE = "请核对内容管理端与构建端的版本，再重新导出。"


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line."""

    format: Literal["zhanqun-feed"]
    version: int
    cluster: str
    since: str | None
    full: bool


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    op: Literal["put", "drop", "end"]
    kind: str | None = None
    id: Annotated[int, msgspec.Meta(ge=1, le=_LARGEST)] | None = None
    revision: Annotated[int, msgspec.Meta(ge=0, le=_LARGEST)] | None = None
    data: msgspec.Raw = msgspec.Raw()
    count: int | None = None
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Put:
    """A record in its present state: the checked `data`, and the JSON it was read from."""

    ref: Ref
    revision: int
    kind: Kind
    data: msgspec.Struct
    raw: bytes
    line: int


@dataclass(frozen=True, slots=True)
class Drop:
    """A record that is no longer published."""

    ref: Ref
    line: int


class Feed:
    """
    A feed being read. `header` is there at once; `changes()` may be called once, and only when it
    has come to its end is the feed known to be whole and `cursor` set.
    """

    def __init__(
        self, stream: BinaryIO, name: str, schemas: Schemas, limit: int = LINE_LIMIT
    ) -> None:
        self.name = name
        self.cursor = ""
        self._stream = stream
        self._schemas = schemas
        self._limit = limit
        self._number = 0
        self.header = self._read_header()

    def changes(self) -> Iterator[Put | Drop]:
        """
        Every put and drop, in order. Raises `FeedError` at the first fault, a missing end included.
        """
        decoder = msgspec.json.Decoder(_Line)
        seen: set[Ref] = set()
        while True:
            line = self._decode(decoder, self._next_line())
            if line.op == "end":
                self._finish(line, len(seen))
                return
            change = self._change(line)
            if change.ref in seen:
                raise self.fault(f"记录 {change.ref} 出现了两次。{_AGAIN}")
            seen.add(change.ref)
            yield change

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of record it may hold."""
        return self._schemas.kinds

    def fault(self, sentence: str, line: int = 0) -> FeedError:
        """
        The error for a fault in the line just read, or in line number `line`.
        """
        return FeedError(f"{self.name} 第 {line or self._number} 行：{sentence}")

    def _read_header(self) -> Header:
        raw = self._next_line()
        try:
            header = msgspec.json.decode(raw, type=Header)
        except msgspec.DecodeError as error:
            newer = _version_of(raw)
            if newer is not None and newer != VERSION:
                raise self._wrong_version(newer) from error
            raise self.fault(f"不是站群数据流的首行（{_reason(error)}）。{_AGAIN}") from error
        if header.version != VERSION:
            raise self._wrong_version(header.version)
        if not header.full and header.since is None:
            raise self.fault(f"增量数据流没有写明起点（since）。{_AGAIN}")
        return header

    def _wrong_version(self, version: int) -> FeedError:
        older = (
            "构建端较旧，请升级构建端" if version > VERSION else "内容管理端较旧，请升级内容管理端"
        )
        return self.fault(f"数据流是第 {version} 版，构建端只读第 {VERSION} 版：{older}。")

    def _next_line(self) -> bytes:
        self._number += 1
        raw = self._stream.readline(self._limit + 1)
        if len(raw) > self._limit:
            size = f"{self._limit / 1024 / 1024:.0f} MB"
            raise self.fault(f"此行超过 {size}，不予读取。请检查该记录的正文后重新导出。")
        if not raw:
            raise self.fault(f"数据流到此中断，没有结束行。{_AGAIN}")
        if not raw.endswith(b"\n"):
            raise self.fault(f"此行不完整，数据流被截断。{_AGAIN}")
        return raw

    def _decode(self, decoder: msgspec.json.Decoder[_Line], raw: bytes) -> _Line:
        try:
            return decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self.fault(f"不能读作数据流的一行（{_reason(error)}）。{_AGAIN}") from error

    def _change(self, line: _Line) -> Put | Drop:
        if line.kind is None or line.id is None:
            raise self.fault(f"缺少记录的种类（kind）或编号（id）。{_AGAIN}")
        if line.count is not None or line.cursor is not None:
            raise self.fault(f"count 与 cursor 只能写在结束行。{_AGAIN}")
        kind = self._schemas.kinds.get(line.kind)
        if kind is None:
            raise self.fault(f"不认识的记录种类“{line.kind}”。{_UPGRADE}")
        ref = Ref(line.kind, line.id)
        raw = bytes(line.data)
        if line.op == "drop":
            if raw or line.revision is not None:
                raise self.fault(f"撤下的记录 {ref} 不应带有 data 或 revision。{_AGAIN}")
            return Drop(ref, self._number)
        if not raw or line.revision is None:
            raise self.fault(f"记录 {ref} 缺少 data 或 revision。{_AGAIN}")
        return Put(ref, line.revision, kind, self._data(kind, ref, raw), raw, self._number)

    def _data(self, kind: Kind, ref: Ref, raw: bytes) -> msgspec.Struct:
        try:
            data: msgspec.Struct = kind.data.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self.fault(f"记录 {ref} 的{_reason(error)}。{_UPGRADE}") from error
        return data

    def _finish(self, line: _Line, count: int) -> None:
        if line.count is None or not line.cursor:
            raise self.fault(f"结束行缺少 count 或 cursor。{_AGAIN}")
        if line.count != count:
            raise self.fault(f"结束行写明 {line.count} 条记录，实际读到 {count} 条。{_AGAIN}")
        if self._stream.readline(1):
            raise FeedError(f"{self.name} 第 {self._number + 1} 行：结束行之后还有内容。{_AGAIN}")
        self.cursor = line.cursor


def _version_of(raw: bytes) -> int | None:
    """The version a line claims, whatever else is in it."""
    try:
        head = msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return None
    version = head.get("version") if isinstance(head, dict) else None
    return version if isinstance(version, int) else None


_FIELD_FAULTS = (
    (re.compile(r"missing required field `([^`]+)`"), "字段 {path} 缺失"),
    (re.compile(r"contains unknown field `([^`]+)`"), "字段 {path} 不在模式中"),
)
_VALUE_FAULTS = (
    (re.compile(r"Expected `([^`]+)`, got `([^`]+)`"), "{path}应为{0}，实为{1}"),
    (re.compile(r"Expected `int` ([<>]=) (-?\d+)"), "{path}应 {0} {1}"),
    (re.compile(r"Invalid enum value (.+?)(?: - |$)"), "{path}的值 {0} 不在允许之列"),
    (re.compile(r"Invalid (?:RFC3339|ISO8601)"), "{path}不是规定格式的日期或时间"),
    (re.compile(r"with a timezone"), "{path}缺少时区"),
)

_TYPES = {
    "str": "文字",
    "int": "整数",
    "float": "数",
    "bool": "真假",
    "datetime": "时间",
    "date": "日期",
    "null": "空",
    "array": "列表",
    "object": "对象",
}


def _reason(error: Exception) -> str:
    """What msgspec found, as half a Chinese sentence."""
    text = str(error)
    where = re.search(r"at `\$\.?([^`]*)`", text)
    path = where.group(1) if where else ""
    for pattern, phrase in _FIELD_FAULTS:
        if found := pattern.search(text):
            return phrase.format(path=f"{path}.{found.group(1)}".lstrip("."))
    for pattern, phrase in _VALUE_FAULTS:
        if found := pattern.search(text):
            words = (_types_in(word) for word in found.groups())
            return phrase.format(*words, path=f"字段 {path} " if path else "整行")
    if isinstance(error, UnicodeDecodeError) or "UTF-8" in text:
        return "文字不是 UTF-8 编码"
    return "不是完整正确的 JSON"


def _types_in(words: str) -> str:
    """`int | null` → 整数或空."""
    return "或".join(_TYPES.get(word, word) for word in words.split(" | "))
