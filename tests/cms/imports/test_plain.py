"""Plain text and Markdown, and the furniture that maps drop from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.imports.furniture import Furniture
from cms.imports.plain import PARAGRAPHS_BY, blocks_of_text, clean_markdown, split_lines


@pytest.mark.parametrize(
    ("paragraphs_by", "text", "html"),
    [
        ("lines", "甲\r\n\n乙<b>\r丙", "<p>甲</p><p>乙&lt;b&gt;</p><p>丙</p>"),
        (
            "blank_lines",
            "听取了\n政府工作报告\n。\n \n会议号召",
            "<p>听取了政府工作报告。</p><p>会议号召</p>",
        ),
        ("blank_lines", "交出一份人\n\u200b\n民满意的答卷。", "<p>交出一份人民满意的答卷。</p>"),
        (
            "indents",
            "各市林业局：\u3000\u3000根据部署\u3000，通知如下。\xa0\xa0\xa0\xa0特此通知",
            '<p class="no-indent">各市林业局：</p><p>根据部署\u3000，通知如下。</p><p>特此通知</p>',
        ),
    ],
)
def test_a_map_says_what_parts_the_paragraphs(paragraphs_by, text, html):
    """
    Lines, blank lines, or the indents that are left where the line breaks were lost.
    """
    assert blocks_of_text(split_lines(text), paragraphs_by) == [("text", html)]


@given(
    st.text(st.sampled_from("甲乙。\n\r \u3000\u2002\xa0\u200b\u2028<&")),
    st.sampled_from(PARAGRAPHS_BY),
)
def test_no_visible_character_of_a_text_is_lost(text, paragraphs_by):
    """
    However it is parted.
    """
    html = "".join(html for _, html in blocks_of_text(split_lines(text), paragraphs_by))

    shown = html.replace("&lt;", "<").replace("&amp;", "&").replace('<p class="no-indent">', "")
    shown = shown.replace("<p>", "").replace("</p>", "")
    assert _squeezed(shown) == _squeezed(text)


def _squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def test_numbers_and_stars_of_a_law_are_text():
    """
    “1.” is a number that is quoted and “*” a mark with a meaning; only headings are marks.
    """
    source = "## 附表\n\n1. 麦角酸*\n\n2. 40*4=160*2\n\n《修改<规定>的决定》_A_\n\n<!-- FORCE BREAK -->\n\n- 项"

    assert clean_markdown(source).blocks == [
        (
            "text",
            "<h2>附表</h2><p>1. 麦角酸*</p><p>2. 40*4=160*2</p>"
            "<p>《修改&lt;规定&gt;的决定》_A_</p><p>- 项</p>",
        )
    ]


def test_furniture_is_dropped_only_where_the_map_looks_for_it():
    """
    “打印” is furniture at the top of a saved page and a word in its text.
    """
    furniture = Furniture(head=("打印", "/【字体：.*】/"), tail=("相关报道：",))
    lines = ["打印", "【字体： 大 中 小 】", "标题", *["正文"] * 40, "打印", "相关报道："]

    stay, dropped = furniture.without(lines)

    assert stay == ["标题", *["正文"] * 40, "打印"]
    assert dropped == ["打印", "【字体： 大 中 小 】", "相关报道："]


def test_what_follows_a_cut_is_not_the_document():
    """
    The note on copyright goes with everything behind it.
    """
    furniture = Furniture(cut=("/本作品.*/",))

    assert furniture.without(["正文", "", "本作品来自", "法律"]) == (
        ["正文", ""],
        ["本作品来自", "法律"],
    )
