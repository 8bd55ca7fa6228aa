"""
网页标签缺失: a mandatory meta tag is absent or empty.

Looks at    home, column and content pages: three tags of the site on all of them, four of the column on
            column pages, five of column and article on content pages
Reports     each tag that is absent or empty, once a page; put to a person where the kind of the page was
            recognised with doubt
Undecided   never
Remedy      在网页的 <head> 中补上这个标签，填写真实内容
Wrong       <meta name="ContentSource" content="">
Right       <meta name="ContentSource" content="示例市水务局">
"""

from __future__ import annotations

from link_checker.certainty import is_sure
from link_checker.facts import PageFacts
from link_checker.outcomes import Finding
from link_checker.registry import Answers, page_rule
from link_checker.rules.meta._tags import CHINESE, COLUMN, CONTENT, OF_KIND, PRINTED, SITE
from link_checker.snapshot import Snapshot

_PLACES = {"column": "栏目页的", "content": "内容页的"}
_LABELS = tuple({**SITE, **COLUMN, **CONTENT}.values())


@page_rule(kinds=("home", "column", "content"), labels=_LABELS)
def missing_meta_tag(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding for each tag."""
    meta = page.meta
    for key in (*SITE, *OF_KIND[page.kind]):
        if not meta.get(key):
            state = "是空的" if key in meta else "缺失"
            place = "" if key in SITE else _PLACES[page.kind]
            yield Finding(
                url=page.url,
                message=(
                    f"{place}网页标签 {PRINTED[key]}（{CHINESE[key][0]}）{state}。"
                    "请在 <head> 中补上真实内容。"
                ),
                label=PRINTED[key],
                needs_review=key not in SITE and not is_sure(page),
            )
