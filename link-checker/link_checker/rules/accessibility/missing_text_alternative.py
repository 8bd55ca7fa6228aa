"""
图片缺少替代文字: a picture that says nothing to those who cannot see it.

Looks at    every `<img>`, image button and area of an image map that is not hidden; an `<img>` with
            `alt=""` or the role of a presentation is decoration and is right
Reports     a picture without `alt` and without another name (`aria-label`, `title`), once a page and
            address; of buttons and areas an empty name as well
Undecided   never
Remedy      为图片写上说明内容的替代文字；纯装饰的图片写 alt=""
Wrong       <p><img src="data:,"></p>
Wrong       <p><img src="data:," title=""><img src="data:,"></p>
Wrong       <form><input type="image" src="data:," alt=""></form>
Right       <p><img src="data:," alt="柱状图：用水量逐年下降"></p>
Right       <p><img src="data:," title="示例"><img src="data:," hidden></p>
Right       <p><img src="data:," alt=""><img src="data:," alt></p>
"""

from __future__ import annotations

from link_checker.facts import PageFacts
from link_checker.outcomes import Finding
from link_checker.registry import Answers, page_rule
from link_checker.snapshot import Snapshot

_PICTURE = (
    '图片没有替代文字，看不见图片的人不知道它的内容。请写上 alt 属性；纯装饰的图片写 alt=""。'
)
_AREA = "图片中的热区没有替代文字，看不见图片的人不知道它通向哪里。请写上 alt 属性。"


@page_rule()
def missing_text_alternative(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding for each picture."""
    seen = set()
    for link in page.links:
        if link.has_text_alternative is False and link.href not in seen:
            seen.add(link.href)
            yield Finding(
                url=page.url,
                message=_AREA if link.kind == "area" else _PICTURE,
                target=link.target,
                evidence=link.href[:200],
                line=link.line,
            )
