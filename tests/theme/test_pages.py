"""
What every page of the theme promises, whatever it is about.
"""

from __future__ import annotations

import itertools
import json
import re

import html5lib
import pytest
from bs4 import BeautifulSoup
from jinja2 import nodes
from jinja2.meta import find_undeclared_variables
from markupsafe import Markup
from msgspec.structs import replace

from builder.contexts import Link
from builder.elder import elder_page
from builder.theme import PAGE_CONTEXTS, Theme
from builder.traditional import Words
from tests.theme.examples import DEPARTMENT, EXAMPLES, LONG_TITLE, PORTAL
from tests.theme.rendering import THEME, render, render_component, render_page

BASE = Theme(THEME)

every_example = pytest.mark.parametrize("example", EXAMPLES)


def page(example: str) -> BeautifulSoup:
    return BeautifulSoup(render(example), "lxml")


def test_every_page_template_has_an_example():
    """
    No page template goes untested.
    """
    templates = {path.stem for path in (THEME / "pages").glob("*.html")}

    assert templates == {name.partition(".")[0] for name in EXAMPLES}


def names_used(template: str) -> set[str]:
    """The names that a page template, and those it extends, expect from outside."""
    source = BASE.environment.loader.get_source(BASE.environment, template)[0]
    tree = BASE.environment.parse(source)
    above = {each.template.value for each in tree.find_all(nodes.Extends)}
    made = {name for each in tree.find_all(nodes.FromImport) for name in map(_target, each.names)}
    made |= {each.name for each in tree.find_all(nodes.Name) if each.ctx == "store"}
    own = find_undeclared_variables(tree) - made - set(BASE.environment.globals)
    return own.union(*map(names_used, above))


def _target(name: str | tuple[str, str]) -> str:
    return name if isinstance(name, str) else name[1]


@pytest.mark.parametrize("name", PAGE_CONTEXTS)
def test_every_name_a_page_uses_is_documented(name):
    """
    In the class of `builder.contexts` that the page gets.
    """
    documented = set(PAGE_CONTEXTS[name].__struct_fields__)

    assert names_used(f"pages/{name}.html") <= documented


@every_example
def test_has_one_h1_and_headings_without_gaps(example):
    """
    A screen reader's list of headings is an outline of the page.
    """
    levels = [int(each.name[1]) for each in page(example).find_all(["h1", "h2", "h3", "h4"])]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(lower - upper <= 1 for upper, lower in itertools.pairwise(levels))


@every_example
def test_h1_is_exactly_the_title(example):
    """
    The heading is the title and nothing else, for ArticleTitle is compared with it.
    """
    context = EXAMPLES[example]

    if hasattr(context, "heading"):
        assert page(example).h1.get_text() == context.heading


@every_example
def test_has_landmarks_and_a_way_past_the_navigation(example):
    """
    Header, navigation, main and footer are there, and the first link leads to main.
    """
    soup = page(example)

    assert soup.body.a["href"] == "#" + soup.main["id"]
    assert soup.header and soup.nav and soup.footer
    assert soup.html["lang"] == "zh-CN"
    assert soup.header.find("form", role="search")["method"] == "get"


@every_example
def test_holds_nothing_a_strict_policy_forbids(example):
    """
    No inline script, style or event attribute, and nothing loaded from another host.
    """
    soup = page(example)

    blocks = soup.find_all("script", type="application/ld+json")
    assert all(script.get("src") for script in soup.find_all("script") if script not in blocks)
    assert all(json.loads(block.string)["@context"] == "https://schema.org" for block in blocks)
    assert not soup.find_all("style")
    assert not [
        name
        for tag in soup.find_all(True)
        for name in tag.attrs
        if name == "style" or name.startswith("on")
    ]
    loaded = [tag["src"] for tag in soup.find_all(src=True)]
    loaded += [tag["href"] for tag in soup.find_all("link", rel="stylesheet")]
    assert all(address.startswith("/") for address in loaded)


@every_example
@pytest.mark.parametrize("version", ["plain", "elder", "hant"])
def test_parses_without_an_error(example, version):
    """
    The markup is what the HTML standard asks for, to the letter.
    """
    markup = render(example)
    if version == "elder":
        markup = elder_page(markup.encode(), "/zwgk/").decode()
    elif version == "hant":
        markup = Words().page(markup)

    html5lib.HTMLParser(strict=True).parse(markup)


@every_example
def test_ids_are_unique_and_controls_are_labelled(example):
    """
    Labels and landmarks name what they mean.
    """
    soup = page(example)
    ids = [tag["id"] for tag in soup.find_all(id=True)]

    assert len(ids) == len(set(ids))
    assert all(soup.find("label", attrs={"for": field["id"]}) for field in soup.find_all("input"))
    assert all(soup.find(id=tag["aria-labelledby"]) for tag in soup.select("[aria-labelledby]"))


@every_example
def test_leaves_no_empty_element(example):
    """
    What a page does not have vanishes whole: no empty list, heading, paragraph or link.
    """
    soup = page(example)

    for tag in soup.select("main :is(ul, ol, dl, p, h1, h2, h3, a, section, figure)"):
        assert tag.get_text(strip=True) or tag.img, tag


@pytest.mark.parametrize(
    "element",
    [
        'a[href="https://bszs.conac.cn/sitename?method=show&id=99999900010001"][title="党政机关网站标识"]',
        'a[href^="https://zfwzgl.www.gov.cn/"]:-soup-contains("我为政府网站找错")',
        'li:-soup-contains("网站标识码：9999990001")',
        'li:-soup-contains("主办单位：示例市人民政府办公室")',
        'li:-soup-contains("联系电话：0999-12345")',
        'a[href="https://beian.miit.gov.cn/"]:-soup-contains("示ICP备99999999号-1")',
        'a[href="https://beian.mps.gov.cn/"]:-soup-contains("示公网安备 99999902000001号")',
        'a[href="/sitemap.html"]:-soup-contains("站点地图")',
    ],
)
def test_footer_has_the_required_element(element):
    """
    The eight elements of 国办发〔2017〕47号 stand in the footer, with their official addresses.
    """
    footer = BeautifulSoup(render_component("footer", PORTAL), "lxml")

    assert footer.select_one(element)


def test_footer_without_optional_facts_says_nothing_about_them():
    """
    A site without police number, conac mark or operating body shows no empty label.
    """
    bare = replace(DEPARTMENT, police_number="", conac_url="", error_report_url="", icp_number="")

    footer = render_component("footer", bare)

    assert "承办单位" not in footer
    assert "beian" not in footer
    assert "邮编" not in footer


def test_header_names_the_site_and_its_current_column():
    """
    The full name of the site is on every page, and the reader's column is marked.
    """
    header = BeautifulSoup(render_component("header", DEPARTMENT), "lxml")

    assert "示例市水务局" in header.select_one(".site-name").get_text()
    assert header.select_one("[aria-current]").get_text() == "政府信息公开"
    assert (
        header.find("a", href="https://www.example.gov.cn/").get_text() == "示例市人民政府门户网站"
    )


def test_head_carries_metadata_canonical_and_feeds():
    """
    Every meta tag given is printed, escaped, with the canonical address and the feeds.
    """
    head = page("article.full").head

    assert head.find("meta", attrs={"name": "ColumnName"})["content"] == "通知公告“二”"
    assert head.find("link", rel="canonical")["href"].startswith("https://slj.example.gov.cn/")
    others = head.find_all("link", rel="alternate")
    assert [link["type"] for link in others if "type" in link.attrs] == [
        "application/atom+xml",
        "application/rss+xml",
    ]
    assert [(link["hreflang"], link["href"]) for link in others if "hreflang" in link.attrs] == [
        ("zh-Hans", "https://slj.example.gov.cn/zwgk/tzgg/2026-03/2.html"),
        ("zh-Hant", "https://slj.example.gov.cn/hant/zwgk/tzgg/2026-03/2.html"),
    ]


def test_page_without_canonical_address_is_not_indexed():
    """
    An empty canonical address keeps robots away.
    """
    assert page("404.minimal").head.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_text_from_the_feed_is_escaped():
    """
    A title that looks like markup is shown as it was typed.
    """
    hostile = replace(EXAMPLES["article.minimal"], heading="<script>alert(1)</script>")

    assert "<script>alert" not in render_page("article", hostile)


def test_item_with_everything_shows_everything():
    """
    A list line carries pin, number, validity, date, and that it leads elsewhere.
    """
    first = page("list.full").select_one(".item").get_text(" ", strip=True)

    for part in ("置顶", LONG_TITLE, "外部链接", "已废止", "示政办规〔2026〕3号", "2026-03-01"):
        assert part in first


def test_empty_list_says_so_and_shows_a_way_on():
    """
    Blank is never shown.
    """
    main = page("list.empty").main

    assert "还没有发布内容" in main.get_text()
    assert {"/", "/search/"} <= {link["href"] for link in main.find_all("a")}


def test_repealed_document_names_its_successor_first():
    """
    Nobody reads a repealed text believing that it holds.
    """
    article = page("policy_document.full").article

    assert article.find(True)["role"] == "note"
    assert article.select_one("[role=note] a")["href"] == "/zcwj/2026-09/9.html"


def test_title_in_title_marks_has_single_marks_inside():
    """
    Marks inside marks are the others (GB/T 15834), in the sentence that says what replaces a document.
    """
    successor = Link("关于印发《示例湖游船管理办法》的通知", "/zcwj/2026-09/9.html")
    document = replace(EXAMPLES["policy_document.full"], successor=successor)

    banner = BeautifulSoup(render_page("policy_document", document), "lxml").select_one(".validity")

    assert "《关于印发〈示例湖游船管理办法〉的通知》" in banner.get_text()


def test_headline_is_not_said_again_among_the_news():
    """
    What stands above as 头条 is left out below, unless nothing else is there.
    """
    home = EXAMPLES["home.full"]
    plain = [item for item in home.sections[0].items if not item.picture]

    said = BeautifulSoup(render_page("home", replace(home, headline=plain[0])), "lxml")
    alone = replace(home.sections[0], items=(plain[0],))
    only = BeautifulSoup(
        render_page("home", replace(home, headline=plain[0], sections=(alone,))), "lxml"
    )

    assert plain[0].title not in said.select_one(".news").get_text()
    assert plain[1].title in said.select_one(".news").get_text()
    assert plain[0].title in only.select_one(".news").get_text()


def test_style_sheet_names_only_pages_that_are():
    """
    A rule for a page type is for one that a template has.
    """
    named = set(re.findall(r"\.(page-[a-z-]+)", (THEME / "css" / "main.css.jinja").read_text()))
    classes = {name for example in EXAMPLES for name in page(example).body["class"]}

    assert named - {"page-head", "page-address"} <= classes


def test_document_in_force_has_no_banner():
    """
    Only what is amended or no longer in force is announced.
    """
    assert not page("policy_document.minimal").select("[role=note]")


def test_missing_text_is_said():
    """
    A page whose source gave no text says 正文未提供.
    """
    assert "正文未提供" in page("article.missing").main.get_text()


def test_body_text_stands_uninterrupted():
    """
    The text of a body is on the page as it came, with nothing put in between.
    """
    body = EXAMPLES["policy_document.full"].body

    assert BeautifulSoup(body, "lxml").get_text() in page("policy_document.full").main.get_text()


def test_moved_page_leads_on_by_itself_and_by_a_link():
    """
    A reader without automatic forwarding finds the link.
    """
    soup = page("moved.minimal")

    assert soup.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=/zwgk/tzgg/"
    assert soup.main.find("a", href="/zwgk/tzgg/")


def test_what_the_text_shows_anyway_is_not_shown_twice():
    """
    A picture or summary that is in the body does not stand before it as well.
    """
    body = Markup('<p>主桥合龙。</p><figure><img src="/media/9/inline.png" alt=""></figure>')
    article = replace(EXAMPLES["article.full"], body=body, summary="主桥合龙。")

    html = render_page("article", article)

    assert html.count("/media/9/") == 1
    assert html.count("主桥合龙。") == 1
