"""
References in a body become addresses; what leads nowhere becomes its text.
"""

from __future__ import annotations

import pytest

from builder.records import Ref
from builder.references import parse_reference, resolve_references

ADDRESSES = {(Ref("article", 5), ""): "/a/5.html", (Ref("media", 7), "wide"): "/media/7/wide.jpg"}


def resolved(html: str) -> str:
    return resolve_references(html, lambda ref, rendition: ADDRESSES.get((ref, rendition)))


@pytest.mark.parametrize(
    ("html", "result"),
    [
        ('<a href="zq:article/5">甲</a>', '<a href="/a/5.html">甲</a>'),
        ('<a class="x" href="zq:article/5#s2">甲</a>', '<a class="x" href="/a/5.html#s2">甲</a>'),
        ('<img alt="图" src="zq:media/7/wide">', '<img alt="图" src="/media/7/wide.jpg">'),
        ('<a href="zq:article/9">甲<em>乙</em></a>丙', "甲<em>乙</em>丙"),
        ('<img src="zq:media/8" alt="图 &lt;1&gt;">', "图 &lt;1&gt;"),
        ('<img src="zq:media/8">', ""),
        ('<a title="a>b" href="zq:article/9">甲</a>', "甲"),
        ('<a href="zq:article/9"><img src="zq:media/7/wide"></a>', '<img src="/media/7/wide.jpg">'),
        ('<a href="/x">甲</a><a href="zq:article/9">乙</a>', '<a href="/x">甲</a>乙'),
        ("<p>zq:article/5</p>", "<p>zq:article/5</p>"),
    ],
)
def test_resolves(html, result):
    """
    A link that leads nowhere is unwrapped, a missing picture is its text alternative.
    """
    assert resolved(html) == result


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("zq:article/5", (Ref("article", 5), "")),
        ("zq:media/7/wide", (Ref("media", 7), "wide")),
        ("https://www.example.gov.cn/", None),
        ("zq:article/", None),
    ],
)
def test_parses_a_reference(text, reference):
    """
    A reference is a kind, a number and perhaps a rendition.
    """
    assert parse_reference(text) == reference
