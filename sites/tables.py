"""
Reading a TOML table into a struct: every fault becomes one Chinese sentence, none stops the reading.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.inspect import EnumType, LiteralType, UnionType, type_info

from sites.reasons import reason_of

Table = TypeVar("Table", bound=Struct)

_KINDS = {
    "StrType": "带引号的文字",
    "BoolType": "布尔值 true 或 false",
    "IntType": "整数",
    "FloatType": "数字",
    "VarTupleType": "方括号里的若干段文字",
    "StructType": "一组“名称 = 值”",
}


def load_toml(path: Path, place: str, faults: list[str]) -> dict[str, Any] | None:
    """
    The content of a TOML file; None, and a fault, when it cannot be read.
    """
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        faults.append(
            f"{place}：文件读不出来（{reason_of(error)}）。请检查文件是否存在、权限是否正确。"
        )
    except UnicodeDecodeError as error:
        faults.append(
            f"{place}：第 {error.start + 1} 个字节起不是 UTF-8 编码。请把文件另存为 UTF-8。"
        )
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{place}：不是正确的 TOML（{error}）。请按所指的行列改正。")
    return None


def read_table(
    raw: Mapping[str, Any], shape: type[Table], place: str, faults: list[str], prefix: str = ""
) -> Table | None:
    """
    `raw` as a `shape`; None when anything in it is faulty, with a sentence for each fault.
    """
    fields = _fields(shape)
    before = len(faults)
    for key in raw:
        if key not in fields:
            faults.append(_unknown(key, fields, place, prefix))
    values: dict[str, Any] = {}
    for name, field in fields.items():
        key = prefix + name
        if name not in raw:
            if field.default is NODEFAULT and field.default_factory is NODEFAULT:
                faults.append(f"{place}：缺少 {key}。请补上这一项。")
        elif _is_table(field.type) and isinstance(raw[name], dict):
            values[name] = read_table(raw[name], field.type, place, faults, f"{key}.")
        else:
            values[name] = _convert(raw[name], field.type, key, place, faults)
    return shape(**values) if len(faults) == before else None


@cache
def _fields(shape: type[Struct]) -> Mapping[str, msgspec.structs.FieldInfo]:
    return {field.name: field for field in msgspec.structs.fields(shape)}


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _convert(value: Any, kind: Any, key: str, place: str, faults: list[str]) -> Any:
    try:
        converted = msgspec.convert(value, kind)
    except msgspec.ValidationError:
        faults.append(f"{place}：{key} 是“{_shown(value)}”，应为{_described(kind)}。请改正。")
        return None
    if converted == "":
        faults.append(f"{place}：{key} 是空的。请填写这一项。")
    return converted


def _shown(value: Any) -> str:
    """A value as TOML has it, as far as a sentence can hold it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _described(kind: Any) -> str:
    """What a value must be, in words."""
    info = type_info(kind)
    if isinstance(info, UnionType):
        info = next(part for part in info.types if type(part).__name__ != "NoneType")
    if isinstance(info, LiteralType):
        return "以下之一：" + "、".join(str(value) for value in info.values)
    if isinstance(info, EnumType):
        return "以下之一：" + "、".join(str(member.value) for member in info.cls)
    return _KINDS[type(info).__name__]


def _unknown(key: str, known: Mapping[str, Any], place: str, prefix: str) -> str:
    alike = difflib.get_close_matches(key, known, n=1)
    if alike:
        return f"{place}：没有 {prefix}{key} 这一项。请改为 {prefix}{alike[0]}，或删去它。"
    return f"{place}：没有 {prefix}{key} 这一项。请删去它。"
