"""What an editor may put into a body."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError

from cms.core.blocks import BodyBlock, TableBlock


def test_a_table_says_what_is_pasted_into_it():
    """
    Beside the field, where an editor reads it.
    """
    assert "第一行是表头" in BodyBlock().child_blocks["table"].field.help_text


def test_a_table_is_cleaned_when_it_is_saved():
    """
    Looks and scripts go, cells and what merges them stay.
    """
    typed = (
        '<table style="color:red" onclick="x()"><tr><td colspan="2" class="Mso">甲</td></tr>'
        "<tr><td>乙<script>alert(1)</script></td><td>丙</td></tr></table>"
    )

    saved = TableBlock().clean(typed)

    assert 'colspan="2"' in saved
    assert all(word in saved for word in "甲乙丙")
    assert not any(word in saved for word in ("style", "onclick", "Mso", "script", "alert"))


def test_text_beside_a_table_is_refused():
    """
    One sentence that says where it belongs.
    """
    with pytest.raises(ValidationError, match="只能放表格"):
        TableBlock().clean("<p>说明</p><table><tr><td>甲</td></tr></table>")


def test_cells_of_a_spreadsheet_become_a_table():
    """
    The first line is the heading, a short line is filled up, a line break within a cell is no new row.
    """
    saved = TableBlock().clean('线路\t客运量\n"公共\n汽车"\t<1,204\n\n合计\n')

    assert re.sub(r"\s", "", saved) == (
        "<table><tbody><tr><th>线路</th><th>客运量</th></tr>"
        "<tr><td>公共汽车</td><td>&lt;1,204</td></tr><tr><td>合计</td><td></td></tr></tbody></table>"
    )


def test_a_quotation_mark_without_its_other_half_is_refused():
    """
    However long what follows it is: what came after it would be one cell.
    """
    with pytest.raises(ValidationError, match="没有配对的引号"):
        TableBlock().clean('线路\t"客运量\n' + "公共汽车\t1\n" * 20_000)


def test_a_sentence_is_no_table():
    """
    What has no cells is not made into some.
    """
    with pytest.raises(ValidationError, match="复制单元格"):
        TableBlock().clean("线路, 客运量")
