"""
领导之窗 and 机构职能 as citizens meet them.
"""

from __future__ import annotations

import re

import feedparser
import pytest
from bs4 import BeautifulSoup

from tests.helpers import (
    article,
    body,
    body_profile,
    column,
    drop,
    leader,
    media,
    policy_document,
    site,
)

PLACE = [site(), column(10, "ldzc", title="领导之窗"), column(20, "jgzn", title="机构职能")]
PHOTO = media(50, b"photo", "甲.jpg", type="image/jpeg", alt="示例甲的照片", width=300, height=400)
WATER = body(
    30, name="示例市水务局", functions="<p>负责供水。</p>", address="示例路8号", phone="0999-1"
)


HEADING = re.compile("^h[1-6]$")


def page(output, path):
    return BeautifulSoup((output / "portal" / path).read_bytes(), "html.parser")


def test_leaders_stand_by_rank_with_photo_and_post(built):
    """
    Whoever was entered last is not the first for that.
    """
    output = built(
        *PLACE, PHOTO,
        *leader(11, title="示例乙", post="副市长", rank=2, day="2026-03-05"),
        *leader(12, title="示例甲", post="市长", rank=1, picture=50, day="2026-03-01"),
        *article(13, title="领导分工调整", day="2026-03-09"),
        media=(b"photo",),
    )  # fmt: skip
    people = page(output, "ldzc/index.html").select(".people li")

    assert [each.get_text(" ", strip=True) for each in people] == [
        "示例甲 市长",
        "示例乙 副市长",
        "领导分工调整",
    ]
    assert people[0].img["alt"] == "示例甲的照片"


def test_the_headings_of_a_resume_stand_below_its_own(built):
    """
    One level lower, on a body's page too; a text that begins at the third level is left as it is.
    """
    output = built(
        *PLACE, WATER,
        *leader(11, title="示例甲", body="<h2>学历</h2><p>大学。</p><h3>外语</h3><p>无。</p>"),
        *leader(12, title="示例乙", body="<h3>学历</h3><p>大学。</p>"),
        *body_profile(21, column=20, described_body=30, body="<h2 class=\"centre\">内设机构</h2><p>一科。</p>"),
    )  # fmt: skip
    headings = {
        path: [(each.name, each.get_text()) for each in page(output, path).main(HEADING)]
        for path in ("ldzc/2026-03/11.html", "ldzc/2026-03/12.html", "jgzn/2026-03/21.html")
    }

    assert headings["ldzc/2026-03/11.html"][-3:] == [("h2", "简历"), ("h3", "学历"), ("h4", "外语")]
    assert headings["ldzc/2026-03/12.html"][-2:] == [("h2", "简历"), ("h3", "学历")]
    assert headings["jgzn/2026-03/21.html"][2:4] == [("h2", "机构设置"), ("h3", "内设机构")]


def test_a_leader_s_page_has_photo_post_duties_and_resume(built):
    """
    All that the guidelines ask for; links in the duties lead somewhere.
    """
    output = built(
        *PLACE, PHOTO,
        *leader(
            12, title="示例甲", post="市长", picture=50, body="<p>大学学历。</p>",
            duties='<p>领导<a href="zq:column/20">各机构</a>。</p>',
        ),
        media=(b"photo",),
    )  # fmt: skip
    main = page(output, "ldzc/2026-03/12.html").main

    assert main.h1.get_text() == "示例甲"
    assert main.select_one(".post").get_text() == "市长"
    assert main.select_one("[aria-labelledby=duties] a")["href"] == "/jgzn/"
    assert "大学学历" in main.select_one("[aria-labelledby=resume]").get_text()
    assert main.img["alt"] == "示例甲的照片"


def test_a_body_s_page_tells_duties_offices_and_contact(built):
    """
    As the body is registered, and without it, only what the page itself says.
    """
    profile = body_profile(21, column=20, described_body=30, body="<p>内设办公室。</p>")
    output = built(*PLACE, WATER, *profile, cursor="1")
    sections = [
        each.get_text(" ", strip=True)
        for each in page(output, "jgzn/2026-03/21.html").select("main section")
    ]
    built(drop("body", 30), since="1", cursor="2")

    assert sections == [
        "主要职责 负责供水。",
        "机构设置 内设办公室。",
        "联系方式 机构全称 示例市水务局 办公地址 示例路8号 联系电话 0999-1",
    ]
    assert len(page(output, "jgzn/2026-03/21.html").select("main section")) == 1


def test_duties_are_found_by_the_search(built, store, theme):
    """
    分工 and 职务 are text as well as the 简历.
    """
    from builder.addressing import Addressing
    from builder.search_documents import search_documents
    from builder.view import open_untraced

    built(*PLACE, *leader(12, title="示例甲", post="市长", duties="<p>分管审计。</p>"))
    with open_untraced(store, theme, Addressing("real")) as view:
        (document,) = search_documents(view)

    assert "分管审计。" in document.text and "市长" in document.text


FINANCE = body(31, name="示例市财政局")
CLUSTER = [
    *PLACE, WATER, FINANCE,
    site(2, "water", domain="slj.example.gov.cn"),
    column(40, "tzgg", site=2),
    *body_profile(21, column=20, title="市水务局", described_body=30),
    *policy_document(22, column=10, title="供水办法", issuing_body=30, day="2026-03-01",
                     issued_on="2026-02-01"),
    *article(23, column=40, title="停水通知", issuing_body=30, day="2026-03-04",
             correction="三日应为四日。", corrected_on="2026-03-08"),
    *article(24, column=40, title="预算", issuing_body=31, day="2026-03-05"),
    *policy_document(25, column=10, title="新的供水办法", issuing_body=30, day="2026-03-06",
                     changes=[{"document": 22, "effect": "repeals", "on": "2026-03-07",
                               "is_in_effect": True}]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), [("feed.xml", "atom"), ("rss.xml", "rss")])
def test_a_body_has_feeds_of_what_it_issues_on_any_site(built, name, kind):
    """
    Pages, corrections and repeals, newest first, and nothing of other bodies; its page leads to them.
    """
    output = built(*CLUSTER)
    shown = page(output, "jgzn/2026-03/21.html")
    path = f"/jgzn/2026-03/21/{name}"

    parsed = feedparser.parse((output / "portal" / path[1:]).read_bytes())

    assert not parsed.bozo
    assert parsed.feed.title == "示例市水务局发布_示例市人民政府门户网站"
    assert [entry.title for entry in parsed.entries] == [
        "更正：停水通知",
        "已废止：供水办法",
        "新的供水办法",
        "停水通知",
        "供水办法",
    ]
    assert parsed.entries[3].link == "https://slj.example.gov.cn/tzgg/2026-03/23.html"
    links = shown.head.find_all("link", type=f"application/{kind}+xml")
    assert path in [link["href"] for link in links]
    assert path in [link["href"] for link in shown.main.select(".feeds a")]


def test_the_feeds_of_a_body_follow_its_page(built):
    """
    Where the page has moved, its feeds are led to; where it is gone, so are they.
    """
    built(*CLUSTER)
    moved = column(20, "jigou", title="机构职能", former=[{"parent": None, "slug": "jgzn"}])
    output = built(*(moved if r["id"] == 20 else r for r in CLUSTER), cursor="2")
    lines = (output / "portal/.well-known/zhanqun/redirects.map").read_text().splitlines()
    left = [r for r in CLUSTER if r["id"] != 21 and r["data"].get("page", {}).get("id") != 21]
    gone = built(*left, cursor="3") / "portal/.well-known/zhanqun/gone"

    assert "/jgzn/2026-03/21/feed.xml /jigou/2026-03/21/feed.xml;" in lines
    assert (gone / "jigou/2026-03/21/feed.xml").is_file()


def test_a_page_without_its_body_has_no_feeds(built):
    """
    Nobody would stand in them.
    """
    output = built(*PLACE, *body_profile(21, column=20))

    assert not (output / "portal/jgzn/2026-03/21").exists()
    assert page(output, "jgzn/2026-03/21.html").select(".feeds") == []
