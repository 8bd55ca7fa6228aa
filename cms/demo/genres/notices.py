"""
通知公告: what is to happen, where, when, for whom.
"""

from __future__ import annotations

from cms.demo.brief import Brief, Draft
from cms.demo.items import FileKind, Row
from cms.demo.text import Text, file_link, numeral, sentences

_FORM_KINDS: tuple[FileKind, ...] = ("pdf", "xlsx", "txt")

_TABLE, _FILE = 0.3, 0.4


def notice(brief: Brief) -> Draft:
    """A notice with numbered points; some carry a table, some a form to download."""
    say, rng = brief.grammar(), brief.rng
    title = brief.new_title(say, "notice_title", brief.site.host_body)
    text = Text().p(say.say("level") + "：", look="no-indent").p(say.say("notice_lead") + "：")
    for number, point in enumerate(say.several("notice_point", 3, 6), 1):
        head, _, rest = point.partition("。")
        text.h2(f"{numeral(number)}、{head}").p(sentences(rest))
    if rng.random() < _TABLE:
        text.table("各地安排一览表", _schedule(brief))
    files: tuple[int, ...] = ()
    if rng.random() < _FILE:
        files = (_form(brief, title),)
        text.p("附件：", file_link("申请表（登记表）", files[0]))
    text.p(say.say("contact_line")).signed(brief.site.host_body, brief.signed_day())
    return Draft(title=title, parts=text.parts, keywords=(brief.topic.name,), attachments=files)


def _schedule(brief: Brief) -> list[Row]:
    say, rng = brief.grammar(), brief.rng
    rows: list[Row] = [("序号", "地点", "事项", "数量")]
    for number in range(1, rng.randint(4, 9)):
        rows.append((str(number), say.say("place"), say.say("measure"), str(rng.randint(2, 60))))
    return rows


def _form(brief: Brief, title: str) -> int:
    kind = brief.rng.choice(_FORM_KINDS)
    rows = [
        ("项目", "填写内容", "说明"),
        ("单位名称", "", "与营业执照或者法人证书一致"),
        ("统一社会信用代码", "", "18 位"),
        ("联系人", "", "负责具体联系的工作人员"),
        ("办公电话", "", "请填写固定电话"),
        ("申请事项", brief.topic.name, ""),
        ("承诺", "所填内容真实、准确", "加盖公章"),
    ]
    return brief.add_file(f"{title}附件：申请表", kind, rows)
