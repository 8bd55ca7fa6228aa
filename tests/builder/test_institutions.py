"""
领导之窗 and 机构职能 as citizens meet them.
"""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.helpers import article, body, body_profile, column, drop, leader, media, site

PLACE = [site(), column(10, "ldzc", title="领导之窗"), column(20, "jgzn", title="机构职能")]
PHOTO = media(50, b"photo", "甲.jpg", type="image/jpeg", alt="示例甲的照片", width=300, height=400)
WATER = body(
    30, name="示例市水务局", functions="<p>负责供水。</p>", address="示例路8号", phone="0999-1"
)


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
