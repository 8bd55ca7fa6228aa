"""
The home page is made of the blocks that its editors chose, in their order and form.
"""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from sites.addresses import leaving_address
from tests.helpers import (
    article,
    column,
    data_release,
    drop,
    gathered,
    leader,
    policy_document,
    setting,
    site,
    topic,
)

TABLE = [["指标", "单位", "本月"], ["供水量", "万吨", "1,301"], ["水质", "级", "2"]]
PLACE = [
    site(),
    column(10, "yw", title="要闻"),
    column(20, "wj", title="文件"),
    column(30, "zt", title="专题"),
    column(40, "ld", title="领导"),
    column(50, "sj", title="数据"),
    *article(11, title="新闻"),
    *policy_document(
        21, column=20, title="办法", document_number="示政规〔2026〕1号", validity="in_force"
    ),
    *topic(31, column=30, title="专题甲", entries=[gathered("column", 10)]),
    *topic(32, column=30, title="专题乙", is_archived=True, entries=[gathered("column", 10)]),
    *leader(41, column=40, title="示例乙", post="副市长", rank=2, day="2026-03-05"),
    *leader(42, column=40, title="示例甲", post="市长", rank=1),
    *data_release(51, column=50, title="9月数据", table=TABLE),
]


def blocks(*chosen: tuple[str, int | None], **more: Any) -> Any:
    rows = [{"kind": kind, "column": number, "count": 6} for kind, number in chosen]
    return setting(100, 1, blocks=rows, **more)


def home(output):
    return BeautifulSoup((output / "portal/index.html").read_bytes(), "html.parser").main


def test_blocks_stand_in_the_order_and_form_of_the_editors(built):
    """
    Each form shows what matters of its pages.
    """
    output = built(
        *PLACE,
        blocks(("list", 10), ("leaders", 40), ("documents", 20), ("data", 50), ("topics", 30)),
    )
    main = home(output)
    found = {block.h2.get_text(): block for block in main.select(".block")}

    assert list(found) == ["要闻", "领导", "文件", "数据", "专题"]
    assert [p.get_text() for p in found["领导"].select(".person-name")] == ["示例甲", "示例乙"]
    assert "示政规〔2026〕1号" in found["文件"].get_text() and "有效" in found["文件"].get_text()
    assert [each.get_text(" ", strip=True) for each in found["数据"].select(".figures > div")] == [
        "供水量 1,301 万吨",
        "水质 2 级",
    ]
    assert [a.get_text(strip=True) for a in found["专题"].select(".topic-cards a")] == ["专题甲"]


def test_the_news_block_is_the_first_list_and_nothing_else(built):
    """
    A home page may begin with something other than news.
    """
    output = built(*PLACE, blocks(("data", 50), ("list", 10)))

    assert home(output).select(".news") == []
    assert [h2.get_text() for h2 in home(output).select(".block h2")] == ["数据", "要闻"]


def test_service_links_lead_to_pages_and_elsewhere(built):
    """
    One of a withdrawn page is gone; one out of the government leads to a notice first.
    """
    away = "https://bus.example/"
    links = [
        {"title": "办法", "page": {"kind": "policy_document", "id": 21}, "url": ""},
        {"title": "数据", "page": {"kind": "column", "id": 50}, "url": ""},
        {"title": "公交", "page": None, "url": away},
    ]
    output = built(*PLACE, blocks(("list", 10), ("links", None), links=links), cursor="1")
    before = [(a.get_text(), a["href"]) for a in home(output).select(".services a")]
    built(drop("policy_document", 21), drop("placement", 21), since="1", cursor="2")
    after = [a.get_text() for a in home(output).select(".services a")]

    assert before == [
        ("办法", "/wj/2026-03/21.html"),
        ("数据", "/sj/"),
        ("公交", leaving_address(away)),
    ]
    assert (output / "portal" / leaving_address(away)[1:]).is_file()
    assert after == ["数据", "公交"]


@pytest.mark.parametrize("kind", ["list", "documents", "topics", "leaders", "data", "links"])
def test_a_block_without_anything_leaves_no_trace(built, kind):
    """
    Blank is never shown, and neither is the block of a column that is gone.
    """
    output = built(
        site(),
        column(10, "yw"),
        *article(11),
        column(60, "kong", title="空"),
        blocks(("list", 10), (kind, None if kind == "links" else 60), (kind, 99)),
    )

    assert len(home(output).select(".block")) == 1
