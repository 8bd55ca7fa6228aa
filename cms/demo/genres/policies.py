"""
政策文件: numbered documents that amend, replace and expire.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from cms.demo.brief import Brief, Draft
from cms.demo.calendar import chinese_date
from cms.demo.grammar import Grammar
from cms.demo.items import Document, DocumentChangeSpec, Item
from cms.demo.text import Text, cited, link, numeral, sentences

OFFICE = "示例市人民政府办公室"
CONGRESS = "示例市人民代表大会常务委员会"
WORDS = {
    "portal": "政",
    "water": "水",
    "health": "卫",
    "education": "教",
    "finance": "财",
    "transport": "交",
    "housing": "住建",
}
"""代字 of each body in its 文号."""
_REPLACES, _TERM_YEARS = 0.45, (2, 5)
_KINDS = ("办法", "细则", "措施", "条例", "规定", "基准")
_GENRE = re.compile(r"(意见|批复|通报|通告|公告|决定|通知)$")


def normative(brief: Brief) -> Draft:
    """规范性文件: articles, a day from which it holds, often an older document that it replaces."""
    say = brief.grammar()
    title = brief.new_title(say, "rule_title", brief.site.host_body)
    issued_on, effective_on = _days(brief, wait=30)
    term = brief.rng.choice(_TERM_YEARS)
    older = _older(brief) if brief.rng.random() < _REPLACES else None
    text = Text()
    if "通告" in title:
        text.p(sentences(say.fill("为{aim}，{basis}，现就有关事项通告如下")))
        text.ol([sentences(rule) for rule in say.several("article_rule", 4, 6)])
    else:
        text.p(say.say("level") + "：", look="no-indent")
        text.p(sentences("现将文件印发给你们，请认真贯彻执行"))
        text.signed(brief.site.host_body, chinese_date(issued_on))
        _articles(text, say, title)
    text.p(f"本文件自{chinese_date(effective_on)}起施行，有效期{term}年。", *_replacement(older))
    ends = effective_on.replace(day=1, year=effective_on.year + term) - timedelta(days=1)
    return Draft(
        title=title,
        parts=text.parts,
        keywords=(brief.topic.name, "规范性文件"),
        document=Document(
            number=_number(brief, "规", issued_on),
            issued_on=issued_on,
            effective_on=effective_on,
            subject=brief.topic.subject,
            genre=_genre(title),
            expires_on=ends,
            changes=_changes(brief, older, "replaces", effective_on),
        ),
    )


def ordinary(brief: Brief) -> Draft:
    """其他文件: 意见, 方案, 通知, 批复; some amend an older one."""
    say, rng = brief.grammar(), brief.rng
    by_office = brief.site.is_portal and rng.random() < 0.5
    body = OFFICE if by_office else brief.site.host_body
    older = _older(brief) if rng.random() < 0.1 else None
    title = _amendment(brief, body, older) or brief.new_title(say, "policy_title", body)
    issued_on, _ = _days(brief, wait=0)
    text = Text().p(say.say("level") + "：", look="no-indent")
    text.p(sentences(say.fill("{basis}，为{aim}，提出如下意见")))
    if older:
        text.p("对", link(cited(older.title), older.key), "作如下修改：")
        text.ol([sentences(rule) for rule in say.several("article_rule", 2, 3)])
    elif "通报" in title or "批复" in title:
        text.p(sentences(*say.several("progress", 2, 3))).p(
            sentences(*say.several("safeguard", 1, 2))
        )
    else:
        _measures(text, brief)
    files = (_task_list(brief),) if "清单" in title or "方案" in title else ()
    text.signed(body, chinese_date(issued_on)).p("（此件公开发布）")
    return Draft(
        title=title,
        body=body,
        parts=text.parts,
        keywords=(brief.topic.name,),
        attachments=files,
        document=Document(
            number=_number(brief, "办发" if by_office else "发", issued_on),
            issued_on=issued_on,
            effective_on=issued_on if rng.random() < 0.5 else None,
            subject=brief.topic.subject,
            genre=_genre(title),
            changes=_changes(brief, older, "amends", issued_on),
        ),
    )


def forwarded(brief: Brief) -> Draft:
    """国务院文件, as the city government forwards them: invented, like everything here."""
    say = brief.grammar()
    title = brief.new_title(say, "forward_title", OFFICE)
    issued_on, _ = _days(brief, wait=0)
    text = Text().p(say.say("level") + "：", look="no-indent")
    text.p(sentences(say.say("forward"), "结合我市实际，提出以下要求，请一并贯彻落实"))
    text.ol([sentences(line) for line in say.several("safeguard", 2, 4)])
    text.signed(OFFICE, chinese_date(issued_on))
    number = _number(brief, "办发", issued_on)
    document = Document(number, issued_on, None, brief.topic.subject, "通知")
    return Draft(title=title, body=OFFICE, parts=text.parts, document=document)


def law(brief: Brief) -> Draft:
    """法律法规: an invented local regulation in chapters and articles."""
    say = brief.grammar()
    title = brief.new_title(say, "law_title")
    issued_on, effective_on = _days(brief, wait=60)
    text = Text().p(f"（{chinese_date(issued_on)}{CONGRESS}通过）", look="align-center")
    _articles(text, say, title, chapters=True)
    text.p(f"本{_kind(title)}自{chinese_date(effective_on)}起施行。")
    document = Document("", issued_on, effective_on, brief.topic.subject, "公告")
    return Draft(title=title, body=CONGRESS, parts=text.parts, document=document)


def _days(brief: Brief, wait: int) -> tuple[date, date]:
    """成文 and 施行: signed some days before it was published, in force `wait` days later."""
    issued_on = brief.day - timedelta(days=brief.rng.randint(1, 12))
    return issued_on, issued_on + timedelta(days=wait)


def _number(brief: Brief, suffix: str, issued_on: date) -> str:
    word = f"示{WORDS.get(brief.site.slug, '政')}{suffix}"
    return brief.archive.next_number(word, issued_on.year)


def _kind(title: str) -> str:
    """What a text calls itself."""
    return next((kind for kind in _KINDS if kind in title), "办法")


def _genre(title: str) -> str:
    match = _GENRE.search(title)
    return match[1] if match else "其他"


def _older(brief: Brief) -> Item | None:
    """A document of the same field of work and column that still stands."""
    found = [
        item
        for item in brief.archive.documents(brief.site.slug)
        if item.column == brief.column.path
        and item.document
        and item.document.subject == brief.topic.subject
        and item.key not in brief.archive.superseded
        and item.published_at.date() < brief.day - timedelta(days=200)
    ]
    return brief.rng.choice(found) if found else None


def _amendment(brief: Brief, body: str, older: Item | None) -> str:
    if older is None or "修改" in older.title:
        return ""
    title = f"{body}关于修改{cited(older.title)}的决定"
    return title if len(title) <= 90 and brief.is_new(title) else ""


def _changes(
    brief: Brief, older: Item | None, effect: str, day: date
) -> tuple[DocumentChangeSpec, ...]:
    if older is None:
        return ()
    brief.archive.superseded.add(older.key)
    return (DocumentChangeSpec(older.key, effect, day),)


def _replacement(older: Item | None) -> tuple[str, ...]:
    if older is None or older.document is None:
        return ()
    name = f"{cited(older.title)}（{older.document.number}）"
    return (link(name, older.key), "同时废止。")


@dataclass
class _Counter:
    """第一条, 第二条, … through all chapters of a text that calls itself 办法, 条例, …"""

    kind: str
    number: int = 0

    def next(self, rule: str) -> str:
        self.number += 1
        return sentences(f"第{numeral(self.number)}条　{rule.replace('本办法', f'本{self.kind}')}")


def _articles(text: Text, say: Grammar, title: str, *, chapters: bool = False) -> None:
    name = re.search(r"《(.+)》", title)
    heading = name[1] if name else title
    text.p(heading, look="align-center")
    count = _Counter(kind=_kind(heading))
    groups = [
        ("总则", [say.fill("为{aim}，根据有关法律、法规，结合本市实际，制定本办法")]),
        ("职责", say.several("article_duty", 2, 4)),
        ("管理与服务", say.several("article_rule", 4, 8)),
        ("附则", say.several("article_liability", 1, 2)),
    ]
    groups[0][1].append(say.say("article_scope"))
    for number, (heading, rules) in enumerate(groups, 1):
        if chapters or "管理办法" in title:
            text.h2(f"第{numeral(number)}章　{heading}")
        for rule in rules:
            text.p(count.next(rule))


def _measures(text: Text, brief: Brief) -> None:
    say = brief.grammar()
    text.h2("一、总体要求").p(sentences(*say.several("principle", 2, 4)))
    text.h2("二、主要任务")
    for number, measure in enumerate(say.several("measure", 3, 5), 1):
        text.h3(f"（{numeral(number)}）{measure}")
        text.p(sentences(*say.several("detail", 1, 3), say.say("duty")))
    text.h2("三、保障措施").ol([sentences(line) for line in say.several("safeguard", 2, 4)])


def _task_list(brief: Brief) -> int:
    say = brief.grammar()
    rows = [("序号", "任务", "责任单位", "完成时限")]
    for number, measure in enumerate(say.several("measure", 4, 8), 1):
        month = f"{brief.day.year}年{brief.rng.randint(6, 12)}月底前"
        rows.append((str(number), measure, f"{say.say('short')}、{say.say('place')}", month))
    return brief.add_file(f"{brief.topic.name}任务清单", brief.rng.choice(("xlsx", "pdf")), rows)
