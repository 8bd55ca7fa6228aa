"""From the stored form of a body to the HTML of the feed."""

from __future__ import annotations

import json

import pytest

from cms.feed.html import page_html, stored_blocks


class Known:
    """Page 1 is article 11, file 2 is media 12; nothing else is there."""

    def page(self, key: int) -> tuple[str, int] | None:
        return ("article", 11) if key == 1 else None

    def file(self, table: str, key: int) -> int | None:
        return 12 if key == 2 else None


def html(kind: str, value: object) -> str:
    return page_html(stored_blocks(json.dumps([{"type": kind, "value": value}])), Known())


@pytest.mark.parametrize(
    ("stored", "exported"),
    [
        ('<p data-block-key="a1"><b>粗</b><i>斜</i></p>', "<p><strong>粗</strong><em>斜</em></p>"),
        ('<a linktype="page" id="1">文</a>', '<a href="zq:article/11">文</a>'),
        ('<a id="1" linktype="page">文</a>', '<a href="zq:article/11">文</a>'),
        ('<a linktype="page" id="9">不在了</a>', "不在了"),
        ('<a linktype="document" id="2">表</a>', '<a href="zq:media/12">表</a>'),
        ('<a linktype="document" id="9">不在了</a>', "不在了"),
        (
            '<a href="https://www.example.gov.cn/">外</a>',
            '<a href="https://www.example.gov.cn/">外</a>',
        ),
        ('<a href="javascript:alert(1)">坏</a>', "坏"),
        ('<a href="//evil.example/">坏</a>', "坏"),
        (
            '<embed embedtype="image" id="2" alt="图" format="left"/>',
            '<figure><img src="zq:media/12/wide" alt="图"></figure>',
        ),
        ('<embed embedtype="image" id="9" alt=""/>', ""),
        ('<embed embedtype="media" url="https://example.com/"/>', ""),
    ],
)
def test_rich_text_names_records_and_never_addresses_of_ours(stored: str, exported: str):
    """
    Links and pictures become references; what is gone leaves its text.
    """
    assert html("text", stored) == exported


def test_a_caption_is_text():
    """
    What an editor types below a picture is escaped.
    """
    assert html("picture", {"picture": 2, "caption": "甲<乙"}) == (
        '<figure><img src="zq:media/12/wide" alt=""><figcaption>甲&lt;乙</figcaption></figure>'
    )


def test_a_picture_that_is_gone_leaves_nothing():
    """
    A body outlives its pictures.
    """
    assert html("picture", {"picture": 9, "caption": "图"}) == ""


def test_an_empty_body_is_empty():
    """
    A page that is only a link has no text.
    """
    assert page_html(stored_blocks(""), Known()) == ""
