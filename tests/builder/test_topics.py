"""
专题: what it gathers, on its page and in lists, while it is open and afterwards.
"""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.helpers import article, column, drop, gathered, policy_document, setting, site, topic

PLACE = [
    site(),
    column(10, "zt", title="专题专栏"),
    column(20, "tzgg", title="通知公告"),
    column(30, "kong", title="空栏目"),
]
PAGES = [
    *policy_document(21, column=20, title="旧的通知", day="2026-03-01"),
    *article(22, column=20, title="新的通知", day="2026-03-02"),
    *article(23, column=20, title="最新的通知", day="2026-03-03"),
]


def page(output, path="zt/2026-03/11.html"):
    return BeautifulSoup((output / "portal" / path).read_bytes(), "html.parser")


def titles(block):
    return [link.get_text() for link in block.select(".item-title")]


def test_a_topic_shows_pages_and_columns_in_the_order_of_its_editors(built):
    """
    Pages stand with those before them until a heading begins a new group; a column shows its newest and the
    way to the rest.
    """
    output = built(
        *PLACE,
        *PAGES,
        *topic(
            11,
            entries=[
                gathered("policy_document", 21, "依据"),
                gathered("article", 22),
                gathered("column", 20, count=2),
                gathered("column", 20, "动态", count=1),
                gathered("article", 23),
            ],
        ),
    )
    blocks = page(output).select(".block")

    assert [block.h2.get_text() for block in blocks] == ["依据", "通知公告", "动态", "相关内容"]
    assert [titles(block) for block in blocks] == [
        ["旧的通知", "新的通知"],
        ["最新的通知", "新的通知"],
        ["最新的通知"],
        ["最新的通知"],
    ]
    assert [bool(block.select_one(".more")) for block in blocks] == [False, True, True, False]
    assert blocks[2].select_one(".more")["href"] == "/tzgg/"


def test_what_is_not_public_or_empty_leaves_no_trace(built):
    """
    Neither a withdrawn page nor an empty column nor a heading over nothing; what comes later is shown.
    """
    wanted = topic(
        11,
        entries=[
            gathered("article", 22, "消息"),
            gathered("column", 30),
            gathered("column", 99),
            {"heading": "", "page": None, "count": 6},
        ],
    )
    output = built(*PLACE, *wanted, cursor="1")
    before = page(output).select(".block")
    built(*article(22, column=20, title="新的通知"), since="1", cursor="2")
    shown = page(output).select(".block")
    built(drop("article", 22), drop("placement", 22), since="2", cursor="3")

    assert before == page(output).select(".block") == []
    assert [titles(block) for block in shown] == [["新的通知"]]


def test_an_archived_topic_leaves_the_home_page_and_stays_in_its_column_marked(built):
    """
    Its page says so with the day, its address is the same, and the next open one takes its place.
    """
    chosen = setting(100, 1, blocks=[{"kind": "list", "column": 10, "count": 1}])
    open_one, other = (
        topic(11, title="开放的专题", entries=[gathered("column", 10)], day="2026-03-09"),
        topic(12, title="另一专题", entries=[gathered("column", 10)], day="2026-03-01"),
    )
    output = built(*PLACE, chosen, *open_one, *other, cursor="1")
    before = page(output, "index.html")
    over = {**open_one[0], "revision": 2}
    over["data"] = {**over["data"], "is_archived": True, "ends_on": "2026-03-31"}
    built(over, since="1", cursor="2")
    home, lines = page(output, "index.html"), page(output, "zt/index.html").select(".item")

    assert [titles(each)[0] for each in (before, home)] == ["开放的专题", "另一专题"]
    assert [line.get_text(" ", strip=True) for line in lines] == [
        "开放的专题 已归档 2026-03-09",
        "另一专题 2026-03-01",
    ]
    assert page(output).select_one("[role=note]").get_text() == (
        "本专题已归档（2026年3月31日结束）。内容保留供查阅，其中的办事、联系等信息可能已经变化。"
    )
