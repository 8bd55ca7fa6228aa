"""
页脚要素缺失: one of the eight marks that the footer of every page must show is not there.

Looks at    home, column, content and service pages: 党政机关网站标识, 我为政府网站找错, 网站标识码 (the same as in
            SiteIDCode), 主办单位, 联系方式, ICP备案编号 and 公安机关备案标识 with their links, 站点地图;
            not the pages of a version in traditional characters
Reports     each mark that is missing or wrong, once a page; put to a person: a record number without its
            link, and the first two where a script may draw them
Undecided   when a page has no footer in its HTML and runs scripts, which may add it
Remedy      在页脚模板中补上缺少的要素，所有网页随之改正
"""

from __future__ import annotations

from link_checker.certainty import is_plain
from link_checker.facts import PageFacts
from link_checker.outcomes import Finding, Undecided
from link_checker.registry import ADDRESSED, Answers, page_rule
from link_checker.rules.frame._marks import MARKS, UNLINKED, foot_of
from link_checker.snapshot import Snapshot


@page_rule(kinds=ADDRESSED, labels=tuple(mark.label for mark in MARKS))
def missing_footer_mark(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding for each mark."""
    if page.is_traditional:
        return
    may_be_drawn = not is_plain(page, snapshot)
    if not page.footer_text and may_be_drawn:
        yield Undecided(
            url=page.url,
            reason="insufficient_data",
            message="网页源码中没有页脚，页脚可能由脚本载入，无法判断。请在浏览器中打开网页核对页脚。",
        )
        return
    foot = foot_of(page, snapshot)
    for mark in MARKS:
        complaint = mark.complaint(page, snapshot, foot)
        if complaint:
            yield Finding(
                url=page.url,
                message=f"页脚的{mark.title}{complaint}。请在页脚模板中补上或改正。",
                evidence=page.footer_text[:200],
                label=mark.label,
                needs_review=complaint.startswith(UNLINKED[:5])
                or (mark.is_often_drawn and may_be_drawn),
            )
