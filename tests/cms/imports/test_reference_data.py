"""
The reference data through the maps: 1,216 documents, held against counts and texts that are made here from
the files, by nothing of the importer's.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cms.imports.mapping import ImportedPage, to_page
from cms.imports.maps import load_map
from cms.imports.reading import read_records
from cms.imports.report import FileReport

pytestmark = pytest.mark.xdist_group("imported")

MAPS = Path(__file__).resolve().parents[2] / "data" / "maps"
SETS = {
    "state-council-documents/documents.jsonl.gz": "state-council-documents",
    "provincial-records/records.jsonl.gz": "provincial-records",
    "laws-regulations/documents.jsonl.gz": "laws-regulations",
    "government-work-reports/provinces-2026.jsonl.gz": "provincial-work-reports",
    "government-work-reports/state-council.jsonl.gz": "state-council-work-reports",
    "guangzhou-policies/documents.jsonl": "guangzhou-policies",
}
PROVINCIAL = "provincial-records/records.jsonl.gz"
LAWS = "laws-regulations/documents.jsonl.gz"
REPORTS = "government-work-reports/state-council.jsonl.gz"

Record = dict[str, Any]


@dataclass(frozen=True)
class Imported:
    """A file: its records as they are, what the importer makes of them, and its report."""

    records: list[Record]
    pages: list[ImportedPage]
    report: FileReport


@pytest.fixture(scope="module")
def imported(reference_data: Path) -> dict[str, Imported]:
    return {name: _import(reference_data / name, MAPS / f"{SETS[name]}.toml") for name in SETS}


def _import(path: Path, map_file: Path) -> Imported:
    by, report, pages = load_map(map_file), FileReport(path.name), []
    for line in read_records(path):
        pages.append(to_page(line.record, by))
        report.add(line.number, pages[-1], "created")
    return Imported(_records(path), pages, report)


def _records(path: Path) -> list[Record]:
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    return [json.loads(line) for line in content.split(b"\n") if line]


def lines_without(records: list[Record], *fields: str) -> list[int]:
    """The lines of the records in which all of `fields` are empty."""
    return [
        number
        for number, record in enumerate(records, start=1)
        if not any((record.get(field) or "").strip() for field in fields)
    ]


def test_every_document_is_in(imported):
    """
    1,216 of them, each under an id of its own.
    """
    ids = [page.source_id for file in imported.values() for page in file.pages]

    assert len(ids) == len(set(ids)) == 1216


def test_the_gaps_of_the_provincial_records_are_named_exactly(imported):
    """
    20 without a body, 17 without 索引号, 46 without 文号, 10 without an issuing body.
    """
    records, missing = imported[PROVINCIAL].records, imported[PROVINCIAL].report.missing

    assert missing["body"] == lines_without(records, "body_html", "body_text")
    assert missing["index_number"] == lines_without(records, "index_number")
    assert missing["document_number"] == lines_without(records, "document_number")
    assert missing["issuing_body"] == lines_without(records, "issuing_body")
    assert [len(missing[field]) for field in ("body", "index_number", "document_number", "issuing_body")] == [
        20, 17, 46, 10,
    ]  # fmt: skip


def test_documents_without_a_day_are_named_exactly(imported):
    """
    76 laws, each by its line; the 72 reports of the State Council once, as their source never has a day.
    """
    laws, reports = imported[LAWS], imported[REPORTS]
    missing = {
        name: len(file.report.missing.get("published_at", [])) for name, file in imported.items()
    }

    assert laws.report.missing["published_at"] == lines_without(laws.records, "date")
    assert reports.report.to_json()["missing"]["published_at"] == {
        "count": 72,
        "is_never_given": True,
        "lines": [],
    }
    assert +Counter(missing) == Counter({LAWS: 76, REPORTS: 72})


def test_every_picture_that_was_dropped_is_named(imported):
    """
    Each `img` of the sources, by its line and address.
    """
    for file in imported.values():
        told = [
            (loss["line"], loss["address"])
            for loss in file.report.losses
            if loss["kind"] == "picture"
        ]
        there = [
            (number, address)
            for number, record in enumerate(file.records, start=1)
            for address in re.findall(r'<img[^>]*?\ssrc="([^"]*)"', record.get("body_html") or "")
        ]

        assert told == there


def test_one_index_number_occurs_twice(imported):
    """
    Kept on both.
    """
    numbers = Counter(
        number
        for file in imported.values()
        for page in file.pages
        if (number := page.values.get("index_number"))
    )

    assert [number for number, times in numbers.items() if times > 1] == ["000014349/2020-21911"]


def test_no_visible_character_of_any_document_is_lost(imported):
    """
    But for the lines that a map drops, which the report counts.
    """
    for name, file in imported.items():
        dropped = Counter(file.report.furniture)
        for record, page in zip(file.records, file.pages, strict=True):
            source = squeezed(source_text(record, dropped, name))
            blocks = "".join(html for _, html in page.blocks)

            assert squeezed(re.sub(r"〔图片：[^〕]*〕", "", visible(blocks))) == source, (
                page.source_id
            )
        assert +dropped == Counter()


def source_text(record: Record, dropped: Counter[str], name: str) -> str:
    """The visible text of a source; `dropped` is counted down by the lines left out."""
    if record.get("body_html"):
        return visible(record["body_html"])
    if name == LAWS:
        return re.sub(r"<!--.*?-->|^#+ ", "", record["body_markdown"], flags=re.MULTILINE)
    lines = (record.get("body_text") or "").split("\n")
    return "\n".join(_kept(lines, dropped, name))


def _kept(lines: list[str], dropped: Counter[str], name: str) -> Iterator[str]:
    head = sum(1 for line in lines[:31] if line.strip())
    tail, seen, is_cut = len([line for line in lines if line.strip()]) - 15, 0, False
    for line in lines:
        text = line.strip()
        seen += bool(text)
        is_cut = is_cut or (name == REPORTS and text.startswith("本作品"))
        if dropped[text.replace("\u200b", "")] > 0 and (
            is_cut or (name != REPORTS and (seen <= min(30, head) or seen > tail))
        ):
            dropped[text.replace("\u200b", "")] -= 1
        elif not (is_cut and not text.replace("\u200b", "")):
            yield line


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text, self._hidden = "", 0

    def handle_starttag(self, tag, attrs):
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag):
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data):
        self.text += "" if self._hidden else data


def visible(html: str) -> str:
    parser = _Visible()
    parser.feed(html)
    parser.close()
    return parser.text


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b-\u200d\ufeff\x00-\x1f\x7f-\x9f]", "", text)


def test_nothing_of_the_sources_looks_is_left(imported):
    """
    No style, no font, no Word class, no script.
    """
    blocks = "".join(
        html for file in imported.values() for page in file.pages for _, html in page.blocks
    )

    assert not re.search(r"style=|<font|Mso|<script", blocks)


def test_no_map_drops_more_than_page_furniture(imported):
    """
    Every line dropped, to be read by a person: nothing of it is a document's.
    """
    dropped = {
        line: times
        for name, file in imported.items()
        if name != REPORTS
        for line, times in file.report.furniture.items()
    }

    assert dropped == DROPPED


DROPPED = {
    "下载": 15,
    "打印": 15,
    "全屏": 15,
    "收藏": 15,
    "【字号：": 15,
    "加大": 15,
    "还原": 15,
    "减小": 15,
    "】": 15,
    "相关报道：": 15,
    ">": 3,
    "分享:": 2,
    "首页": 1,
    "政府信息公开": 1,
    "政府工作报告": 1,
    "省政府工作报告": 1,
    "扫一扫在手机打开当前页": 1,
    "关注 · 广州政府网": 11,
    "- - - - - -": 4,
    "【字体： 大 中 小 】": 2,
    "广州市人力资源和社会保障局 -->": 2,
    "当前位置： 首页 > 广州市行政规范性文件统一发布平台 > 市政府规范性文件 > 广州市人民政府办公厅（广州市人民政府参事室、广州市人民政府文史研究馆）": 2,
    "本月起，这笔钱直接发放至个人！ - 广州市人民政府门户网站": 1,
    "您当前所在的位置： 首页 > 天河区重点领域信息公开专栏 > 住房保障 > 保障性住房分配和退出信息": 1,
    "当前位置： 首页 > 广州市行政规范性文件统一发布平台 > 市部门规范性文件 > 广州市住房和城乡建设局": 1,
    "您当前所在的位置： 首页 > 政务服务 > 重点服务 > 支持港澳青年发展 > 相关政策及解读": 1,
    "广东省高校毕业生就业创业扶持政策清单 - 广州市人民政府门户网站": 1,
    "广东省人力资源和社会保障厅官网 -->": 1,
    "关注·广州越秀发布": 1,
    "广州市越秀区融媒体中心": 1,
    "智慧越秀VR旅游平台": 1,
    "网站大数据分析平台": 1,
    "首页 > 业务专题 > 劳动关系 > 优化营商环境（劳动就业） > 社保政策与解读 > 业务办理": 1,
    "当前位置： 首页 > 广州市行政规范性文件统一发布平台 > 市部门规范性文件 > 广州市民政局（广州市社会组织管理局）": 1,
    "当前位置： 首页 > 政务公开 > 重点领域信息公开 > 民政信息 > 社会救助与福利 > 社会福利": 1,
    "主办单位：广州市天河区财政局（广州市天河区人民政府国有资产监督管理局） 联系方式：020-85577992": 1,
}


@pytest.mark.long
@pytest.mark.django_db
def test_all_of_it_goes_into_the_cms_once(reference_data, tmp_path):
    """
    Through the command: 1,216 pages, one number twice, and a second import that changes nothing.
    """
    from cms.columns.sync import sync_sites
    from cms.core.models import ContentPage
    from sites.registry import load_sites

    sync_sites(load_sites())

    def run(name: str) -> dict[str, Any]:
        report = tmp_path / "report.json"
        call_command(
            "import_records",
            reference_data / name,
            map=MAPS / f"{SETS[name]}.toml",
            site="portal",
            column="zwgk/zcwj",
            report=report,
            stdout=StringIO(),
        )
        return json.loads(report.read_text(encoding="utf-8"))

    first = [run(name) for name in SETS]
    second = [run(name) for name in SETS]

    assert ContentPage.objects.live().count() == 1216
    assert sum(told["files"][0]["outcomes"]["created"] for told in first) == 1216
    assert sum(told["files"][0]["outcomes"]["unchanged"] for told in second) == 1216
    assert [
        number["index_number"] for told in first for number in told["repeated_index_numbers"]
    ] == ["000014349/2020-21911"]
