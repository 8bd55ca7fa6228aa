"""
What a page says, whatever shape it is in.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from time import monotonic
from types import SimpleNamespace

import pytest

from link_checker.addresses import join
from link_checker.extract import read
from link_checker.extract.decode import decode
from link_checker.extract.elements import Elements
from link_checker.extract.memory import Memory, place_of
from link_checker.facts import Entry, Form

URL = "http://www.example.gov.cn/zwgk/gg/1.html"


def facts(html, url=URL, memory=None, content_type="text/html", charset=""):
    body = html if isinstance(html, bytes) else html.encode()
    return read(
        body,
        url=url,
        site="www.example.gov.cn",
        status=200,
        content_type=content_type,
        charset=charset,
        seconds=0.0,
        depth=0,
        join=memory or Memory(),
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/a">甲</a>', [("a", "/a")]),
        ('<map><area href="/a" alt="甲"></map>', [("area", "/a")]),
        ('<img src="/a.png">', [("img", "/a.png")]),
        ('<img srcset="/a.png 1x, /b.png 2x">', [("srcset", "/a.png"), ("srcset", "/b.png")]),
        ('<script src="/a.js"></script>', [("script", "/a.js")]),
        ('<link rel="stylesheet" href="/a.css">', [("stylesheet", "/a.css")]),
        ('<link rel="icon" href="/a.ico">', [("img", "/a.ico")]),
        ('<link rel="dns-prefetch" href="//a.example">', []),
        (
            '<link rel="alternate" type="application/atom+xml" href="/feed.xml">',
            [("feed", "/feed.xml")],
        ),
        ("<style>a{background:url('/a.png')}</style>", [("css", "/a.png")]),
        ('<p style="background:url(/a.png)">甲</p>', [("css", "/a.png")]),
        ('<td background="/a.png">', []),
        ('<table background="/a.png">', [("css", "/a.png")]),
        (
            '<video src="/a.mp4" poster="/a.jpg"></video>',
            [("media", "/a.mp4"), ("poster", "/a.jpg")],
        ),
        ('<audio><source src="/a.mp3"></audio>', [("media", "/a.mp3")]),
        ('<iframe src="/a.html"></iframe>', [("iframe", "/a.html")]),
        ('<form action="/search/"></form>', [("form", "/search/")]),
        ('<form action="/letters/" method="post"></form>', []),
        ('<meta http-equiv="Refresh" content="30; URL=\'/a.html\'">', [("refresh", "/a.html")]),
        ("<a name=b>锚</a>", []),
    ],
)
def test_links_of_every_kind(html, expected):
    """
    The element says which kind; where a form posts to is not asked for.
    """
    assert [(link.kind, link.href) for link in facts(html).links] == expected


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<a href=/a> 甲\n 乙​</a>", "甲 乙"),
        ('<a href=/a><img src=/b alt="图片"></a>', "图片"),
        ('<a href=/a title="标题"></a>', "标题"),
        ('<a href=/a aria-label="名称" title="标题"></a>', "名称"),
    ],
)
def test_what_a_link_says(html, text):
    """
    Text, else what its picture says, else its label or title.
    """
    assert facts(html).links[0].text == text


@pytest.mark.parametrize(
    "wrapper",
    [
        "<div hidden>{}</div>",
        '<div style="display:none">{}</div>',
        '<div style="position:absolute; left:-9999px">{}</div>',
        '<p><span style="visibility: hidden">{}</span></p>',
        '<marquee height="0">{}</marquee>',
        '<header style="display:none">{}</header>',
    ],
)
def test_links_in_hidden_elements_are_hidden(wrapper):
    """
    As far as the page itself tells; the same link outside is visible, on any page of the site.
    """
    memory, link = Memory(), '<a href="/a">甲</a>'

    seen = [
        facts(html, memory=memory).links[0].is_visible
        for html in (link, wrapper.format(link), link)
    ]

    assert seen == [True, False, True]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/a" rel="external">甲</a>',
        '<a href="/a" data-external>甲</a>',
        '<a href="/a" title="外部链接，点击离开本站">甲</a>',
    ],
)
def test_links_that_say_they_lead_elsewhere(html):
    """
    By attribute, class or words.
    """
    assert facts(html).links[0].is_marked_external


def test_lines_are_those_of_the_source():
    """
    Two links to one address stand on two lines.
    """
    assert [link.line for link in facts('<a href="/a">甲</a>\n<p>\n<a href="/a">乙</a>').links] == [
        1,
        3,
    ]


def test_the_base_of_a_page_moves_its_links():
    """
    Relative links and fragments stand on `<base href>`.
    """
    page = facts('<base href="/zt/"><a href="1.html">甲</a><a href="#a">乙</a>')

    assert [link.target for link in page.links] == [
        "http://www.example.gov.cn/zt/1.html",
        "http://www.example.gov.cn/zt/",
    ]


def test_parts_that_repeat_are_read_once_and_right():
    """
    A header remembered from one page says the same on another, but for links that depend on the page.
    """
    memory = Memory()
    page = '<header><a href="/">首页</a><a href="a.html">甲</a><a href="#m">跳</a><h2>名</h2></header><p id=m>'
    root = "http://www.example.gov.cn"
    urls = [f"{root}/1.html", URL, f"{root}/zwgk/gg/2.html", f"{root}/b/", f"{root}/2.html"]

    alone = [facts(page, url=url) for url in urls]
    together = [facts(page, url=url, memory=memory) for url in urls * 2]

    assert together == alone * 2


HEADER = """<header id=top class="a" style="background: url(b.png)">
<a href="/">首页</a>
<nav><a href="a.html">甲</a><a href='#m'>跳</a></nav><h2>名</h2>
<form action="/s"><input name=q type=search></form></header>"""


@pytest.mark.parametrize(
    "page",
    [
        "<title>一</title>{}<p id=m>一",
        "<meta name=a content=b>\n\n\n{}<p id=m>一",
        "{0}<main>两次</main>{0}",
        "<!-- {} --><p>一",
        "<script>write('{}')</script><p>一",
        "<div hidden>{}</div><p>一",
        "<article>{}</article><p>一",
        "<header><p>外</p>{}</header><p>一",
        "<nav>{}</nav><p>一",
        "<a href=/x>外{}</a><p>一",
        "<base href='/elsewhere/'>{}<p>一",
        "<select><option>{}</option></select><p>一",
        "<header><header></header>{}<p>一",
        "<header class=<header>{}</header><p>一",
    ],
)
def test_a_frame_that_was_read_elsewhere_is_read_where_it_stands(page):
    """
    A header known by its source is taken for what it is on this page: a part, hidden, a comment, or no part.
    """
    memory = Memory()
    for name in ("1.html", "2.html"):
        facts(f"<p>前</p>{HEADER}<p id=m>后", url=f"{URL}{name}", memory=memory)

    source = page.format(HEADER)

    assert memory.frame(place_of(URL), "header", HEADER, 0) is not None
    assert facts(source, memory=memory) == facts(source)


ITEM = """<li class=a id=i><h3><a href="1.html">关于供水的公告</a></h3><img src="a.png">
<a href="/b">附件</a><time>2026-02-20</time><script>1</script></li>"""


@pytest.mark.parametrize(
    "page",
    [
        "<ul>{0}{0}</ul>",
        "<div hidden><ul>{}</ul></div>",
        "<div aria-hidden=true><ul>{}</ul></div>",
        "<div style='font-size: 0'><ul>{}</ul></div>",
        "<nav><ul>{}</ul></nav><ul>{}</ul>",
        "<div class=foot><ul>{}</ul>版权所有</div><p>正文</p>",
        "<ul><li>外<ul>{}</ul></li></ul>",
        "<noscript><ul>{}</ul></noscript>",
        "<base href=/x/><ul>{}</ul>",
    ],
)
def test_an_item_that_was_read_elsewhere_is_read_where_it_stands(page):
    """
    An item known by its markup has its links, its date and its words wherever it stands, hidden or not.
    """
    memory = Memory()
    facts(f"<ul>{ITEM}</ul>", memory=memory)
    facts(f"<nav><ul>{ITEM.replace('b', 'c')}</ul></nav>", memory=memory)

    source = page.format(ITEM, ITEM.replace("b", "c"))

    assert facts(source, memory=memory) == facts(source)


@pytest.mark.parametrize(
    "header",
    [
        "<header><a href='/a'>首页<b>粗</header>",
        "<header class='a>b'><a href='/a'>首页</a></header>",
        "<header><header><a href='/a'>首页</a></header>又</header>",
    ],
)
def test_what_does_not_stand_for_itself_is_not_known_by_its_source(header):
    """
    A header that goes on after its end, or whose end is hard to tell, is read on each page.
    """
    memory = Memory()
    page = f"{header}正文<p>又</p>"

    assert [facts(page, memory=memory) for _ in range(3)] == [facts(page)] * 3
    assert memory.frame(place_of(URL), "header", header, 0) is None


@pytest.mark.parametrize(
    ("item", "date"),
    [
        ('<li><a href="1.html">关于供水的公告</a><span>2026-02-20</span></li>', "2026-02-20"),
        ('<li><a href="1.html">关于供水的公告</a>[2026/2/3]</li>', "2026-02-03"),
        ('<li><span>2026年2月3日</span><a href="1.html">关于供水的公告</a></li>', "2026-02-03"),
        (
            '<tr><td><a href="1.html">关于供水的公告</a></td><td>2026.02.20 09:05</td></tr>',
            "2026-02-20 09:05",
        ),
        ('<dl><dt><a href="1.html">关于供水的公告</a></dt><dd>无</dd></dl>', ""),
        ('<li><a href="202602/t1.html">关于供水的公告</a> 02-20</li>', "2026-02-20"),
        ('<li><a href="1.html">关于供水的公告</a> 02-20</li>', ""),
        ('<li><a href="1.html">关于供水的公告</a> 2026-02-31</li>', ""),
    ],
)
def test_items_of_lists_with_their_dates(item, date):
    """
    A month and day alone count only where the address tells the year.
    """
    wrapped = f"<table>{item}</table>" if item.startswith("<tr") else f"<ul>{item}</ul>"

    (entry,) = facts(f"<main>{wrapped}</main>").entries

    assert (entry.title, entry.date) == ("关于供水的公告", date)


def test_links_in_a_text_or_a_frame_are_no_items():
    """
    Running text, navigation and footers list nothing.
    """
    html = (
        '<nav><ul><li><a href="/a">政府信息公开</a></li></ul></nav>'
        '<p>根据<a href="/b">关于供水的办法</a>，现将2026年1月1日以来的情况公布如下。'
        + "情况"
        * 50
        + "</p>"
        '<footer><ul><li><a href="/c">网站地图和声明</a></li></ul></footer>'
    )

    assert facts(html).entries == ()


def test_a_title_that_a_list_cuts_short_is_taken_whole():
    """
    From the title attribute.
    """
    html = '<ul><li><a href="/1" title="关于供水的公告">关于供…</a> 2026-02-20</li></ul>'

    assert facts(html).entries == (
        Entry("关于供水的公告", "http://www.example.gov.cn/1", "2026-02-20"),
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<form role="search"><input name="q"></form>', Form("", "get", ("q",), True)),
        (
            '<form action="/so" method=POST><input name="wd" placeholder="搜索"></form>',
            Form("/so", "post", ("wd",), True),
        ),
        (
            '<form action="/login"><input name="user"></form>',
            Form("/login", "get", ("user",), False),
        ),
        ('<input id="keyword" placeholder="请输入关键字">', Form("", "", ("keyword",), True)),
    ],
)
def test_forms_and_search_boxes(html, expected):
    """
    A search box counts without a form around it.
    """
    assert facts(html).forms == (expected,)


@pytest.mark.parametrize(
    ("html", "header", "footer"),
    [
        ("<header>示例市</header><p>正文</p><footer>主办：甲</footer>", "示例市", "主办：甲"),
        (
            '<div class="newHead">示例市</div><p>正文，说得很长很长</p><div id="footer">主办：甲</div>',
            "示例市",
            "主办：甲",
        ),
        ("<article><header>标题</header>正文</article>", "", ""),
        (
            "<p>正文</p><div>版权所有：甲 网站标识码：9999000001</div>",
            "",
            "版权所有：甲 网站标识码：9999000001",
        ),
    ],
)
def test_header_and_footer(html, header, footer):
    """
    By element, else by the words in names, else the end of the text from the first word of a footer.
    """
    page = facts(html)

    assert (page.header_text, page.footer_text) == (header, footer)


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("中文".encode(), "", "中文"),
        ("中文".encode("gb18030"), "", "中文"),
        ("镕".encode("gbk"), "gb2312", "镕"),
        ("\u20087中文".encode(), "utf-8", "\u20087中文"),
        (
            b'<meta charset="gb2312">' + "中文㐀".encode("gb18030"),
            "",
            '<meta charset="gb2312">中文㐀',
        ),
        (b"\xef\xbb\xbf" + "中文".encode(), "gbk", "中文"),
        ("中文".encode("utf-16"), "", "中文"),
        ("中文".encode() + b"\xff", "", "中文�"),
        (b"abc", "no-such-encoding", "abc"),
    ],
)
def test_text_is_decoded_as_browsers_do(body, charset, text):
    """
    Mark, header, declaration, validity; gb2312 is read as gb18030.
    """
    assert decode(body, charset)[0] == text


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<div>" * 50_000 + "</div>" * 50_000,
        "<b><i>" * 20_000,
        "<a href=x>" * 20_000,
        "<table>" * 10_000,
        "<li><a href=x>甲乙丙丁戊</a>" * 10_000,
        "\0" * 500_000 + "<p>甲",
        "<!--" * 200_000,
        '<meta http-equiv=refresh content="' + " " * 200_000 + '">',
        '<img srcset="' + "a " * 100_000 + '">',
        "<p>" + "2024-" * 100_000,
        "<form><input name=q>" * 5_000,
    ],
)
def test_documents_made_to_hurt_do_not(html):
    """
    They are read, or refused by name, within moments.
    """
    started = monotonic()

    page = facts(html)

    assert (page.state, page.reason) in (("ok", ""), ("refused", "nested_too_deep"))
    assert monotonic() - started < 5


def test_a_plain_function_joins_as_well():
    """
    Callers without a memory pass `join`.
    """
    assert facts('<a href="2.html">', memory=join).links[0].target.endswith("/zwgk/gg/2.html")


def test_what_is_silent_within_what_is_silent_goes_with_it():
    """
    A style in a template, a picture in a noscript: their words are no text of the page, nor is it cut short.
    """
    # The parser's memory is freed with the element: a second time would be undefined, and seldom seen.
    gone = []
    order = [
        (tag, SimpleNamespace(decompose=partial(gone.append, tag))) for tag in ("template", "style")
    ]
    Elements(order, defaultdict(list)).silence()
    nested = "<template><style>a{}</style><noscript>暗</noscript>暗</template><noscript><style>b{}</style>暗</noscript>"
    inside_a_part = (
        f"<header>{nested}网站</header>{nested}<p>正文。</p>{nested}<footer>{nested}页脚</footer>"
    )

    found = facts(f"<body>{inside_a_part}</body>")

    assert gone == ["style", "template"]
    assert (found.header_text, found.own_text, found.footer_text) == ("网站", "正文。", "页脚")
