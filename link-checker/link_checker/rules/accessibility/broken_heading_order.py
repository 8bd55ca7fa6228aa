"""
标题层级跳跃: a heading is more than one level below the heading before it.

Looks at    the headings of every page that have a text and are not hidden, in the order of the page; the
            first may be of any level
Reports     the first jump of a page, such as h4 after h2, once
Undecided   never
Remedy      按层级依次使用标题，例如 h2 之下用 h3；字号由样式决定，不由标题级别决定
Wrong       <h2>办理流程</h2><h4>所需材料</h4>
Wrong       <h2>办理流程</h2><h3>所需材料</h3><h6>身份证明</h6>
Wrong       <h2>办理流程</h2><h4>所需材料</h4><h2>常见问题</h2><h5>如何查询</h5>
Right       <h2>办理流程</h2><h3>所需材料</h3><h4>身份证明</h4><h2>常见问题</h2>
Right       <h2>办理流程</h2><div hidden><h5>旧的说明</h5></div>
"""

from __future__ import annotations

from itertools import pairwise

from link_checker.facts import PageFacts
from link_checker.outcomes import Finding
from link_checker.registry import Answers, page_rule
from link_checker.snapshot import Snapshot


@page_rule()
def broken_heading_order(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding at most."""
    for before, heading in pairwise(one for one in page.headings if one.text):
        if heading.level > before.level + 1:
            yield Finding(
                url=page.url,
                message=(
                    f"标题“{heading.text[:60]}”是 h{heading.level}，前一个标题“{before.text[:60]}”是 "
                    f"h{before.level}，中间缺少层级。请改用 h{before.level + 1}。"
                ),
                evidence=heading.text[:200],
            )
            return
