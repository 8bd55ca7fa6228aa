"""
What a reader is told of a document that later ones changed.
"""

from __future__ import annotations

import feedparser
import pytest
from bs4 import BeautifulSoup

from tests.helpers import article, change, column, drop, policy_document, put, site

PLACE = [site(), column(10, "wj", title="文件")]
OLD = policy_document(11, title="旧办法", validity="in_force", day="2019-05-06")


def page(output, number, month="2026-03"):
    return BeautifulSoup((output / f"portal/wj/{month}/{number}.html").read_bytes(), "html.parser")


def banner(output, number=11, month="2019-05"):
    note = page(output, number, month).select_one(".validity")
    return [line.get_text() for line in note.select("p, li")] if note else []


def field(output, label, number=11, month="2019-05"):
    term = page(output, number, month).find("dt", string=label)
    return term.find_next("dd").get_text() if term else ""


def entries(output, folder="wj/"):
    parsed = feedparser.parse((output / f"portal/{folder}feed.xml").read_bytes())
    return [(entry.title, entry.get("summary", "")) for entry in parsed.entries]


def test_a_document_names_the_last_of_those_that_replaced_each_other(built):
    """
    Whoever reads the oldest is sent to the one that holds, not to the next that does not.
    """
    output = built(
        *PLACE, *OLD,
        *policy_document(12, title="新办法", changes=[change(11, on="2024-01-01")]),
        *policy_document(13, title="条例", changes=[change(12, on="2026-01-01")]),
    )  # fmt: skip

    assert banner(output) == [
        "本文件已废止。现行文件：《条例》",
        "自2024年1月1日起由《新办法》废止。",
    ]


def test_documents_that_replace_each_other_in_a_circle_end_somewhere(built):
    """
    What editors enter wrongly must not stop a build.
    """
    output = built(
        *PLACE,
        *policy_document(11, title="旧办法", day="2019-05-06", changes=[change(12)]),
        *policy_document(12, title="新办法", changes=[change(11), change(12)]),
    )  # fmt: skip

    assert banner(output)[0] == "本文件已废止。现行文件：《新办法》"


def test_a_term_that_a_repeal_came_before_is_not_announced(built):
    """
    Nobody reads beside 已废止 until when the document was to hold; it stands among its facts.
    """
    output = built(
        *PLACE,
        *policy_document(
            11, title="旧办法", day="2019-05-06", validity="expired", expires_on="2025-12-31"
        ),
        *policy_document(12, title="新办法", changes=[change(11, on="2024-01-01")]),
    )  # fmt: skip

    assert banner(output) == [
        "本文件已废止。现行文件：《新办法》",
        "自2024年1月1日起由《新办法》废止。",
    ]
    assert field(output, "有效期至") == "2025年12月31日"
    assert [title for title, _ in entries(output)] == ["新办法", "已废止：旧办法", "旧办法"]


def test_a_term_that_ended_before_the_repeal_is_announced(built):
    """
    What no longer held can still be repealed; both are told, each with its day.
    """
    output = built(
        *PLACE,
        *policy_document(
            11, title="旧办法", day="2019-05-06", validity="expired", expires_on="2023-12-31"
        ),
        *policy_document(12, title="新办法", changes=[change(11, on="2024-01-01")]),
    )  # fmt: skip

    assert banner(output)[1:] == ["有效期至2023年12月31日。", "自2024年1月1日起由《新办法》废止。"]
    assert {title for title, _ in entries(output)} >= {"已废止：旧办法", "已失效：旧办法"}


def test_what_is_amended_and_later_repealed_tells_both(built):
    """
    Each mark has its day; the repeal decides.
    """
    output = built(
        *PLACE, *OLD,
        *policy_document(12, title="清理决定", changes=[change(11, "repeals", on="2026-01-01")]),
        *policy_document(13, title="修改决定", changes=[change(11, "amends", on="2022-01-01")]),
    )  # fmt: skip

    assert banner(output) == [
        "本文件已废止。",
        "自2022年1月1日起由《修改决定》修改。",
        "自2026年1月1日起由《清理决定》废止。",
    ]
    assert field(output, "有效性") == "已废止"
    assert (field(output, "修改日期"), field(output, "废止日期")) == (
        "2022年1月1日",
        "2026年1月1日",
    )


def test_a_repeal_of_a_later_day_is_announced_and_marks_nothing(built):
    """
    Until the cms says that the day has come the document holds.
    """
    coming = change(11, on="2027-01-01", is_in_effect=False)
    output = built(*PLACE, *OLD, *policy_document(12, title="新办法", changes=[coming]))

    assert banner(output) == ["将于2027年1月1日由《新办法》废止。"]
    assert field(output, "有效性") == "有效"
    assert entries(output) == [("新办法", ""), ("旧办法", "")]


def test_a_document_whose_editor_marked_it_says_why(built):
    """
    What repeals a document need not be ours.
    """
    output = built(
        *PLACE,
        *policy_document(
            11, title="旧办法", day="2019-05-06", validity="repealed", repealed_on="2026-02-01",
            validity_basis="《示例省供水条例》",
        ),
    )  # fmt: skip

    assert banner(output) == [
        "本文件已废止。",
        "自2026年2月1日起废止，依据：《示例省供水条例》。",
    ]
    assert entries(output)[0] == (
        "已废止：旧办法",
        "自2026年2月1日起废止，依据：《示例省供水条例》。",
    )


def test_a_document_that_expired_says_until_when_it_held(built):
    """
    有效期届满 is no repeal.
    """
    output = built(
        *PLACE,
        *policy_document(
            11, title="旧办法", day="2019-05-06", validity="expired", expires_on="2025-12-31"
        ),
    )  # fmt: skip

    assert banner(output) == ["本文件已失效。", "有效期至2025年12月31日。"]
    assert entries(output)[0] == ("已失效：旧办法", "有效期至2025年12月31日。")


@pytest.mark.parametrize("folder", ["", "wj/"])
def test_a_correction_is_an_entry_of_its_own(built, folder):
    """
    In the feeds of its column and its site, and said on the page before the text.
    """
    corrected = {"correction": "原为“8:30”，应为“9:00”。", "corrected_on": "2026-03-05"}
    output = built(*PLACE, *article(11, title="通知", **corrected), *article(12, title="另一条"))
    note = page(output, 11).select_one(".correction")

    assert entries(output, folder)[0] == ("更正：通知", "原为“8:30”，应为“9:00”。")
    assert note.get_text() == "更正（2026年3月5日）：原为“8:30”，应为“9:00”。"


def test_a_repeal_that_is_withdrawn_leaves_no_mark(built, tmp_path):
    """
    An increment: the old page is as it was before the repeal, to the byte.
    """
    output = built(*PLACE, *OLD, cursor="1")
    before = (output / "portal/wj/2019-05/11.html").read_text()
    built(*policy_document(12, changes=[change(11)]), since="1", cursor="2")
    assert banner(output)[0].startswith("本文件已废止")
    built(drop("policy_document", 12), drop("placement", 12), since="2", cursor="3")

    assert (output / "portal/wj/2019-05/11.html").read_text() == before
    assert not any("已废止" in title for title, _ in entries(output))


def test_the_day_that_comes_marks_the_document(built):
    """
    The record of the later document changes; the old one's page, list and feeds follow.
    """
    coming = change(11, on="2026-03-02", is_in_effect=False)
    output = built(*PLACE, *OLD, *policy_document(12, title="新办法", changes=[coming]), cursor="1")
    begun, _ = policy_document(12, title="新办法", changes=[coming | {"is_in_effect": True}])
    built(put("policy_document", 12, **begun["data"]) | {"revision": 2}, since="1", cursor="2")
    listed = BeautifulSoup((output / "portal/wj/index.html").read_bytes(), "html.parser")

    assert banner(output)[0] == "本文件已废止。现行文件：《新办法》"
    assert [mark.get_text() for mark in listed.select(".mark")] == ["已废止"]
    assert entries(output)[0][0] == "已废止：旧办法"
