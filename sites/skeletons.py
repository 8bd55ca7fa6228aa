"""
The columns a site begins with: the shared skeleton of its type, and what its site.toml adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from sites.config import ColumnSkeleton, ColumnType, SiteFacts, Switch
from sites.tables import load_toml, read_table

_PATH = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")
TAKEN_FOLDERS = frozenset(
    {"elder", "hant", "leaving", "page", "media", "search", "static", "undated", "zfxxgk"}
)
"""First folders that the build fills itself."""


class ColumnLine(Struct, frozen=True, kw_only=True):
    """
    One ``[[columns]]`` of site.toml, one ``[[portal]]`` or ``[[department]]`` of skeletons.toml.
    """

    path: str
    title: str
    column_type: ColumnType
    description: str
    keywords: tuple[str, ...]
    update_window_days: int | None = None
    """Where not given, what the column type asks."""
    must_update: bool | None = None
    """Where not given, true for a column with an update window."""
    is_hidden: bool = False
    in_navigation: bool = True
    requires: Switch | None = None
    """The column exists only on sites with this switch on."""


def load_skeletons(path: Path, place: str, faults: list[str]) -> dict[str, list[ColumnLine]]:
    """
    The skeletons by site type, in the order of the file.
    """
    raw = load_toml(path, place, faults) or {}
    faults.extend(
        f"{place}：没有 {key} 这种网站。请改为 portal 或 department。"
        for key in raw
        if key not in ("portal", "department")
    )
    skeletons = {
        kind: read_lines(raw.get(kind, []), kind, place, faults)
        for kind in ("portal", "department")
    }
    for lines in skeletons.values():
        _judge_paths((), lines, place, faults)
    return skeletons


def read_lines(raw: Any, key: str, place: str, faults: list[str]) -> list[ColumnLine]:
    """
    The column lines of one file, those without fault.
    """
    if not isinstance(raw, list) or not all(isinstance(line, dict) for line in raw):
        faults.append(f"{place}：{key} 应写成若干个 [[{key}]]。请改正。")
        return []
    lines = (
        read_table(line, ColumnLine, place, faults, f"{key}[{number}].")
        for number, line in enumerate(raw, 1)
    )
    return [line for line in lines if line is not None]


def column_tree(
    facts: SiteFacts,
    skeleton: Sequence[ColumnLine],
    added: Sequence[ColumnLine],
    place: str,
    faults: list[str],
) -> tuple[ColumnSkeleton, ...]:
    """
    The columns of a site in their order; those whose switch is off are left out with all below.
    """
    _judge_paths(skeleton, added, place, faults)
    return _children("", _switched_on(facts, [*skeleton, *added]))


def _judge_paths(
    before: Iterable[ColumnLine], lines: Iterable[ColumnLine], place: str, faults: list[str]
) -> None:
    known = {line.path for line in before}
    for line in lines:
        parent = line.path.rpartition("/")[0]
        if not _PATH.fullmatch(line.path):
            faults.append(
                f"{place}：栏目“{line.title}”的 path 是“{line.path}”，只能用小写字母、数字和连字符，"
                "以斜杠分级。请改用拼音首字母。"
            )
        elif line.path.partition("/")[0] in TAKEN_FOLDERS:
            faults.append(
                f"{place}：栏目“{line.title}”的 path“{line.path}”是系统保留的。请换一个名称。"
            )
        elif line.path in known:
            faults.append(f"{place}：栏目 {line.path} 写了两次。请删去一个，或换一个 path。")
        elif parent and parent not in known:
            faults.append(
                f"{place}：栏目 {line.path} 的上级 {parent} 不存在。请先写上级栏目，或改正 path。"
            )
        known.add(line.path)


def _switched_on(facts: SiteFacts, lines: Iterable[ColumnLine]) -> list[ColumnLine]:
    switches: Mapping[str | None, bool] = {
        None: True,
        "services": facts.services,
        "interaction": facts.interaction,
    }
    return [line for line in lines if switches[line.requires]]


def _children(parent: str, lines: Sequence[ColumnLine]) -> tuple[ColumnSkeleton, ...]:
    return tuple(_skeleton(line, lines) for line in lines if line.path.rpartition("/")[0] == parent)


def _skeleton(line: ColumnLine, lines: Sequence[ColumnLine]) -> ColumnSkeleton:
    window = line.update_window_days or line.column_type.update_window_days
    return ColumnSkeleton(
        path=line.path,
        title=line.title,
        column_type=line.column_type,
        description=line.description,
        keywords=line.keywords,
        update_window_days=window,
        must_update=window is not None if line.must_update is None else line.must_update,
        is_hidden=line.is_hidden,
        in_navigation=line.in_navigation,
        requires=line.requires,
        children=_children(line.path, lines),
    )
