"""
政务服务 and 互动交流: how to get something done, what the public is asked, what became of its answers.
"""

from __future__ import annotations

from cms.demo.brief import Brief, Draft
from cms.demo.text import Text, outside, sentences

_MAP = "https://map.example.org/{}?from=bus&to=hall"
"""No such service exists."""


def service_hint(brief: Brief) -> Draft:
    """办事提示: where, how, in which steps."""
    say = brief.grammar()
    title = brief.new_title(say, "service_title")
    text = Text().p(sentences(*say.several("service_text", 2, 4)))
    text.h2("办理步骤").ol([sentences(step) for step in say.several("service_step", 4, 6)])
    text.h2("咨询方式").p(say.say("contact_line"))
    text.p("乘车路线可以在", outside("示例地图", _MAP.format(brief.site.slug)), "上查询。")
    return Draft(title=title, parts=text.parts, keywords=(brief.topic.service, "办事指南"))


def consultation(brief: Brief) -> Draft:
    """意见征集: a draft to comment on, or what was adopted of the comments."""
    say = brief.grammar()
    title = brief.new_title(say, "consult_title", brief.site.host_body)
    text = Text().p(sentences(*say.several("consult_text", 2, 3)))
    if "采纳" in title:
        text.h2("采纳情况").p(sentences(*say.several("consult_result", 2, 2)))
        return Draft(title=title, parts=text.parts, keywords=("意见反馈",))
    text.h2("征求意见稿").ol([sentences(rule) for rule in say.several("article_rule", 4, 7)])
    text.p(say.say("contact_line"))
    rows = [
        ("条款", "内容"),
        *((f"第{n}条", r) for n, r in enumerate(say.several("article_rule", 4, 7), 1)),
    ]
    file = brief.add_file(f"{brief.topic.name}征求意见稿", "pdf", rows)
    return Draft(title=title, parts=text.parts, keywords=("意见征集",), attachments=(file,))
