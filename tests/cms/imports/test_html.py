"""Cleaning HTML: the text stays, its looks go."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from cms.imports.html import clean_html

ALLOWED = {
    "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "table", "caption", "tbody", "tr", "td",
    "th", "blockquote", "a", "strong", "em", "sup", "sub", "br", "hr",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {"href", "class", "colspan", "rowspan", "start"}
ALLOWED_CLASSES = {"align-center", "align-right", "no-indent"}


def clean(source: str) -> str:
    return "".join(html for _, html in clean_html(source).blocks)


class VisibleText(HTMLParser):
    """Text outside script and style, by the standard library: nothing in common with the cleaner."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def visible(html: str) -> str:
    parser = VisibleText()
    parser.feed(html)
    parser.close()
    return squeezed("".join(parser.parts))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b-\u200d\u2060\ufeff\x00-\x1f\x7f-\x9f]", "", text)


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        (
            '<p class="MsoNormal" style="margin:0"><font face="仿宋"><span>通知<o:p></o:p></span></font></p>',
            "<p>通知</p>",
        ),
        ("<p>&nbsp;</p><p><br></p><div>文</div>", "<p>文</p>"),
        ("<p>甲<b>乙<i>丙</i></b>丁<sup>2</sup></p>", "<p>甲<strong>乙<em>丙</em></strong>丁<sup>2</sup></p>"),
        ("<div><b>甲<div>乙</div></b></div>", "<p><strong>甲</strong></p><p><strong>乙</strong></p>"),
        ("<h1>题</h1><h3><div>节</div></h3>", "<h2>题</h2><h3>节</h3>"),
        ('<p align="center">题</p><div style="TEXT-ALIGN: right">落款<br>日期</div>',
         '<p class="align-center">题</p><p class="align-right">落款<br/>日期</p>'),
        ("<script>x()</script><style>p{}</style><!-- c --><p>文</p>", "<p>文</p>"),
        ("<td id=UCAP-CONTENT><p>文</p></td>", "<p>文</p>"),
        ("<ul>散<li>一</li><ul><li>二</li></ul></ul>",
         "<ul><li>散</li><li>一</li><li><ul><li>二</li></ul></li></ul>"),
        ("<p>中国\n  人民\nof\nChina</p>", "<p>中国人民 of China</p>"),
        ("<p>1&lt;2 &amp; “引号”</p>", "<p>1&lt;2 &amp; “引号”</p>"),
    ],
)  # fmt: skip
def test_keeps_what_is_said_and_drops_how_it_looked(source, cleaned):
    """
    Inline styles, fonts, Word leftovers, scripts and empty paragraphs go; structure stays.
    """
    assert clean(source) == cleaned


def test_paragraphs_that_the_source_made_with_breaks_become_paragraphs():
    """
    An empty line, or a break before an indent of two characters, starts a paragraph; other breaks stay.
    """
    assert clean("<p>　　第一段<br>　　第二段<br><br>　　第三段<br>同段</p>") == (
        "<p>第一段</p><p>第二段</p><p>第三段<br/>同段</p>"
    )


def test_a_paragraph_without_indent_among_indented_ones_says_so():
    """
    Whom a document is addressed to stands flush; the theme indents every other paragraph.
    """
    assert clean('<p>各区人民政府：</p><p style="text-indent: 2em">现印发给你们。</p>') == (
        '<p class="no-indent">各区人民政府：</p><p>现印发给你们。</p>'
    )


def test_tables_stand_apart_and_keep_their_merged_cells():
    """
    A table is a block of its own, also out of a list or a quote, in reading order.
    """
    blocks = clean_html(
        '<ul><li>前<table border=1><tr style="x"><td colspan="2" rowspan=3 width=9>甲</td><td></td></tr>'
        "</table>后</li></ul>"
    ).blocks

    assert blocks == [
        ("text", "<ul><li>前</li></ul>"),
        (
            "table",
            '<table><tbody><tr><td colspan="2" rowspan="3">甲</td><td></td></tr></tbody></table>',
        ),
        ("text", "<ul><li>后</li></ul>"),
    ]


def test_a_picture_without_bytes_becomes_its_text_and_is_reported():
    """
    Never a dead picture: its alternative text, else its name; a line drawn by Word becomes a line.
    """
    cleaned = clean_html(
        '<p><img src="a/b%20c.jpg"><img alt="示意图" src="x.png"><img src="file:///C:/wps7.png" height=1>'
        '<img src="/icons/word.png"></p>',
        ornaments=("/icons/*",),
    )

    assert cleaned.blocks == [("text", "<p>〔图片：b c.jpg〕〔图片：示意图〕</p><hr/>")]
    assert [loss.name for loss in cleaned.losses] == ["b c.jpg", "示意图", "wps7.png", "word.png"]


def test_a_caption_that_does_not_come_first_stays_where_it_is():
    """
    HTML would show it above the table: nothing may change its place.
    """
    assert clean("<table><tr><td>甲</td></tr><caption>表一</caption></table>") == (
        "<table><tbody><tr><td>甲</td></tr><tr><td>表一</td></tr></tbody></table>"
    )


PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)


def test_a_picture_that_brings_its_bytes_stays():
    """
    A block of its own, in reading order; in a table, and where the bytes are none, its text.
    """
    cleaned = clean_html(
        f'<p>甲<img alt="印章" src="{PIXEL}">乙</p><table><td><img src="{PIXEL}"></table>'
        '<img src="data:image/png;base64,AAAA">'
    )

    assert [kind for kind, _ in cleaned.blocks] == ["text", "picture", "text", "table", "text"]
    assert cleaned.blocks[1][1].alt == "印章"
    assert [loss.name for loss in cleaned.losses] == ["无名称", "无名称"]


def test_links_to_pages_stay_and_links_to_files_become_their_text():
    """
    An attachment whose bytes are not here is a note in the report, never a dead link.
    """
    cleaned = clean_html(
        '<p><a href="../b.htm">页面</a><a href="/f/附件.doc">附件</a><a href="javascript:void(0)">按钮</a>'
        '<a href="http://a.cn/down.jsp?filename=1.pdf">下载</a><a href="file:///C:/x">盘</a></p>',
        base="http://a.gov.cn/zc/2018/a.htm",
    )

    assert cleaned.blocks == [
        ("text", '<p><a href="http://a.gov.cn/zc/b.htm">页面</a>附件按钮下载盘</p>')
    ]
    assert [(loss.kind, loss.name) for loss in cleaned.losses] == [
        ("attachment", "附件"),
        ("attachment", "下载"),
        ("link", "盘"),
    ]


def test_a_source_may_nest_as_deep_as_it_likes():
    """
    Thousands of nested spans come out of old editors.
    """
    deep = "<div><span>" * 3000 + "深" + "</span></div>" * 3000

    assert clean(deep) == "<p>深</p>"


TEXTS = st.text(st.sampled_from("甲乙，。AB1 　\n\u200b&<>\"'*"), max_size=8).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
ATTRIBUTES = st.sampled_from(
    ["", ' style="text-align:center;color:red"', ' class="MsoNormal"', ' align="right"', ' colspan="3"',
     ' href="http://a.gov.cn/x.htm"', ' href="x.doc"', ' onclick="x()"', ' style="text-indent:2em"']
)  # fmt: skip
TAGS = st.sampled_from(
    ["p", "div", "span", "font", "b", "i", "a", "h1", "h4", "ul", "ol", "li", "table", "tr", "td", "th",
     "tbody", "blockquote", "center", "sup", "o:p", "pre", "section", "caption", "dl", "dd"]
)  # fmt: skip
HTML = st.recursive(
    TEXTS
    | st.sampled_from(["<br>", "<hr>", "<script>x</script>", "<!-- c -->", "<style>p{}</style>"]),
    lambda inner: st.builds(
        lambda tag, attributes, parts: f"<{tag}{attributes}>{''.join(parts)}</{tag}>",
        TAGS,
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(HTML)
def test_every_visible_character_stays_in_its_order(source):
    """
    Whatever is nested in whatever.
    """
    assert visible(clean(source)) == visible(source)


@given(HTML)
def test_nothing_comes_out_but_what_the_feed_allows(source):
    """
    Tags, attributes and classes are those of docs/feed.md; text blocks hold no tables.
    """
    blocks = clean_html(source).blocks

    for kind, html in blocks:
        elements = BeautifulSoup(html, "html.parser").find_all(True)
        assert {element.name for element in elements} <= ALLOWED
        assert {name for element in elements for name in element.attrs} <= ALLOWED_ATTRIBUTES
        assert {
            name for element in elements for name in element.get("class", [])
        } <= ALLOWED_CLASSES
        assert (kind == "table") == html.startswith("<table>")
        assert kind == "table" or "<table" not in html


@given(HTML)
def test_cleaning_what_is_clean_changes_nothing(source):
    """
    A body that comes through a second time is the same.
    """
    once = clean(source)

    assert visible(clean(once)) == visible(once)
