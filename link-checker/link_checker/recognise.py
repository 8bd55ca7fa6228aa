"""
What a page and a column are, on a site nobody here built: recognised from meta tags, lists with dates
and the shape of addresses, each with a statement of how sure.

Where a site publishes its column inventory nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from link_checker.facts import Column, Entry, PageFacts, PageKind, is_traditional

_HOME_PATHS = frozenset({"", "/", "/index.html", "/index.htm", "/index.shtml", "/default.html"})
_LIST_FILE = re.compile(
    r"/(?:index|list|default|column|node_\d+|list-\d+|index_\d+|page/\S+)?(?:\.s?html?)?$"
)
_OLDER_PAGE = re.compile(r"(?:index_\d+\.s?html?|list_\d+\.s?html?|page/[^/]+/\d+\.html)$")
_ARTICLE_PATH = re.compile(
    r"/(?:20\d\d[-/]?\d\d(?:[-/]?\d\d)?|undated)/|/t?20\d{6}_|/art/20\d\d/|content_\d+|post_\d+|\d{7,}\.s?html?$"
)
_SEARCH_PATH = re.compile(r"/(?:search|jsearch|so|s)(?:/|\.s?html?$|$)", re.IGNORECASE)
_SERVICE = re.compile(r"办事指南|办理流程|服务指南|事项编码|基本编码")
_SERVICES = re.compile(r"办事|政务服务|服务大厅|在线服务|网上服务")
_INTERACTION = re.compile(
    r"互动|咨询投诉|领导信箱|市长信箱|县长信箱|区长信箱|留言|意见征集|民意征集|在线访谈"
)

_FULL_LIST = 5
"""So many dated links in one list make a page a list page."""


def page_kind(
    url: str,
    meta: dict[str, str],
    entries: tuple[Entry, ...],
    text: str,
    title: str,
    heading: str,
    shown_dates: tuple[str, ...],
    language: str | None = None,
) -> tuple[PageKind, float]:
    """
    The kind of a page by its address, its meta tags, its list, its title, its first heading, the dates
    beneath its headline and its language, and how sure.
    """
    has_title, has_column = bool(meta.get("articletitle")), bool(meta.get("columnname"))
    parts = urlsplit(url)
    path = parts.path
    if path in _HOME_PATHS and not parts.query and not (has_title and meta.get("pubdate")):
        return "home", 1.0
    looks_like_article = bool(_ARTICLE_PATH.search(path))
    if has_title:
        return "content", 0.95 if looks_like_article or meta.get("pubdate") else 0.85
    if _SERVICE.search(heading):
        return "service", 0.7
    dated = sum(1 for entry in entries if entry.date)
    looks_like_list = bool(_LIST_FILE.search(path))
    if has_column and not meta.get("pubdate"):
        return "column", 0.9 if looks_like_list else 0.8
    if looks_like_article:
        return "content", 0.7
    if _SEARCH_PATH.search(path):
        return "other", 0.8
    if title and _is_name(title, meta.get("sitename", ""), language):
        # Another form of the home page: only that is called by the site's name alone.
        return "other", 0.6
    if dated >= _FULL_LIST:
        return "column", 0.7 if looks_like_list else 0.5
    if "pubdate" in meta or "contentsource" in meta or (shown_dates and not dated):
        return "content", 0.6
    if looks_like_list and entries:
        return "column", 0.4
    return "other", 0.3 if len(text) > 200 else 0.5


def _is_name(title: str, name: str, language: str | None) -> bool:
    """Whether a title is a site's name alone; in traditional characters it is only as long."""
    return title == name or (is_traditional(language) and len(title) == len(name))


def columns(pages: Iterable[PageFacts]) -> list[Column]:
    """
    The columns that column pages tell of. Older pages of one list count as one column with the first.
    """
    found: dict[str, list[PageFacts]] = {}
    for page in pages:
        if page.kind == "column":
            found.setdefault(_list_folder(page.url), []).append(page)
    return [_column(folder, group) for folder, group in sorted(found.items())]


def offers(found: Iterable[Column]) -> tuple[bool | None, bool | None]:
    """Whether the columns tell of services and of interaction; None when they tell nothing."""
    names = " ".join(column.name for column in found)
    return (True if _SERVICES.search(names) else None, True if _INTERACTION.search(names) else None)


def _list_folder(url: str) -> str:
    address = _OLDER_PAGE.sub("", url)
    return address if address.endswith("/") else re.sub(r"/index\.s?html?$", "/", address)


def _column(folder: str, group: list[PageFacts]) -> Column:
    first = min(group, key=lambda page: (len(page.url), page.url))
    entries = {entry.target: entry for page in group for entry in page.entries}
    dates = [entry.date for entry in entries.values() if entry.date]
    depth = len([part for part in urlsplit(folder).path.split("/") if part])
    return Column(
        name=first.meta.get("columnname") or _first_heading(first) or first.title.split("_")[0],
        url=first.url,
        level=max(1, depth),
        column_type=first.meta.get("columntype", ""),
        must_update=None,
        update_window_days=None,
        is_hidden=False,
        item_count=len(entries),
        last_item_at=max(dates, default=""),
        certainty=first.kind_certainty,
    )


def _first_heading(page: PageFacts) -> str:
    return page.headings[0].text if page.headings else ""
