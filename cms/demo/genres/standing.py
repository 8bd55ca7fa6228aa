"""
What changes rarely: 市情, 公开指南, 公开年报, and 人事任免.
"""

from __future__ import annotations

from cms.demo.brief import Brief, Draft
from cms.demo.items import StandingSpec
from cms.demo.text import Text, sentences

CITY_PAGES = (
    ("自然地理", "geography"),
    ("历史沿革", "history"),
    ("经济社会", "economy"),
    ("行政区划", "district"),
)
ABOUT_PAGES = (
    (
        "网站声明",
        "{site}由{body}主办。本网站发布的政府信息以正式印发的文件为准。",
        "转载本网站信息，请注明来源和网址，不得改动原意。",
    ),
    (
        "隐私保护",
        "浏览本网站不需要登记，本网站不使用 Cookie，不向其他网站传送您的浏览情况。",
        "长辈版、无障碍等设置只保存在您自己的浏览器里。",
    ),
    ("联系我们", "对本网站的内容有意见，或者发现错误，请告诉我们，来信请写明网址。"),
)
"""Title and paragraphs."""
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
    return Draft(
        title=f"示例市{name}",
        parts=text.parts,
        keywords=("市情",),
        standing=StandingSpec(brief.place % len(CITY_PAGES) + 1),
    )


def about(brief: Brief) -> Draft:
    """关于本站: what the site says of itself, and how to reach those who run it."""
    title, *paragraphs = ABOUT_PAGES[brief.place % len(ABOUT_PAGES)]
    text = Text()
    for paragraph in paragraphs:
        text.p(paragraph.format(site=brief.site.name, body=brief.site.host_body))
    is_contact = title == "联系我们"
    return Draft(
        title=title,
        parts=text.parts,
        keywords=("网站说明",),
        standing=StandingSpec(brief.place + 1, shows_contact=is_contact),
    )


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
