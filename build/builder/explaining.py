"""
Says why a build made a file again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from builder.build import Built
from builder.trace import Key

_SHOWN = 3

_SENTENCES: dict[str, Callable[..., str]] = {
    "record": lambda kind, number: f"{kind}/{number} 有变化",
    "card": lambda kind, number: f"{kind}/{number} 在目录或首页中的内容有变化",
    "title": lambda kind, number: f"{kind}/{number} 的标题有变化",
    "news": lambda kind, number: f"{kind}/{number} 的标题或摘要有变化",
    "life": lambda kind, number: f"{kind}/{number} 的有效性有变化",
    "line": lambda kind, number: f"{kind}/{number} 在列表中的内容有变化",
    "entry": lambda kind, number: f"{kind}/{number} 的地址或状态有变化",
    "number": lambda number: f"编号 {number} 的内容新增或撤下",
    "order": lambda column, year="": f"栏目 {column} 的列表有变化{year and f'（{year}）'}",
    "dates": lambda column: f"栏目 {column} 中内容的时间有变化",
    "media": lambda column: f"栏目 {column} 用到的图片或附件有变化",
    "subjects": lambda column: f"栏目 {column} 中内容的主题分类有变化",
    "events": lambda column: f"栏目 {column} 中内容的更正、修改、废止或失效有变化",
    "outward": lambda column: f"{f'栏目 {column}' if column else '机构'}指向外部网站的链接有变化",
    "named": lambda kind, number: f"提到 {kind}/{number} 的内容有变化",
    "issued": lambda body: f"机构 {body} 发布的内容有变化",
    "type": lambda kind: f"类型 {kind} 的内容有增减或移动",
    "moved": lambda: "移动过的内容有变化",
    "children": lambda site, parent: f"网站 {site} 的栏目设置有变化",
    "sites": lambda: "网站有增减或顺序有变化",
    "setting": lambda site: f"网站 {site} 的首页设置有变化",
    "redirect": lambda site: f"网站 {site} 的跳转有变化",
    "ledger": lambda site: f"网站 {site} 又有地址撤下或移动",
    "template": lambda name: f"模板 {name} 有变化",
    "static": lambda: "主题的样式或脚本有变化",
}


def explanations(built: Mapping[str, Built]) -> Iterator[str]:
    """A line for each file that was made again, in the order of sites and paths."""
    for slug, each in built.items():
        for path, keys in sorted(each.reasons.items()):
            yield f"{slug}{path}：{_reason(keys)}"


def _reason(keys: list[Key]) -> str:
    if not keys:
        return "新文件，或整站重新生成"
    known = sorted({_sentence(*key) for key in keys})
    shown = "；".join(islice(known, _SHOWN))
    return f"{shown}；等 {len(known)} 项" if len(known) > _SHOWN else shown


def _sentence(word: str, *arguments: Any) -> str:
    return _SENTENCES[word](*arguments)
