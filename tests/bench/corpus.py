"""
A deterministic city for measuring builds: a portal and departments with fifteen columns each, and articles of
composed text, as our feed and as whoever else wants it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.helpers import CLUSTER, Record, article, column, site

COLUMNS = 15
RUN = 20
"""Articles of a column in one year: a list page of ours, and of anybody who cuts lists by twenty."""

_NEWEST_YEAR = 2025
_FIRST_PAGE = 100_000
_SHORTEST, _LONGEST = 600, 2500
_ZONE = ZoneInfo("Asia/Shanghai")
_WORDS = [
    "示例市",
    "有关",
    "部门",
    "单位",
    "应当",
    "按照",
    "规定",
    "及时",
    "公开",
    "办理",
    "通知",
    "工作",
    "服务",
    "群众",
    "企业",
    "项目",
    "安全",
    "管理",
    "建设",
    "环境",
    "检查",
    "整改",
    "落实",
    "责任",
    "制度",
    "信息",
    "平台",
    "数据",
    "标准",
    "流程",
    "材料",
    "申请",
    "受理",
    "审核",
    "公示",
    "意见",
    "反馈",
    "供水",
    "交通",
    "教育",
    "医疗",
    "住房",
    "就业",
    "社区",
    "乡村",
    "道路",
    "河道",
    "汛期",
    "应急",
    "演练",
    "培训",
    "资金",
    "预算",
    "绩效",
    "监督",
    "评估",
    "目标",
    "计划",
    "措施",
    "会议",
    "研究",
    "决定",
]


@dataclass(frozen=True, slots=True)
class Article:
    """One article, with the numbers of its site and column."""

    number: int
    site: int
    column: int
    title: str
    summary: str
    keywords: tuple[str, ...]
    published_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """So many articles; a multiple of `RUN`."""

    articles: int

    @property
    def sites(self) -> list[Record]:
        """The portal, and more departments where there is more to say."""
        departments = 40 if self.articles >= 50_000 else 20
        return [site(), *(site(number, f"dept{number}") for number in range(2, departments + 2))]

    @property
    def columns(self) -> list[Record]:
        """The columns of all sites."""
        return [
            column(
                1000 + each["id"] * 20 + at,
                f"lm{at}",
                site=each["id"],
                title=_title(Random(at), 2) + "栏目",
            )
            for each in self.sites
            for at in range(COLUMNS)
        ]

    def documents(self) -> Iterator[Article]:
        """Every article; made anew each time, so that none is kept."""
        columns = self.columns
        for run in range(self.articles // RUN):
            random = Random(run)
            home, year = columns[run % len(columns)], _NEWEST_YEAR - run // len(columns)
            first = datetime(year, 1, 1, 9, 30, tzinfo=_ZONE)
            for at, day in enumerate(sorted(random.sample(range(365), RUN))):
                yield Article(
                    number=_FIRST_PAGE + run * RUN + at,
                    site=home["data"]["site"],
                    column=home["id"],
                    title=_title(random, random.randint(6, 11)),
                    summary=_title(random, 25) + "。",
                    keywords=tuple(random.sample(_WORDS, 3)),
                    published_at=first + timedelta(days=day),
                    body=_body(random),
                )

    def write_feed(self, place: Path) -> None:
        """The whole city as a full feed."""
        with place.open("w", encoding="utf-8") as file:
            header = {"format": "zhanqun-feed", "version": 1, "cluster": CLUSTER, "since": None}
            _write(file, {**header, "full": True})
            count = 0
            for record in self._records():
                _write(file, record)
                count += 1
            _write(file, {"op": "end", "count": count, "cursor": "1"})

    def _records(self) -> Iterator[Record]:
        yield from self.sites
        yield from self.columns
        for each in self.documents():
            yield from records_of(each)


def records_of(each: Article, **changed: Any) -> list[Record]:
    """An article and its placement, as the feed has them."""
    fields = {
        "title": each.title,
        "summary": each.summary,
        "keywords": list(each.keywords),
        "published_at": each.published_at.isoformat(),
        "body": each.body,
    }
    return article(each.number, each.column, **fields | changed)


def write_change(place: Path, since: int, records: list[Record]) -> None:
    """An incremental feed with these records."""
    with place.open("w", encoding="utf-8") as file:
        header = {"format": "zhanqun-feed", "version": 1, "cluster": CLUSTER, "since": str(since)}
        _write(file, {**header, "full": False})
        for record in records:
            _write(file, record)
        _write(file, {"op": "end", "count": len(records), "cursor": str(since + 1)})


def _write(file: Any, record: Record) -> None:
    file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _title(random: Random, words: int) -> str:
    return "".join(random.choices(_WORDS, k=words))


def _body(random: Random) -> str:
    wanted, paragraphs, size = random.randint(_SHORTEST, _LONGEST), [], 0
    while size < wanted:
        text = "，".join(_title(random, random.randint(3, 7)) for _ in range(12)) + "。"
        paragraphs.append(f"<p>{text}</p>")
        size += len(text)
    return "".join(paragraphs)
