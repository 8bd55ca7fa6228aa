"""
What an import did: as JSON for machines, as sentences for the operator. It is gathered record by record
and holds no clock, so that the same import gives the same report.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from .index_numbers import has_known_form
from .mapping import ImportedPage

FORMAT = "zhanqun-import-report"
VERSION = 1

Outcome = Literal["created", "updated", "unchanged", "changed"]
OUTCOMES: dict[Outcome, str] = {
    "created": "新建",
    "updated": "更新",
    "unchanged": "未变",
    "changed": "来源有变、未更新",
}
LABELS = {
    "body": "正文", "title": "标题", "subtitle": "副标题", "summary": "摘要", "keywords": "关键词",
    "content_source": "来源", "author": "作者", "editor": "责任编辑", "link_url": "转载链接",
    "issuing_body": "发布机构", "published_at": "发布时间", "document_number": "文号",
    "index_number": "索引号", "issued_on": "成文日期", "effective_on": "施行日期",
    "amended_on": "修改日期", "repealed_on": "废止日期", "expires_on": "有效期至",
    "subject": "主题分类", "genre": "体裁分类", "validity": "有效性", "validity_basis": "有效性依据",
    "id": "来源标识",
}  # fmt: skip
_ORDER = list(LABELS)
LOSSES = {"picture": "图片", "attachment": "附件", "link": "链接"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that stayed out: where it stands, which field, why."""

    line: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands in the files, or a page in the cms (line 0)."""

    file: str
    line: int
    title: str


@dataclass(slots=True)
class FileReport:
    """One file of an import."""

    file: str
    records: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    missing: dict[str, list[int]] = field(default_factory=dict)
    """Field → lines of the records without it."""
    faults: list[Fault] = field(default_factory=list)
    losses: list[dict[str, Any]] = field(default_factory=list)
    odd_index_numbers: list[dict[str, Any]] = field(default_factory=list)
    furniture: Counter[str] = field(default_factory=Counter)
    new_bodies: list[str] = field(default_factory=list)

    def add(self, line: int, page: ImportedPage, outcome: Outcome) -> None:
        """One record that is in."""
        self.records += 1
        self.outcomes[outcome] += 1
        for name in page.missing:
            self.missing.setdefault(name, []).append(line)
        self.losses += [{"line": line, **asdict(loss)} for loss in page.losses]
        number = page.values.get("index_number")
        if number and not has_known_form(number):
            self.odd_index_numbers.append({"line": line, "index_number": number})
        self.furniture.update(page.furniture)

    def refuse(self, fault: Fault) -> None:
        """One record that stayed out."""
        self.records += 1
        self.faults.append(fault)

    def never(self, name: str) -> bool:
        """Whether no record of the file that is in has the field."""
        return len(self.missing.get(name, ())) == self.outcomes.total() > 0

    def to_json(self) -> dict[str, Any]:
        """For a field that no record has, `is_never_given` speaks for all lines."""
        missing = {
            name: {
                "count": len(lines),
                "is_never_given": self.never(name),
                "lines": [] if self.never(name) else lines,
            }
            for name, lines in self.missing.items()
        }
        return {
            "file": self.file,
            "records": self.records,
            "outcomes": {name: self.outcomes[name] for name in OUTCOMES},
            "refused": [asdict(fault) for fault in self.faults],
            "missing": missing,
            "losses": self.losses,
            "odd_index_numbers": self.odd_index_numbers,
            "furniture": dict(self.furniture.most_common()),
            "new_bodies": self.new_bodies,
        }


@dataclass(slots=True)
class Report:
    """All files of one run of `import_records`."""

    site: str
    column: str
    files: list[FileReport] = field(default_factory=list)
    repeated_index_numbers: dict[str, list[Place]] = field(default_factory=dict)

    @property
    def has_faults(self) -> bool:
        """Whether any record stayed out."""
        return any(report.faults for report in self.files)

    def totals(self) -> dict[str, int]:
        """Records over all files: how many there were, by outcome, and how many stayed out."""
        return {
            "records": sum(report.records for report in self.files),
            **{name: sum(report.outcomes[name] for report in self.files) for name in OUTCOMES},
            "refused": sum(len(report.faults) for report in self.files),
        }

    def to_json(self) -> dict[str, Any]:
        """Keys are English and keep their meaning within a version; `reason` is Chinese."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "site": self.site,
            "column": self.column,
            "totals": self.totals(),
            "files": [report.to_json() for report in self.files],
            "repeated_index_numbers": [
                {"index_number": number, "places": [asdict(place) for place in places]}
                for number, places in sorted(self.repeated_index_numbers.items())
            ],
        }

    def sentences(self) -> list[str]:
        """The report for a person, a sentence a line."""
        lines = [line for report in self.files for line in _file_sentences(report)]
        for number, places in sorted(self.repeated_index_numbers.items()):
            where = "；".join(_place(place) for place in places)
            lines.append(f"索引号 {number} 出现 {len(places)} 次，均已保留，请核对：{where}。")
        return lines


def _file_sentences(report: FileReport) -> list[str]:
    counts = "，".join(
        f"{label} {report.outcomes[name]}"
        for name, label in OUTCOMES.items()
        if report.outcomes[name]
    )
    lines = [f"{report.file}：{report.records} 条记录，{counts or '没有导入任何记录'}。"]
    lines += [
        f"第 {fault.line} 行没有导入，{LABELS.get(fault.field, fault.field)}（{fault.field}）：{fault.reason}。"
        for fault in report.faults
    ]
    for name, numbers in sorted(report.missing.items(), key=lambda item: _ORDER.index(item[0])):
        if report.never(name):
            lines.append(f"这个文件的所有记录都没有“{LABELS[name]}”。")
        else:
            lines.append(f"{len(numbers)} 条记录没有“{LABELS[name]}”：{_lines(numbers)}。")
    for kind, label in LOSSES.items():
        lost = [loss["line"] for loss in report.losses if loss["kind"] == kind]
        if lost:
            lines.append(
                f"{len(lost)} 个{label}取不到内容，已改为文字：{_lines(sorted(set(lost)))}。"
            )
    if report.odd_index_numbers:
        odd = [number["line"] for number in report.odd_index_numbers]
        lines.append(f"{len(odd)} 个索引号不是已知的格式，已照原样保留：{_lines(odd)}。")
    if report.furniture:
        lines.append(f"按映射文件去掉了 {report.furniture.total()} 行网页残留文字。")
    if report.new_bodies:
        lines.append(f"新建了 {len(report.new_bodies)} 个机构，请在“机构”中补全信息。")
    return lines


def _lines(numbers: list[int], most: int = 20) -> str:
    shown = "、".join(map(str, numbers[:most]))
    return f"第 {shown} 行" if len(numbers) <= most else f"第 {shown} 行等"


def _place(place: Place) -> str:
    where = f"{place.file} 第 {place.line} 行" if place.line else "已有页面"
    return f"{where}《{place.title}》"
