"""
网页语言未注明或有误: a page does not say in which language it is written, or says another.

Looks at    the `lang` of `<html>` on every page
Reports     a page where it is absent or empty, and one in Chinese where it is no name of Chinese (`en`,
            `zh_CN`), once
Undecided   never
Remedy      在 <html> 标签上注明语言，例如 lang="zh-CN"
Wrong       <html lang="">
Wrong       <html lang="en">
Right       <html lang="zh-Hans-CN">
"""

from __future__ import annotations

import re

from link_checker.facts import PageFacts
from link_checker.outcomes import Finding
from link_checker.registry import Answers, page_rule
from link_checker.snapshot import Snapshot

_CHINESE = frozenset({"zh", "cmn", "yue"})
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENOUGH = 20
"""Fewer characters than this may be a name or a quotation."""


@page_rule()
def missing_language(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding at most."""
    language = (page.language or "").strip()
    if not language:
        state = "没有 lang 属性" if page.language is None else "的 lang 属性是空的"
        yield Finding(
            url=page.url,
            message=f'网页的 <html> 标签{state}，读屏软件不知道用什么语言朗读。请写上 lang="zh-CN"。',
        )
    elif language.lower().partition("-")[0] not in _CHINESE and _is_chinese(page.own_text):
        yield Finding(
            url=page.url,
            message=(
                f"网页用中文书写，<html> 标签的 lang 属性却是“{language[:20]}”，"
                '读屏软件不会用中文朗读。请改为 lang="zh-CN"。'
            ),
            evidence=language[:200],
        )


def _is_chinese(text: str) -> bool:
    """Whether most of the letters are Chinese: neither Latin nor the syllables of Japanese or Korean."""
    count = len(_HAN.findall(text))
    return count >= _ENOUGH and 2 * count > sum(map(str.isalpha, text))
