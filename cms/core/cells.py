"""
A table as editors paste it out of a spreadsheet: a row a line, cells apart by tabs or commas.
"""

from __future__ import annotations

import csv
import io


class TableError(ValueError):
    """Says what is wrong, where, and what to do."""


def read_table(text: str) -> list[list[str]]:
    """The rows, the first of them the heading; empty lines are left out. Raises `TableError`."""
    lines = [line for line in text.splitlines() if line.strip()]
    delimiter = "\t" if any("\t" in line for line in lines) else ","
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise TableError("表格中有没有配对的引号，请从电子表格中重新复制粘贴。") from error
    return [[" ".join(cell.split()) for cell in row] for row in rows]
