"""
Reads JSONL, gzipped or not: one JSON object a line, UTF-8, lines ending in ``\\n`` and nothing else.

Records may hold a lone carriage return or U+2028, so lines are never split in text mode.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from sites.reasons import reason_of

from .errors import FileRefused

_GZIP_MAGIC = b"\x1f\x8b"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """A record and the number of the line it stands on, counted from 1."""

    number: int
    record: dict[str, Any]


def check_file(path: Path) -> int:
    """
    Reads the whole file and returns how many records it holds; raises FileRefused at the first fault.
    """
    count = sum(1 for _ in read_records(path))
    if not count:
        raise FileRefused(f"{path}：文件里没有记录。请确认导出是否成功，再重新导入。")
    return count


def read_records(path: Path) -> Iterator[Line]:
    """
    The records in the order of the file; blank lines are counted but give nothing.
    """
    number = 0
    try:
        with _open(path) as stream:
            for number, line in enumerate(stream, start=1):
                if number == 1:
                    line = line.removeprefix(_BYTE_ORDER_MARK)
                if line.strip():
                    yield Line(number, _parse(path, number, line))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileRefused(
            f"{path} 第 {number + 1} 行：压缩文件不完整或已损坏，读到这里就中断了。"
            "请重新传输或重新导出该文件，再次导入。"
        ) from error
    except OSError as error:
        raise FileRefused(
            f"{path}：无法读取文件（{reason_of(error)}）。请检查路径和权限。"
        ) from error


def _open(path: Path) -> IO[bytes]:
    stream = path.open("rb")
    is_gzip = stream.read(2) == _GZIP_MAGIC
    stream.seek(0)
    return cast(IO[bytes], gzip.GzipFile(fileobj=stream)) if is_gzip else stream


def _parse(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"{path} 第 {number} 行：不是 UTF-8 编码{_guess(line)}。"
            "请先转换，例如 iconv -f GB18030 -t UTF-8，再次导入。"
        ) from error
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileRefused(
            f"{path} 第 {number} 行：不是完整的 JSON（{_where(error)}）。"
            "请确认每行是一条完整的 JSON 记录，再次导入。"
        ) from error
    if not isinstance(record, dict):
        raise FileRefused(
            f"{path} 第 {number} 行：应当是一条 JSON 记录（以 {{ 开头），现在不是。"
            "请按 JSONL 格式每行写一条记录，再次导入。"
        )
    return record


def _guess(line: bytes) -> str:
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "（看来是 GBK）"


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"第 {error.colno} 个字符处有误"
    return "数值过长或层次过深"
