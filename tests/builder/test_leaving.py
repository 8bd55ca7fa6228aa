"""
离开提示: links to sites that are none of the government's lead to a page of our own first.
"""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup

from link_checker import inspect
from sites.addresses import leaving_address
from tests.helpers import article, body, body_profile, column, drop, put, setting, site

AWAY = "https://platform.example/page?a=1&b=2"
NOTICE = leaving_address(AWAY)
PLACE = [
    site(),
    site(2, "water"),
    column(10, "tzgg", title="通知公告"),
    column(20, "gg", site=2, title="公告"),
]


def text(*addresses):
    links = (f'<a href="{each.replace("&", "&amp;")}">链接</a>' for each in addresses)
    return f"<p>{''.join(links)}</p>"


def page(output, path="tzgg/2026-03/11.html", slug="portal"):
    return BeautifulSoup((output / slug / path).read_bytes(), "html.parser")


def links(output, **place):
    return [(a["href"], a.get("rel")) for a in page(output, **place).select(".body a")]


def notices(output, slug="portal"):
    return sorted(f"/leaving/{each.name}" for each in (output / slug / "leaving").glob("*"))


def test_a_link_to_another_site_leads_to_its_notice_marked(built):
    """
    One of the government is marked and leads there at once; one of the cluster is neither.
    """
    own = "https://water.example.gov.cn/gg/"
    output = built(*PLACE, *article(11, body=text(AWAY, "https://www.gov.cn/x.html", own)))
    external = ["external", "noopener"]

    assert links(output) == [
        (NOTICE, external),
        ("https://www.gov.cn/x.html", external),
        (own, None),
    ]
    assert notices(output) == [NOTICE]
    assert notices(output, "water") == []


def test_a_link_keeps_its_other_attributes(built):
    """
    Though one of them says the same as the address.
    """
    written = AWAY.replace("&", "&amp;")
    output = built(*PLACE, *article(11, body=f'<p><a title="{written}" href="{written}">x</a></p>'))
    (link,) = page(output).select(".body a")

    assert (link["title"], link["href"]) == (AWAY, NOTICE)


def test_the_notice_names_the_site_and_has_the_way_on_and_the_way_back(built):
    """
    Without a script, without going on by itself, and not to be indexed.
    """
    output = built(*PLACE, *article(11, body=text(AWAY)))
    notice = page(output, NOTICE[1:])
    on, back = notice.select(".choice")

    assert "platform.example" in notice.select_one(".description").get_text()
    assert notice.select_one(".address").get_text() == AWAY
    assert on["href"] == AWAY and "external" in on["rel"] and on.has_attr("data-external")
    assert back["href"] == "/"
    assert notice.find("meta", content="noindex") and not notice.find(attrs={"http-equiv": True})


def test_a_page_that_is_a_link_leads_to_the_notice_of_its_own_site(built):
    """
    Wherever it is listed; the feed tells its address itself.
    """
    output = built(
        *PLACE,
        *article(21, column=20, link_url=AWAY),
        setting(100, 1, headline={"kind": "article", "id": 21}),
    )

    assert page(output, "gg/index.html", "water").select_one(".item-title")["href"] == NOTICE
    assert page(output, "index.html").select_one(".headline a")["href"] == (
        f"https://water.example.gov.cn{NOTICE}"
    )
    assert notices(output, "water") == [NOTICE]
    assert AWAY.replace("&", "&amp;") in (output / "water/gg/feed.xml").read_text()


def test_links_of_a_registered_body_have_their_notices_too(built):
    """
    Its duties are shown on whichever site describes it.
    """
    output = built(
        *PLACE,
        body(30, name="示例市水务局", functions=text(AWAY)),
        *body_profile(11, described_body=30),
    )

    assert links(output) == [(NOTICE, ["external", "noopener"])]
    assert NOTICE in notices(output)


def test_the_last_link_that_goes_takes_its_notice_along(built):
    """
    It is withdrawn as every address is, and comes back with the next link.
    """
    gone = Path("portal/.well-known/zhanqun/gone") / NOTICE[1:]
    one, other = article(11, body=text(AWAY)), article(12, body=text(AWAY))
    output = built(*PLACE, *one, *other, cursor="1")
    built(drop("article", 11), drop("placement", 11), since="1", cursor="2")
    kept = notices(output)
    built(drop("article", 12), drop("placement", 12), since="2", cursor="3")
    lost = notices(output), (output / gone).exists()
    built(*one, since="3", cursor="4")

    assert kept == [NOTICE]
    assert lost == ([], True)
    assert notices(output) == [NOTICE] and not (output / gone).exists()


def test_an_old_address_redirected_elsewhere_leads_to_a_notice(built):
    """
    In the map and on the page that stands there; one of the government's is led to at once.
    """
    output = built(
        *PLACE,
        put("redirect", 30, site=1, path="/old/away.html", target=AWAY),
        put("redirect", 31, site=1, path="/old/own.html", target="https://www.gov.cn/"),
    )
    moved = page(output, "old/away.html")

    assert (output / "portal/.well-known/zhanqun/redirects.map").read_text().splitlines() == [
        f"/old/away.html {NOTICE};",
        "/old/own.html https://www.gov.cn/;",
    ]
    assert moved.find("meta", attrs={"http-equiv": "refresh"})["content"] == f"0; url={NOTICE}"
    assert notices(output) == [NOTICE]
    assert page(output, NOTICE[1:]).select_one(".address").get_text() == AWAY


def test_the_inspector_takes_the_notice_for_a_marked_link(built):
    """
    Both the link to it and the link on it say that they lead away, and nothing is found.
    """
    output = built(*PLACE, *article(11, body=text(AWAY)))
    inspection = inspect([str(output / "portal")])
    host = inspection.snapshot.sites[0].host
    found = [
        finding
        for result in inspection.results
        for finding in result.findings
        if result.rule in ("unmarked_external_link", "broken_link") and "leaving" in finding.url
    ]
    marked = {
        link.target: link.is_marked_external
        for each in inspection.snapshot.pages(host)
        for link in each.links
        if "/leaving/" in link.target or link.target.startswith("https://platform.example")
    }

    assert found == []
    assert len(marked) == 2 and all(marked.values())
