"""
Sites in memory, made of a few lines of HTML that the real extraction reads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from link_checker.addresses import join
from link_checker.engine import judge
from link_checker.extract import read
from link_checker.facts import Column, FetchState, PageFacts
from link_checker.indicators import load_indicators
from link_checker.outcomes import Finding, RuleResult, Undecided
from link_checker.registry import AnyRule
from link_checker.snapshot import SHANGHAI, Snapshot, SnapshotWriter

T = TypeVar("T")
HOST = "www.example.gov.cn"
SITE_META = {
    "SiteName": "示例市人民政府",
    "SiteDomain": HOST,
    "SiteIDCode": "9999000001",
}
COLUMN_META = {
    **SITE_META,
    "ColumnName": "公告",
    "ColumnDescription": "公告栏目发布本市的公告",
    "ColumnKeywords": "公告",
    "ColumnType": "通知公告",
}
CONTENT_META = {
    **SITE_META,
    "ColumnName": "公告",
    "ColumnType": "通知公告",
    "ArticleTitle": "关于供水的公告",
    "PubDate": "2026-02-20 09:30",
    "ContentSource": "示例市水务局",
}


def moment(text: str) -> datetime:
    """A time in China: `2026-03-01 10:00`."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


AS_OF = moment("2026-03-01 10:00")


def address(path: str, host: str = HOST) -> str:
    return path if path.startswith("http") else f"https://{host}{path}"


def page(
    path: str, html: str, *, host: str = HOST, content_type: str = "text/html", **facts: Any
) -> PageFacts:
    """A page or style sheet as the extraction reads it; `facts` say otherwise."""
    url = address(path, host)
    found = read(
        html.encode(),
        url=url,
        site=host,
        status=200,
        content_type=content_type,
        charset="utf-8",
        seconds=0,
        depth=1,
        join=join,
    )
    return msgspec.structs.replace(found, **facts)


def document(
    body: str = "", meta: dict[str, str] | None = None, head: str = "", lang: str = ' lang="zh-CN"'
) -> str:
    """A whole document around a body."""
    tags = "".join(
        f'<meta name="{name}" content="{value}">' for name, value in (meta or {}).items()
    )
    return f"<!doctype html><html{lang}><head><title>网页</title>{tags}{head}</head><body>{body}</body></html>"


def home(body: str = "<main><h1>示例市人民政府</h1></main>", **facts: Any) -> PageFacts:
    """The home page."""
    return page("/", document(body, SITE_META), **facts)


def article(
    path: str = "/zwgk/gg/2026-02/1.html",
    *,
    date: str = "发布时间：2026-02-20 09:30",
    text: str = "<p>自来水管网检修，请市民提前储水。</p>",
    meta: dict[str, str] | None = None,
    **facts: Any,
) -> PageFacts:
    """A content page with a headline, a date beneath it, and a text."""
    body = f"<main><h1>关于供水的公告</h1><p>{date}</p>{text}</main>"
    return page(path, document(body, CONTENT_META if meta is None else meta), **facts)


def list_page(
    path: str,
    *,
    entries: Sequence[tuple[str, str]] = (),
    text: str = "",
    column: str = "公告",
    column_type: str = "通知公告",
    **facts: Any,
) -> PageFacts:
    """A column page: a heading, a list of titles with their dates, and a text of its own."""
    items = "".join(
        f'<li><a href="{path}2026-02/{at}.html">{title}</a> <span>{date}</span></li>'
        for at, (title, date) in enumerate(entries, 1)
    )
    meta = {**COLUMN_META, "ColumnName": column, "ColumnType": column_type}
    body = f"<main><h1>{column}</h1><ul>{items}</ul>{text}</main>"
    return page(path, document(body, meta), **facts)


def column(path: str, **facts: Any) -> Column:
    """A column as an inventory has it: fresh, with five items; `facts` say otherwise."""
    usual: dict[str, Any] = {
        "name": "公告",
        "url": address(path),
        "level": 2,
        "column_type": "通知公告",
        "must_update": True,
        "update_window_days": None,
        "is_hidden": False,
        "item_count": 5,
        "last_item_at": "2026-02-28 09:00",
        "certainty": 1.0,
    }
    return Column(**usual | facts)


def unread(
    path: str, state: FetchState = "broken", *, status: int = 404, reason: str = ""
) -> PageFacts:
    """An address that was asked for in vain."""
    url = address(path)
    return PageFacts(
        url=url, final_url=url, site="" if path == url else HOST, state=state, status=status, reason=reason, content_type="",
        encoding="", size=0, seconds=0, depth=1, sha256="",
    )  # fmt: skip


def a_site(
    *pages: PageFacts,
    columns: Iterable[Column] | None = None,
    as_of: datetime = AS_OF,
    has_services: bool | None = None,
    has_interaction: bool | None = None,
) -> Snapshot:
    """A snapshot in memory of these pages, and a home page where they have none; `columns` are an inventory."""
    writer = SnapshotWriter(":memory:", as_of=as_of, source="folder")
    for host in {found.site for found in pages if found.site} or {HOST}:
        if not any(found.url == address("/", host) for found in pages):
            writer.add(page("/", document("<h1>示例市人民政府</h1>", SITE_META), host=host))
    for found in pages:
        writer.add(found)
    if columns is not None:
        writer.add_columns(
            HOST, columns, has_services=has_services, has_interaction=has_interaction
        )
    return writer.finish()


def result(rule: AnyRule, snapshot: Snapshot) -> RuleResult:
    """What a rule says of the site at `HOST`."""
    answers = judge(snapshot, [rule], load_indicators().parameters)
    return next(answer for answer in answers if answer.site == HOST)


def findings(rule: AnyRule, snapshot: Snapshot) -> list[Finding]:
    """What a rule found for certain."""
    return [one for one in result(rule, snapshot).findings if not one.needs_review]


def reviews(rule: AnyRule, snapshot: Snapshot) -> list[Finding]:
    """What a rule puts to a person."""
    return [one for one in result(rule, snapshot).findings if one.needs_review]


def undecided(rule: AnyRule, snapshot: Snapshot) -> list[Undecided]:
    """Where a rule cannot know."""
    return list(result(rule, snapshot).undecided)


def urls(answers: Iterable[Finding | Undecided]) -> list[str]:
    """The paths of the pages that answers stand at."""
    return [answer.url.removeprefix(f"https://{HOST}") for answer in answers]


def targets(answers: Iterable[Finding | Undecided]) -> list[str]:
    """The paths that answers lead to."""
    return [answer.target.removeprefix(f"https://{HOST}") for answer in answers]


def labels(answers: Iterable[Finding]) -> list[str]:
    """The sorts of findings."""
    return [answer.label for answer in answers]


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """In a loop of its own, in a thread: the browser's tests leave one running in theirs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
