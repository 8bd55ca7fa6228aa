"""
网页标签是占位文字: a meta tag holds its own name or a piece of template instead of a value.

Looks at    the tags of 《政府网站发展指引》 on every page
Reports     a value that is the name of the tag (“网站名称”, “SiteName”), or holds the mark of a template
            (`{{`, `${`, `<%`), once a page and tag
Undecided   never
Remedy      把占位文字改为真实内容；多半是模板没有填好，改一处即可改正所有网页
Wrong       <meta name="SiteName" content="网站名称">
Wrong       <meta name="SiteIDCode" content="SiteIDCode">
Wrong       <meta name="ContentSource" content="来源">
Wrong       <meta name="ColumnKeywords" content="${column.keywords}">
Wrong       <meta name="ColumnName" content="{{ column.name }}">
Right       <meta name="Description" content="说明文章标题与来源的写法">
"""

from __future__ import annotations

import re

from link_checker.facts import PageFacts
from link_checker.outcomes import Finding
from link_checker.registry import Answers, page_rule
from link_checker.rules.meta._tags import CHINESE, PRINTED
from link_checker.snapshot import Snapshot

_TEMPLATE = re.compile(r"\{\{|\}\}|\$\{|<%|%>|\{%|<!--#|\[!--")
_PLACEHOLDERS = {
    key: frozenset({*names, key, "null", "undefined"}) for key, names in CHINESE.items()
}


@page_rule(labels=tuple(PRINTED.values()))
def placeholder_meta_tag(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding for each tag."""
    for key, value in page.meta.items():
        known = _PLACEHOLDERS.get(key)
        if known and value and (value.lower() in known or _TEMPLATE.search(value)):
            yield Finding(
                url=page.url,
                message=(
                    f"网页标签 {PRINTED[key]}（{CHINESE[key][0]}）的内容“{value[:60]}”是占位文字。"
                    "请改为真实内容。"
                ),
                evidence=value[:200],
                label=PRINTED[key],
            )
