"""
政策解读 and its document name each other, as long as both are public.
"""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.helpers import change, column, drop, interpretation, policy_document, site

PLACE = [site(), column(10, "wj", title="文件"), column(20, "jd", title="解读")]
DOCUMENT = policy_document(11, title="办法", document_number="示政规〔2026〕1号")
EXPLAINED = interpretation(21, column=20, title="一图读懂《办法》", document=11, form="graphic")


def lines(output, path, region):
    """The lines of a section, with everything that stands in each."""
    page = BeautifulSoup((output / "portal" / path).read_bytes(), "html.parser")
    return [
        item.get_text(" ", strip=True) for item in page.select(f"[aria-labelledby={region}] li")
    ]


def test_the_document_lists_its_interpretations_and_each_names_the_document(built):
    """
    Newest first, with their form; the interpretation names number and validity of what it explains.
    """
    output = built(
        *PLACE, *DOCUMENT, *EXPLAINED,
        *interpretation(22, column=20, title="办法问答", document=11, day="2026-03-04"),
        *policy_document(12, title="新办法", changes=[change(11)]),
    )  # fmt: skip

    assert lines(output, "wj/2026-03/11.html", "interpretations") == [
        "办法问答 2026-03-04",
        "一图读懂《办法》 图解 2026-03-01",
    ]
    assert lines(output, "jd/2026-03/21.html", "document") == [
        "办法 已废止 现行文件： 新办法 示政规〔2026〕1号 2026-03-01"
    ]


def test_the_list_tells_the_form(built):
    """
    图解 is worth a word, 文字 is not.
    """
    output = built(*PLACE, *DOCUMENT, *EXPLAINED, *interpretation(22, column=20, title="解读"))
    page = BeautifulSoup((output / "portal/jd/index.html").read_bytes(), "html.parser")

    assert [item.get_text(" ", strip=True) for item in page.select("main .item")] == [
        "解读 2026-03-01",
        "一图读懂《办法》 图解 2026-03-01",
    ]


def test_what_is_withdrawn_is_no_longer_named_by_the_other(built):
    """
    Either way, and the other page stays.
    """
    without_interpretation = built(*PLACE, *DOCUMENT, *EXPLAINED, cursor="1")
    built(drop("interpretation", 21), drop("placement", 21), since="1", cursor="2")
    left = lines(without_interpretation, "wj/2026-03/11.html", "interpretations")
    built(*EXPLAINED, since="2", cursor="3")
    built(drop("policy_document", 11), drop("placement", 11), since="3", cursor="4")

    assert left == []
    assert lines(without_interpretation, "jd/2026-03/21.html", "document") == []
