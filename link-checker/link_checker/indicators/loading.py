"""
Reads a set of indicators; every fault in the file becomes one Chinese sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from link_checker.errors import BadUse
from link_checker.indicators.model import Indicator, IndicatorSet, RuleTreatment, Scale
from link_checker.registry import AnyRule, all_rules
from link_checker.windows import Window
from sites.tables import load_toml, read_table

_FOLDER = Path(__file__).parent
_HEAD = ("title", "source")
_TABLES = ("scale", "window", "indicator")
_TREATMENTS = "rule"


def indicator_sets() -> list[str]:
    """The names of the sets that come with us."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def load_indicators(
    name: str = "gb_2019_19", rules: Mapping[str, AnyRule] | None = None
) -> IndicatorSet:
    """
    The set of that name, or of a `.toml` file anywhere.

    BadUse with a sentence for each fault: unknown names, unknown rules or sorts, doubled ids.
    """
    path = Path(name) if name.endswith(".toml") else _FOLDER / f"{name}.toml"
    if not path.is_file():
        known = "、".join(indicator_sets())
        raise BadUse(
            f"没有名为“{name}”的检查指标。现有的指标是：{known}。请改用其中之一，或给出 .toml 文件的路径。"
        )
    faults: list[str] = []
    raw = load_toml(path, path.name, faults)
    found = None if raw is None else _read(raw, path, faults)
    if found is not None:
        faults += _faults(found, path.name, all_rules() if rules is None else rules)
    if found is None or faults:
        raise BadUse("\n".join(faults))
    return found


def _read(raw: dict[str, Any], path: Path, faults: list[str]) -> IndicatorSet | None:
    place = path.name
    for key in raw:
        if key not in (*_HEAD, *_TABLES, _TREATMENTS):
            faults.append(f"{place}：没有 {key} 这一项。请删去它。")
    for key in (*_HEAD, *_TABLES):
        if key not in raw:
            faults.append(f"{place}：缺少 {key}。请补上这一项。")
    scale = read_table(raw.get("scale", {}), Scale, f"{place} 的 [scale]", faults)
    windows = [
        read_table(row, Window, f"{place} 的第 {at} 个 [[window]]", faults)
        for at, row in enumerate(raw.get("window", ()), 1)
    ]
    lines = [
        read_table(row, Indicator, f"{place} 的指标 {row.get('id', f'（第 {at} 个）')}", faults)
        for at, row in enumerate(raw.get("indicator", ()), 1)
    ]
    treatments = {
        name: read_table(row, RuleTreatment, f"{place} 的 [rule.{name}]", faults)
        for name, row in raw.get(_TREATMENTS, {}).items()
    }
    if faults or scale is None:
        return None
    return IndicatorSet(
        name=path.stem,
        title=str(raw["title"]),
        source=str(raw["source"]),
        scale=scale,
        windows=tuple(window for window in windows if window),
        indicators=tuple(line for line in lines if line),
        treatments={name: each for name, each in treatments.items() if each},
    )


def _faults(found: IndicatorSet, place: str, rules: Mapping[str, AnyRule]) -> Iterator[str]:
    """What is wrong between the parts of a set that are right by themselves."""
    seen = set()
    for line in found.indicators:
        where = f"{place} 的指标 {line.id}"
        if line.id in seen:
            yield f"{where}：这个编号出现了不止一次。请给其中一个换一个编号。"
        seen.add(line.id)
        yield from (f"{where}：{complaint}" for complaint in _faults_of_line(line, rules))
    for name in found.treatments:
        if name not in rules:
            yield f"{place} 的 [rule.{name}]：没有名为“{name}”的规则。请改正名称，或删去这一段。"
    labels = {
        label for rule in rules.values() if "windows" in rule.parameters for label in rule.labels
    }
    types: set[str] = set()
    for window in found.windows:
        where = f"{place} 的更新期限 {window.label}"
        if rules and window.label not in labels:
            yield f"{where}：没有规则使用这个名称。请改为以下之一：{'、'.join(sorted(labels))}。"
        if (window.days > 0) == (window.months > 0):
            yield f"{where}：days 与 months 应当恰好写一个，且大于 0。请改正。"
        if doubled := types.intersection(window.column_types):
            yield f"{where}：栏目类别“{'、'.join(sorted(doubled))}”已属于另一个期限。请只留一处。"
        types.update(window.column_types)


def _faults_of_line(line: Indicator, rules: Mapping[str, AnyRule]) -> Iterator[str]:
    for rule in line.rules:
        if rule not in rules:
            yield f"没有名为“{rule}”的规则。请改正 rules，或删去它。"
    sorts = {label for rule in line.rules if rule in rules for label in rules[rule].labels}
    for label in line.labels:
        if label not in sorts:
            yield f"所用的规则没有“{label}”这一种发现。请改正 labels，或删去它。"
    is_priced = line.points is not None or line.each is not None
    if line.part == "veto" and is_priced:
        yield "单项否决没有分值。请删去 points 和 each。"
    if line.part != "veto" and not is_priced:
        yield '没有分值。请写明 points 或 each；数值没有核实的，写 points = "unknown"。'
