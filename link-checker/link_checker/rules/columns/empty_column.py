"""
空白栏目: a column that lists nothing and says nothing.

Looks at    every column that is not hidden and has no columns below it, by its list page
Reports     a list page with neither items nor text of its own, or with nothing but “正在建设中” and the
            like, once, at its address; put to a person where the column was recognised with doubt
Undecided   when the list page could not be read
Remedy      发布内容；暂时不能保障的，隐藏该栏目并重定向到上级栏目
"""

from __future__ import annotations

import re

from link_checker.certainty import SURE, is_plain
from link_checker.facts import Column, PageFacts, SiteFacts
from link_checker.outcomes import Finding, Undecided
from link_checker.registry import Answers, site_rule
from link_checker.snapshot import Snapshot

_NOTHING_YET = re.compile(
    r"^.{0,30}?(?:正在建设|建设中|暂无|没有(?:相关|发布|任何)|还没有|敬请期待|即将上线|无相关).{0,80}$",
    re.MULTILINE,
)
_SURROUNDINGS = re.compile(
    r"您?(?:当前|现在)(?:的)?位置|首页|列表|更多|上一页|下一页|尾页|末页|共\s*\d+\s*[页条]|订阅|返回|回到首页|"
    r"搜索全站|跳到正文|RSS|Atom"
)
_FEW = 12
"""Characters that remain of a path or a pager; less than a sentence."""


@site_rule(needs=("columns",))
def empty_column(site: SiteFacts, snapshot: Snapshot) -> Answers:
    """Judges each column once."""
    above = _columns_above_others(snapshot.columns(site.host))
    for column, page, _ in snapshot.list_pages(site.host):
        if column.is_hidden or column.url in above:
            continue
        if page is None:
            yield Undecided(
                url=column.url,
                reason="unreachable",
                message=f"栏目“{column.name}”的页面没有读到。请确认该地址可以访问后再次检查。",
            )
        elif not column.item_count and not page.entries and not _own_words(column, page):
            yield Finding(
                url=column.url,
                message=(
                    f"栏目“{column.name}”没有任何内容。请发布内容，或者隐藏该栏目并重定向到上级栏目。"
                ),
                evidence=" ".join(page.own_text.split())[:200],
                needs_review=column.certainty < SURE
                or (column.certainty < 1 and not is_plain(page, snapshot)),
            )


def _columns_above_others(columns: tuple[Column, ...]) -> set[str]:
    """Addresses of columns whose content is in the columns below them."""
    shown = [column for column in columns if not column.is_hidden]
    folders = {column.url.rpartition("/")[0] + "/": column for column in shown}
    return {
        above.url
        for column in shown
        for folder, above in folders.items()
        if above.level < column.level and column.url.startswith(folder)
    }


def _own_words(column: Column, page: PageFacts) -> bool:
    """Whether the page says anything beside its name, its path and that there is nothing."""
    text = _NOTHING_YET.sub("", page.own_text)
    description = page.meta.get("columndescription", "")
    for known in (description, column.name, *(heading.text for heading in page.headings)):
        text = text.replace(known, "")
    text = _SURROUNDINGS.sub("", text)
    return len(re.sub(r"\W", "", text)) > _FEW
