"""
Columns that list nothing.
"""

from __future__ import annotations

from lxml import html

from builder.defects.pages import ColumnPage
from builder.defects.registry import Answers, fault

_LEFT_TO_OTHERS = ("工作动态", "通知公告")
"""There are few of these, and other faults need them."""


def _emptied(page: ColumnPage, note: str) -> bool:
    """A list page with its heading and a note, nothing else; False for a page of another sort."""
    main, heading = page.one("main"), page.one("h1")
    column = page.column
    if main is None or heading is None or not column["item_count"]:
        return False
    if column["column_type"] in _LEFT_TO_OTHERS:
        return False
    if any(_is_of_lists(link.get("href", "")) for link in main.iter("a")):
        # A reader who follows links would not find them any more, nor what is wrong with them.
        return False
    for part in list(main):
        main.remove(part)
    main.append(heading)
    main.extend(html.fragments_fromstring(note) if note else ())
    column.update(item_count=0, last_item_at=None)
    return True


def _is_of_lists(href: str) -> bool:
    """Whether the list goes on there: its older pages, and those by subject."""
    return "/page/" in href or "/subject/" in href


@fault(scope="column")
def nothing_at_all(page: ColumnPage) -> Answers:
    """Only the heading is left."""
    return [page.answer()] if _emptied(page, "") else None


@fault(scope="column", times=3)
def under_construction(page: ColumnPage) -> Answers:
    """A page that promises."""
    note = "<p>本栏目正在建设中，敬请期待。</p>"
    return [page.answer()] if _emptied(page, note) else None


@fault(scope="column")
def nothing_here_yet(page: ColumnPage) -> Answers:
    """A page that says so."""
    return [page.answer()] if _emptied(page, "<p>暂无信息</p>") else None


@fault(scope="column")
def neighbour_with_a_text_of_its_own(page: ColumnPage) -> Answers:
    """No list, but something to read."""
    note = "<p>示例市人民政府办公室主管本市政府信息公开工作，地址在示例市中心区人民路1号。</p>"
    return [] if _emptied(page, note) else None


@fault(scope="column")
def neighbour_hidden(page: ColumnPage) -> Answers:
    """An empty column that the site does not show."""
    if not _emptied(page, ""):
        return None
    page.column["is_hidden"] = True
    return []
