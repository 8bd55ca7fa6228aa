"""
What changes rarely: 市情, 机构职能, 公开指南, 公开年报, and 人事任免.
"""

from __future__ import annotations

from cms.demo.brief import Brief, Draft
from cms.demo.items import Row
from cms.demo.text import Text, numeral, sentences

CITY_PAGES = (
    ("自然地理", "geography"),
    ("历史沿革", "history"),
    ("经济社会", "economy"),
    ("行政区划", "district"),
)
BODY_PAGES = ("主要职责", "内设机构", "领导分工", "联系方式")
_POSTS = ("办公室主任", "科长", "副科长", "服务中心主任", "信息中心副主任", "监督检查科科长")


def overview(brief: Brief) -> Draft:
    """走进示例: one page for each side of the city."""
    name, rule = CITY_PAGES[brief.place % len(CITY_PAGES)]
    say = brief.grammar()
    picture = brief.any_picture()
    text = Text()
    for sentence in say.several(rule, 5, 5):
        text.p(sentences(sentence))
    text.picture(picture.key, f"{name}示意图")
    return Draft(title=f"示例市{name}", parts=text.parts, picture=picture.key, keywords=("市情",))


def functions(brief: Brief) -> Draft:
    """机构职能: on the portal a page for each body, on a department's site a page for each side of it."""
    if brief.site.is_portal:
        site = brief.cluster[brief.place % len(brief.cluster)]
        return Draft(
            title=f"{site.host_body}机构职能",
            parts=_duties(brief, Text(), site.host_body).parts,
            keywords=("机构职能",),
        )
    name = BODY_PAGES[brief.place % len(BODY_PAGES)]
    text = Text()
    if name == "主要职责":
        _duties(brief, text, brief.site.host_body)
    elif name == "内设机构":
        text.table("内设机构一览表", _offices(brief))
    elif name == "领导分工":
        text.table("领导分工（人名均为虚构）", _leaders(brief))
    else:
        contact = brief.site.contact
        text.ul(
            [
                f"地址：{contact.address}",
                f"电话：{contact.phone}",
                f"邮编：{contact.postcode}",
                f"时间：{contact.hours}",
            ]
        )
    return Draft(title=f"{brief.site.host_body}{name}", parts=text.parts, keywords=("机构职能",))


def guide(brief: Brief) -> Draft:
    """政府信息公开指南."""
    say, contact = brief.grammar(), brief.site.contact
    text = Text().p(
        sentences(
            "为方便公民、法人和其他组织获取政府信息，根据《中华人民共和国政府信息公开条例》，编制本指南"
        )
    )
    text.h2("一、主动公开").ul(
        [
            "机关职能、机构设置、办公地址、办公时间、联系方式",
            "法规、规章和规范性文件",
            "国民经济和社会发展规划、财政预算决算",
            "突发公共事件的应急预案、预警信息及应对情况",
        ]
    )
    text.h2("二、依申请公开").p(
        sentences(
            "申请人可以通过当面提交、邮政寄送或者在线方式提出申请",
            "本机关自收到申请之日起20个工作日内予以答复",
        )
    )
    text.h2("三、受理机构").p(
        f"{brief.site.operating_body}。地址：{contact.address}；电话：{contact.phone}；时间：{contact.hours}。"
    )
    text.h2("四、监督和救济").p(sentences(*say.several("safeguard", 1, 2)))
    return Draft(
        title=f"{brief.site.host_body}政府信息公开指南", parts=text.parts, keywords=("公开指南",)
    )


def annual_report(brief: Brief) -> Draft:
    """政府信息公开工作年度报告 of the year before: six parts and their tables."""
    say, rng, year = brief.grammar(), brief.rng, brief.day.year - 1
    body = brief.site.host_body
    received, carried = rng.randint(80, 600), rng.randint(2, 20)
    granted = rng.randint(received // 3, received // 2)
    text = (
        Text()
        .h2("一、总体情况")
        .p(sentences(*say.several("principle", 2, 3), *say.several("progress", 1, 2)))
    )
    made, ended = rng.randint(6, 30), rng.randint(1, 9)
    text.h2("二、主动公开政府信息情况").table(
        "主动公开情况",
        [
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            ("行政规范性文件", str(made), str(ended), str(made * 4)),
        ],
    )
    text.h2("三、收到和处理政府信息公开申请情况").table(
        "申请办理情况",
        [
            ("项目", "件数"),
            ("本年新收", str(received)),
            ("上年结转", str(carried)),
            ("予以公开", str(granted)),
            ("部分公开、不予公开和其他处理", str(received + carried - granted)),
        ],
    )
    text.h2("四、存在的主要问题及改进情况").p(sentences(*say.several("next_step", 1, 2)))
    text.h2("五、其他需要报告的事项").p("本年度未收取信息处理费。").signed(body, brief.signed_day())
    return Draft(
        title=f"{body}{year}年政府信息公开工作年度报告",
        parts=text.parts,
        keywords=("公开年报", str(year)),
    )


def personnel(brief: Brief) -> Draft:
    """人事任免 of people whose names no one has."""
    say, rng = brief.grammar(), brief.rng
    title = brief.new_title(say, "personnel_title", brief.site.host_body)
    if not title.endswith("通知"):
        return _recruitment(brief, title)
    people = say.several("person", 3, 7)
    text = Text().p(say.say("level") + "：", look="no-indent").p("经研究，决定：")
    for person in people:
        site = rng.choice(brief.cluster)
        verb = rng.choice(("任命{}为{}{}", "免去{}的{}{}职务"))
        text.p(verb.format(person, site.host_body, rng.choice(_POSTS)) + "；")
    text.p("（以上姓名均为虚构。）").signed(brief.site.host_body, brief.signed_day())
    return Draft(title=title, parts=text.parts, keywords=("人事任免",))


def _recruitment(brief: Brief, title: str) -> Draft:
    say, rng = brief.grammar(), brief.rng
    rows = [("岗位代码", "单位", "岗位", "人数")]
    for number in range(1, rng.randint(4, 9)):
        body = rng.choice(brief.cluster).host_body
        rows.append(
            (f"{brief.day.year}{number:02}", body, say.say("office"), str(rng.randint(1, 5)))
        )
    text = Text().p(sentences(say.say("notice_lead"), *say.several("notice_point", 2, 3)))
    text.table("岗位一览表", rows).p(say.say("contact_line"))
    text.signed(brief.site.host_body, brief.signed_day())
    return Draft(title=title, parts=text.parts, keywords=("招录", "公示"))


def _duties(brief: Brief, text: Text, body: str) -> Text:
    say = brief.grammar()
    text.p(
        sentences(
            f"{body}是示例市人民政府{'' if body.endswith('人民政府') else '工作部门'}机构之一，主要职责如下"
        )
    )
    duties = [*say.several("measure", 3, 5), *say.several("article_duty", 2, 3)]
    return text.ol([sentences(f"（{numeral(n)}）{duty}") for n, duty in enumerate(duties, 1)])


def _offices(brief: Brief) -> list[Row]:
    say = brief.grammar()
    rows: list[Row] = [("机构", "职责", "联系电话")]
    for number, office in enumerate(say.several("office", 7, 7), 1):
        rows.append((office, say.say("measure"), f"{brief.site.contact.phone}转80{number}"))
    return rows


def _leaders(brief: Brief) -> list[Row]:
    say = brief.grammar()
    posts = ("主要负责同志", "副职负责同志", "副职负责同志", "总工程师（总会计师）")
    return [
        ("姓名", "职务", "分管工作"),
        *((say.say("person"), post, say.say("measure")) for post in posts),
    ]
