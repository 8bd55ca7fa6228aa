"""
未显示发布时间: a content page that shows no date.

Looks at    the head of every content page
Reports     a page that shows no date there; put to a person where it was recognised as content with doubt
            or a script may add the date
Undecided   never
Remedy      在标题下方显示发布时间，格式为“YYYY-MM-DD HH:MM”
"""

from __future__ import annotations

from link_checker.certainty import is_plain, is_sure
from link_checker.facts import PageFacts
from link_checker.outcomes import Finding
from link_checker.registry import Answers, page_rule
from link_checker.snapshot import Snapshot


@page_rule(kinds=("content",))
def missing_date(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding at most."""
    if not page.shown_dates:
        yield Finding(
            url=page.url,
            message="内容页没有显示发布时间。请在标题下方显示发布时间，格式为“YYYY-MM-DD HH:MM”。",
            evidence=(page.meta.get("articletitle") or page.title)[:200],
            needs_review=not (is_sure(page) and is_plain(page, snapshot)),
        )
