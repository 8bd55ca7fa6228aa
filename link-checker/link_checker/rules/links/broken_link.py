"""
错链断链: a link, picture, script or style sheet that leads to nothing.

Looks at    every address on every page and in every style sheet, external ones included
Reports     an address that answered with a certain no (404, 410), or a file that is not there; once a page
Undecided   when an address did not answer, was refused by our limits, or was not tried
Remedy      改正地址；目标已经不存在的，删去链接，或改为指向现在的地址
Wrong       <p>另见<a href="/no-such-page.html">示例市人民政府令</a>。</p>
Wrong       <p><img src="/no-such-picture.jpg" alt="示例图片"></p>
Right       <p>返回<a href="/">首页</a>。</p>
Right       <p><a href="mailto:nobody@example.gov.cn">写信</a> <a href="javascript:void(0)">打印</a></p>
"""

from __future__ import annotations

from link_checker.facts import Link, LinkKind, PageFacts
from link_checker.outcomes import Finding, Undecided, UndecidedReason
from link_checker.registry import Answers, page_rule
from link_checker.snapshot import Snapshot, Target
from link_checker.wording import named

_WORDS: dict[LinkKind, str] = {
    "img": "图片",
    "srcset": "图片",
    "css": "样式中引用的文件",
    "script": "脚本",
    "stylesheet": "样式文件",
    "poster": "视频封面",
    "media": "音视频",
    "iframe": "嵌入的网页",
    "form": "表单的提交地址",
    "refresh": "自动跳转的地址",
    "feed": "订阅地址",
}
_DOUBTS: dict[str, tuple[UndecidedReason, str]] = {
    "unreachable": (
        "unreachable",
        "这个地址没有答复，或者答复可能会变，不能确定是否失效。请在网络畅通时再次检查。",
    ),
    "refused": (
        "insufficient_data",
        "这个地址因对方的 robots.txt 或检查的限制没有访问，不能确定是否失效。请人工打开核对。",
    ),
    "not_tried": (
        "insufficient_data",
        "这个地址不在本次检查的范围内，不能确定是否失效。请扩大检查范围后再次检查。",
    ),
}


@page_rule(reads_styles=True, labels=("home", "inner"))
def broken_link(page: PageFacts, snapshot: Snapshot) -> Answers:
    """Judges each address of the page once."""
    in_doubt = snapshot.not_ok({link.target for link in page.links})
    if not in_doubt:
        return
    label = "home" if page.kind == "home" else "inner"
    for link in page.links:
        target = link.target
        if target not in in_doubt:
            continue
        in_doubt.remove(target)
        answer = snapshot.state(target)
        if answer.state == "broken":
            yield _finding(page, link, answer, label)
        else:
            reason, message = _DOUBTS[answer.state]
            yield Undecided(
                url=page.url, reason=reason, message=message, target=target, label=label
            )


def _finding(page: PageFacts, link: Link, answer: Target, label: str) -> Finding:
    what = _WORDS.get(link.kind) or named(link)
    why = f"服务器答复 {answer.status}" if answer.status >= 400 else "所指的文件不存在"
    return Finding(
        url=page.url,
        message=f"{what}打不开，{why}。请改正地址，或者去掉它。",
        target=link.target,
        evidence=link.href[:200],
        line=link.line,
        label=label,
    )
