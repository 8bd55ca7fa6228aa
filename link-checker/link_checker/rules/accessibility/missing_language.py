"""
网页未注明语言: a page does not say in which language it is written.

Looks at    the `lang` of `<html>` on every page
Reports     a page where it is absent or empty, once
Undecided   never
Remedy      在 <html> 标签上注明语言，例如 lang="zh-CN"
"""

from __future__ import annotations

from link_checker.facts import PageFacts
from link_checker.outcomes import Finding
from link_checker.registry import Answers, page_rule
from link_checker.snapshot import Snapshot


@page_rule()
def missing_language(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding at most."""
    if not (page.language or "").strip():
        state = "没有 lang 属性" if page.language is None else "的 lang 属性是空的"
        yield Finding(
            url=page.url,
            message=f'网页的 <html> 标签{state}，读屏软件不知道用什么语言朗读。请写上 lang="zh-CN"。',
        )
