from bs4 import BeautifulSoup
from markupsafe import Markup

from builder.search.page import fill_page
from builder.search.results import Hit, Results
from tests.theme.rendering import render

HIT = Hit(
    title=Markup("<mark>节水</mark>条例"),
    snippet=Markup("第一条 为了<mark>节水</mark>…"),
    href="http://slj.example.gov.cn/zwgk/2026-03/7.html",
    site="water",
    site_name="示例市水务局",
    column="政策文件",
    date="2026-03-01",
    kind="policy_document",
    kind_label="政策文件",
    document_number="示水发〔2026〕3号",
    issuing_body="示例市水务局",
    validity="repealed",
    validity_label="已废止",
    successor="关于印发《示例市供水办法》的通知",
)
ASKED = {"q": "节水", "kind": "policy_document", "validity": "repealed", "year": "2026"}


def filled(hits=(HIT,), message="", pages=1):
    results = Results("节水", len(hits), page=1, pages=pages, hits=hits, message=message)
    return BeautifulSoup(fill_page(render("search.full"), results, ASKED), "html.parser")


def test_the_theme_s_search_page_takes_the_answer():
    """
    The page of the base theme, as built, shows the hit with its facts.
    """
    region = filled().find(id="results")

    assert region.h3.a["href"] == HIT.href
    assert region.h3.get_text() == "节水条例"
    assert region.find_all("mark")
    assert [span.get_text() for span in region.select(".item-facts span")] == [
        "政策文件",
        "示水发〔2026〕3号",
        "示例市水务局",
        "2026-03-01",
        "已废止",
    ]
    assert region.select_one(".successor").get_text() == (
        "现行文件：《关于印发〈示例市供水办法〉的通知》"
    )


def test_the_theme_s_form_shows_what_was_asked():
    """
    Words, kind, validity and year stand in the form of the answer's page.
    """
    page = filled()

    assert page.select_one("main input[name=q]")["value"] == "节水"
    chosen = [option["value"] for option in page.select("main option[selected]")]
    assert chosen == ["policy_document", "repealed"]
    assert page.select_one("main input[name=year]")["value"] == "2026"
    assert page.title.get_text().startswith("节水_")


def test_nothing_but_the_answer_is_changed():
    """
    The rest of the page stays as the build made it.
    """
    before = BeautifulSoup(render("search.full"), "html.parser")
    after = filled()

    assert str(after.header) == str(before.header)
    assert str(after.footer) == str(before.footer)


def test_a_message_stands_where_results_would():
    """
    Nothing found is said in a sentence, without an empty list.
    """
    region = filled(hits=(), message="没有找到相符的内容。").find(id="results")

    assert region.get_text() == "没有找到相符的内容。"
    assert region.ol is None


def test_pages_of_the_site_that_shows_the_answer_are_paths():
    """
    So that a reader stays in the version of the site at hand; pages of other sites are whole addresses.
    """
    results = Results("节水", 1, page=1, pages=1, hits=(HIT,), message="")

    (own,), (foreign,) = (results.seen_from(site).hits for site in ("water", "portal"))
    assert own.href == "/zwgk/2026-03/7.html"
    assert foreign.href == HIT.href
