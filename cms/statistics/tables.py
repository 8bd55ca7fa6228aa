"""
What a table of figures must be, so that it can be shown and drawn.
"""

from __future__ import annotations

import re

from cms.core.cells import TableError

MOST_ROWS, MOST_COLUMNS = 500, 20
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?%?")


def check_table(rows: list[list[str]]) -> None:
    """Raises `TableError` for what is no table that can be shown."""
    if len(rows) < 2:
        raise TableError("表格至少要有一行表头和一行数据，请从电子表格中复制粘贴。")
    width = len(rows[0])
    if width < 2 or width > MOST_COLUMNS:
        raise TableError(
            f"表头有 {width} 列，应为 2 至 {MOST_COLUMNS} 列。各列之间用制表符或半角逗号分开。"
        )
    if len(rows) > MOST_ROWS:
        raise TableError(
            f"表格有 {len(rows)} 行，最多 {MOST_ROWS} 行。更大的表请作为附件，这里只放主要数据。"
        )
    for number, row in enumerate(rows[1:], 2):
        if len(row) != width:
            raise TableError(f"第 {number} 行有 {len(row)} 列，表头有 {width} 列，请补齐或删去。")
    for number, name in enumerate(rows[0], 1):
        if not name:
            raise TableError(f"表头的第 {number} 列是空的，请填写列名。")


def check_column(rows: list[list[str]], column: int) -> None:
    """Raises `TableError` where a column, counted from 1, cannot be drawn."""
    if not 2 <= column <= len(rows[0]):
        raise TableError(f"没有第 {column} 列数据，请填 2 至 {len(rows[0])} 之间的数。")
    for number, row in enumerate(rows[1:], 2):
        if not _NUMBER.fullmatch(row[column - 1]):
            raise TableError(
                f"第 {number} 行第 {column} 列的“{row[column - 1]}”不是数字，不能画图。"
                "请改正，或者换一列。"
            )
