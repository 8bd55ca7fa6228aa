"""
概况和说明: standing pages in their order, with the contact of their site, reached from the footer.
"""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.helpers import column, drop, site, standing_page

ABOUT = [
    site(
        contact={
            "phone": "0999-1",
            "email": "",
            "address": "示例路8号",
            "postcode": "",
            "hours": "",
        }
    ),
    column(10, "gybz", title="关于本站", in_navigation=False),
    column(20, "tzgg", title="通知公告"),
    *standing_page(11, title="联系我们", rank=3, shows_contact=True, body="", day="2026-03-01"),
    *standing_page(12, title="网站声明", rank=1, day="2026-03-02"),
    *standing_page(13, title="隐私保护", rank=2, day="2026-03-03"),
]


def page(output, path):
    return BeautifulSoup((output / "portal" / path).read_bytes(), "html.parser")


def test_standing_pages_stand_by_rank_in_their_column_and_beside_each_other(built):
    """
    Whichever was published last; each shows which of them it is, and no other way on or back.
    """
    output = built(*ABOUT)
    own = page(output, "gybz/2026-03/12.html")
    lines = page(output, "gybz/index.html").select(".item-title")
    beside = own.select(".link-list a")

    assert [line.get_text() for line in lines] == ["网站声明", "隐私保护", "联系我们"]
    assert [link.get_text() for link in beside] == ["网站声明", "隐私保护", "联系我们"]
    assert [link.get("aria-current") for link in beside] == ["true", None, None]
    assert own.select(".neighbours") == []


def test_the_contact_is_that_of_the_site_where_a_page_shows_it(built):
    """
    What the site does not have is left out; another page has no contact, nor an empty text.
    """
    output = built(*ABOUT)
    contact = page(output, "gybz/2026-03/11.html").main
    rows = dict(
        zip(
            (each.get_text() for each in contact.select("dt")),
            (each.get_text() for each in contact.select("dd")),
            strict=True,
        )
    )

    assert rows["联系电话"] == "0999-1" and rows["联系地址"] == "示例路8号"
    assert "电子邮箱" not in rows
    assert contact.select(".body") == []
    assert page(output, "gybz/2026-03/12.html").select("dl") == []


def test_columns_outside_the_navigation_are_reached_from_the_footer(built):
    """
    Until they are hidden or in the navigation.
    """
    output = built(*ABOUT, cursor="1")
    before = page(output, "index.html")
    built(column(10, "gybz", title="关于本站", is_hidden=True), since="1", cursor="2")
    after = page(output, "index.html")

    assert before.footer.find("a", string="关于本站")["href"] == "/gybz/"
    assert before.header.find("a", string="关于本站") is None
    assert after.find("a", string="关于本站") is None


def test_a_page_that_goes_leaves_no_link_beside_the_others(built):
    """
    The last of its kind has none at all.
    """
    output = built(*ABOUT, cursor="1")
    gone = [drop(kind, number) for number in (11, 13) for kind in ("standing_page", "placement")]
    built(*gone, since="1", cursor="2")

    assert page(output, "gybz/2026-03/12.html").select(".link-list") == []
