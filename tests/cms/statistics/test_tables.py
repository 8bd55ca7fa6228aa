"""A pasted table: read as it was meant, or refused with the row and what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cms.core.cells import read_table
from cms.statistics.models import DataRelease

pytestmark = pytest.mark.django_db

TABLE = "线路\t客运量\n公共汽车\t1,204\n轮渡\t-3.5%"


def faults(**fields: Any) -> dict[str, list[str]]:
    """What the editor is told, by field."""
    try:
        DataRelease(title="数据", **{"table": TABLE, **fields}).clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_a_table_is_read_from_tabs_or_commas():
    """
    Cells of a spreadsheet with commas in numbers, a CSV with quotes, empty lines between.
    """
    assert read_table(TABLE) == [["线路", "客运量"], ["公共汽车", "1,204"], ["轮渡", "-3.5%"]]
    assert read_table('线路,客运量\r\n\r\n公共汽车,"1,204"\r\n') == [
        ["线路", "客运量"],
        ["公共汽车", "1,204"],
    ]


def test_a_right_table_is_taken_with_and_without_a_chart():
    """
    Numbers may have thousands, decimals, a sign, a percent sign.
    """
    assert faults() == faults(chart_column=2) == {}


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("线路\t客运量", "表格至少要有一行表头和一行数据，请从电子表格中复制粘贴。"),
        ("线路\n公共汽车", "表头有 1 列，应为 2 至 20 列。各列之间用制表符或半角逗号分开。"),
        ("线路\t客运量\n轮渡", "第 2 行有 1 列，表头有 2 列，请补齐或删去。"),
        ("线路\t\n轮渡\t1", "表头的第 2 列是空的，请填写列名。"),
        ('线路,客运量\n"轮渡,1', "表格中有没有配对的引号，请从电子表格中重新复制粘贴。"),
        (
            "线路\t客运量\n" + "轮渡\t1\n" * 500,
            "表格有 501 行，最多 500 行。更大的表请作为附件，这里只放主要数据。",
        ),
    ],
    ids=["no rows", "one column", "short row", "no name", "open quote", "too long"],
)
def test_what_is_no_table_is_refused(table, sentence):
    """
    One sentence: what, where, what to do.
    """
    assert faults(table=table) == {"table": [sentence]}


@pytest.mark.parametrize(
    ("table", "column", "sentence"),
    [
        (TABLE, 3, "没有第 3 列数据，请填 2 至 2 之间的数。"),
        (
            "线路\t客运量\n轮渡\t—",
            2,
            "第 2 行第 2 列的“—”不是数字，不能画图。请改正，或者换一列。",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(table, column, sentence):
    """
    The table itself may stay as it is.
    """
    assert faults(table=table) == {}
    assert faults(table=table, chart_column=column) == {"chart_column": [sentence]}
