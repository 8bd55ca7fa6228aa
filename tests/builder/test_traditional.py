"""
繁體版: what is converted and what is not, where its links lead, and what becomes of its addresses.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from builder.outputs.gone import MARKS
from builder.outputs.redirects import MAP
from builder.traditional import Words, inside, led, outside, simplified, words
from tests.helpers import (
    article,
    column,
    data_release,
    leader,
    policy_document,
    put,
    setting,
    site,
    tree,
)

ORIGIN = "https://www.example.gov.cn"
LINKS = "//a/@href | //form/@action | //*/@data-service"
_NUMBERS = re.compile(r"\d[\d.,:：-]*")


def pages(folder: Path) -> dict[str, str]:
    """Path → text of every page of a site."""
    files = tree(folder)
    return {f"/{path}": text.decode() for path, text in files.items() if path.endswith(".html")}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("干部的发展、头发、面条与台风", "幹部的發展、頭髮、麪條與颱風"),
        ("皇后在后台", "皇后在後台"),
        ("《国务院公报》（国办发〔2017〕47号）", "《國務院公報》（国办发〔2017〕47号）"),
        ("文号：示政发（2026）第3号", "文號：示政发（2026）第3号"),
        ("详见 https://example.org/发展/ 。", "詳見 https://example.org/发展/ 。"),
        ("㼆、𠮷田街道", "㼆、𠮷田街道"),
        ("", ""),
    ],
)
def test_texts_are_converted_but_for_addresses_and_numbers(text: str, written: str):
    """
    By phrases, as it is written in Hong Kong, with 文号 as they are registered.
    """
    assert Words().text(text) == written


def test_protected_words_hold_wherever_they_stand():
    """
    One stays as it is, another is written as said, the longer one comes first, and nothing else is touched.
    """
    protected = words(["示例丑", "丑", "钟某 = 鍾某", "A&B里"])

    assert protected.text("示例丑与丑角，钟某的钟，小丑") == "示例丑與丑角，鍾某的鐘，小丑"
    assert protected.html('<a title="示例丑">示例丑</a> A&amp;B里 里面') == (
        '<a title="示例丑">示例丑</a> A&amp;B里 裏面'
    )


@pytest.mark.parametrize(
    ("piece", "written"),
    [
        (
            '<p id="后台" class="发展" data-x="干部">后台</p>',
            '<p id="后台" class="发展" data-x="干部">後台</p>',
        ),
        ('<img src="/media/7/后台.png" alt="后台">', '<img src="/media/7/后台.png" alt="後台">'),
        ('<a href="/media/7/后台.html">后台</a>', '<a href="/media/7/后台.html">後台</a>'),
        ("<code>后台</code><kbd>后台</kbd>", "<code>后台</code><kbd>后台</kbd>"),
        ("<!-- 后台 --><script>var 后台</script>", "<!-- 后台 --><script>var 后台</script>"),
        ('<a href="/zwgk/?a=后台#后台">x</a>', '<a href="/hant/zwgk/?a=后台#后台">x</a>'),
        ('<a href="#后台">x</a>', '<a href="#后台">x</a>'),
        ('<a href="https://其他.cn/后/">x</a>', '<a href="https://其他.cn/后/">x</a>'),
        ('<input value="后台" placeholder="后台">', '<input value="后台" placeholder="後台">'),
        ('<a title="1 > 2 后台">后台</a>', '<a title="1 > 2 後台">後台</a>'),
    ],
)
def test_of_html_only_what_is_read_is_converted(piece: str, written: str):
    """
    Texts, and attributes that are read out or shown; no address, name or code.
    """
    assert Words().html(piece) == written


@pytest.mark.parametrize("path", ["/", "/zwgk/", "/a/1.html", "/elder/", "/elder/index.html"])
def test_the_way_in_and_out_of_the_tree_is_the_same(path: str):
    """
    Every page has one address in it; 长辈版 of it is within 长辈版.
    """
    assert outside(inside(path)) == path
    assert led(path) == inside(path)
    assert led(inside(path)) == inside(path)


def test_what_a_reader_asks_is_understood():
    """
    A search in traditional characters is one for the texts as they were written.
    """
    assert (
        simplified("示例市水務局：為羣眾服務，爲群眾服務") == "示例市水务局：为群众服务，为群众服务"
    )


CITY = [
    site(),
    site(2, "water", domain="slj.example.gov.cn", name="示例市水务局"),
    site(3, "health", domain="wjw.example.gov.cn"),
    setting(101, 1, has_traditional=True, protected_words=["示例丑"], hot_words=["后台"]),
    setting(102, 2, has_traditional=True),
    column(10, "zwgk", title="政务公开"),
    column(11, "lingdao", title="领导之窗", column_type="负责人信息"),
    column(20, "gonggao", site=2, title="公告"),
    *policy_document(
        900,
        title="关于干部的通知",
        document_number="示政发〔2026〕3号",
        index_number="99999900010001/2026-00003",
        body='<p id="后台">后台（国办发〔2017〕47号）见<a href="zq:article/901">通知</a>、'
        '<a href="zq:column/20">公告</a>和<a href="zq:site/3">健康</a>。示例丑出席。</p>',
    ),
    *article(901, title="头发与发展"),
    *leader(902, column=11, title="示例丑"),
    *data_release(903, title="发电量"),
    *article(904, column=20, title="里程"),
]  # fmt: skip


def test_every_page_has_its_pair(built):
    """
    Each of the two names both, in whole addresses; so does neither of a site without the tree.
    """
    output = built(*CITY)
    found = pages(output / "portal")
    plain = {path for path in found if outside(path) == path}

    assert {inside(path) for path in plain} == found.keys() - plain
    for path in plain:
        pair = [html.document_fromstring(found[each]) for each in (path, inside(path))]
        named = [
            [(e.get("hreflang"), e.get("href")) for e in document.iterfind(".//link[@hreflang]")]
            for document in pair
        ]
        canonical = [document.xpath("string(//link[@rel='canonical']/@href)") for document in pair]
        assert named[0] == named[1]
        expected = zip(("zh-Hans", "zh-Hant"), canonical, strict=True)
        assert named[0] == (list(expected) if canonical[0] else [])
        assert [document.get("lang") for document in pair] == ["zh-CN", "zh-Hant"]
    assert not any("hreflang" in text for text in pages(output / "health").values())
    assert not (output / "health/hant").exists()


def test_the_switch_leads_to_the_very_page_and_back(built):
    """
    In the header of both, without a script.
    """
    portal = built(*CITY) / "portal"
    page = "zwgk/2026-03/900.html"

    ways = [
        html.document_fromstring((portal / path).read_text()).xpath(
            "//header//a[@class='language']"
        )[0]
        for path in (page, f"hant/{page}")
    ]

    assert [(way.get("href"), way.get("lang"), way.text) for way in ways] == [
        (f"/hant/{page}", "zh-Hant", "繁體"),
        (f"/{page}", "zh-Hans", "简体"),
    ]


def test_links_stay_in_the_tree(built):
    """
    Every link to a page of a site that has it leads to such a page, which is there; to others it is as before.
    """
    output = built(*CITY)
    origins = {ORIGIN: "portal", "https://slj.example.gov.cn": "water"}

    for origin, slug in origins.items():
        for path, text in pages(output / slug).items():
            if path == outside(path):
                continue
            for link in html.document_fromstring(text).xpath(LINKS):
                if link == outside(path).removesuffix("index.html"):
                    continue  # the way back to 简体
                target = urlsplit(urljoin(origin + path, link))
                site_of = origins.get(f"{target.scheme}://{target.netloc}")
                if site_of and target.path.endswith(("/", ".html")):
                    assert outside(target.path) != target.path or "language" in text, (path, link)
                    place = target.path + "index.html" * target.path.endswith("/")
                    assert (output / site_of / place[1:]).is_file(), (path, link)
    text = pages(output / "portal")["/hant/zwgk/2026-03/900.html"]
    assert 'href="/hant/zwgk/2026-03/901.html"' in text
    assert 'href="https://slj.example.gov.cn/hant/gonggao/"' in text
    assert 'href="https://wjw.example.gov.cn/"' in text


def test_no_id_number_or_address_is_another(built):
    """
    The two pages differ in characters alone: tags, ids, classes, numbers and 文号 are the same.
    """
    found = pages(built(*CITY) / "portal")

    for path in found:
        if outside(path) != path:
            continue
        one, other = (html.document_fromstring(found[each]) for each in (path, inside(path)))
        for old, new in zip(one.iter(), other.iter(), strict=True):
            assert old.tag == new.tag
            for name in ("id", "class", "name", "for", "datetime", "value", "width", "type"):
                assert old.get(name) == new.get(name)
            if old.tag not in ("script", "path") and "language" not in old.get("class", ""):
                texts = (old.text or "", new.text or "")
                if texts[1].startswith(ORIGIN):
                    assert texts[1] == ORIGIN + inside(texts[0].removeprefix(ORIGIN))
                else:
                    numbers = [_NUMBERS.findall(text) for text in texts]
                    assert numbers[0] == numbers[1]
    page = found["/hant/zwgk/2026-03/900.html"]
    assert '<p id="后台">後台（国办发〔2017〕47号）見<a' in page
    assert page.count("示政发〔2026〕3号") == found["/zwgk/2026-03/900.html"].count(
        "示政发〔2026〕3号"
    )
    assert "99999900010001/2026-00003" in page
    assert "示例丑出席" in page and "示例醜" not in "".join(found.values())


def test_the_data_of_a_page_are_those_of_its_address(built):
    """
    JSON-LD, printed address, QR code and tags name the page itself, not its pair.
    """
    found = pages(built(*CITY) / "portal")
    path = "/hant/zwgk/2026-03/900.html"
    document = html.document_fromstring(found[path])

    about, crumbs = (json.loads(each.text) for each in document.iterfind(".//script[@type]"))

    assert about["url"] == ORIGIN + path
    assert about["inLanguage"] == "zh-Hant"
    assert about["name"] == "關於幹部的通知"
    assert about["legislationIdentifier"] == "示政发〔2026〕3号"
    assert crumbs["itemListElement"][1]["item"] == f"{ORIGIN}/hant/zwgk/"
    assert (
        document.xpath("string(//*[@class='page-address']//*[@class='address'])") == ORIGIN + path
    )
    codes = [
        re.search(r'class="qr".*?d="([^"]*)"', found[each])[1] for each in (path, outside(path))
    ]
    assert codes[0] != codes[1]
    assert document.xpath("string(//meta[@name='Url']/@content)") == ORIGIN + path
    assert document.xpath("string(//meta[@name='ColumnName']/@content)") == "政务公开"


def test_scripts_speak_as_the_page_does(built):
    """
    What a script writes is converted too, at an address that is asked for anew.
    """
    portal = built(*CITY) / "portal"
    document = html.document_fromstring((portal / "hant/index.html").read_text())

    (script,) = document.xpath("//script/@src")

    assert script.startswith("/hant/static/js/")
    assert "恢復原樣" in (portal / script[1:]).read_text()


def test_a_withdrawn_page_is_gone_in_both(built):
    """
    Each of its addresses answers 410.
    """
    built(*CITY)
    output = built(*(record for record in CITY if record["id"] != 901), cursor="2")
    marks = output / "portal" / MARKS[1:]

    assert (marks / "zwgk/2026-03/901.html").is_file()
    assert (marks / "hant/zwgk/2026-03/901.html").is_file()


def test_a_moved_page_is_led_to_within_the_tree(built):
    """
    The old address in each of the two leads to the new one of the same.
    """
    built(*CITY)
    moved = column(10, "zheng", title="政务公开", former=[{"parent": None, "slug": "zwgk"}])
    output = built(*(moved if r["id"] == 10 else r for r in CITY), cursor="2")

    lines = (output / "portal" / MAP[1:]).read_text().splitlines()

    assert "/zwgk/2026-03/901.html /zheng/2026-03/901.html;" in lines
    assert "/hant/zwgk/2026-03/901.html /hant/zheng/2026-03/901.html;" in lines
    page = (output / "portal/hant/zwgk/2026-03/901.html").read_text()
    assert 'content="0; url=/hant/zheng/2026-03/901.html"' in page


def test_a_site_that_gives_it_up_sends_its_readers_on(built):
    """
    Every address of the tree leads to the page itself; nothing of it is left.
    """
    before = pages(built(*CITY) / "portal")
    off = put("setting", 101, **setting(101)["data"])
    output = built(*(off if r["id"] == 101 else r for r in CITY), cursor="2")

    lines = dict(
        line.removesuffix(";").split(" ")
        for line in (output / "portal" / MAP[1:]).read_text().splitlines()
    )

    for path in before:
        if outside(path) != path:
            shown = path.removesuffix("index.html")
            assert lines[shown] == outside(shown)
    assert not any("hreflang" in text for text in pages(output / "portal").values())


def test_off_it_leaves_no_trace(built):
    """
    A site without it has the very files that it would have without a setting.
    """
    off = [r for r in CITY if r["kind"] != "setting"]
    without = tree(built(*off) / "portal")
    with_setting = tree(built(*off, setting(101), cursor="2") / "portal")
    known = "/.well-known/zhanqun/release.json"[1:]

    assert {k: v for k, v in without.items() if k != known} == {
        k: v for k, v in with_setting.items() if k != known
    }
