"""
数据发布: a table to be read, to be taken away as CSV, and one of its columns as a chart.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from markupsafe import Markup

from builder.addressing import Address
from builder.charts import bar_chart
from builder.contexts import Attachment
from builder.labels import size_label, type_label
from builder.records import DataReleaseRecord, Ref
from builder.view import View
from sites.addresses import table_address

KIND = "data_release"
_MARK = b"\xef\xbb\xbf"
"""Without it spreadsheets take UTF-8 for something else."""
_FORMULA = re.compile(r"[=+@]|-(?![\d.])")
_NOT_OF_A_NUMBER = re.compile(r"[,%]")


def data_release_context(view: View, page: DataReleaseRecord, reader: int) -> dict[str, object]:
    """The fields of `contexts.DataRelease` that an article does not have."""
    return {
        "period": page.period or "",
        "unit": page.unit or "",
        "columns": page.table[0] if page.table else (),
        "rows": page.table[1:],
        "chart": _chart(page),
        "chart_name": _chart_name(page),
        "csv": _csv(view, page),
    }


def csv_of(table: Sequence[Sequence[str]]) -> bytes:
    """RFC 4180; what a spreadsheet would run as a formula is made text."""
    out = io.StringIO()
    csv.writer(out).writerows([[_harmless(cell) for cell in row] for row in table])
    return _MARK + out.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _csv(view: View, page: DataReleaseRecord) -> Attachment | None:
    entry = view.entry(Ref(KIND, page.id))
    if entry is None or not page.table:
        return None
    at = view.address(entry)
    href = Address(at.site, table_address(at.path)).href
    size = size_label(len(csv_of(page.table)))
    return Attachment("数据表", href, type_label("text/csv", ""), size)


def _chart_name(page: DataReleaseRecord) -> str:
    """Heading of the column to draw, empty for none."""
    at = (page.chart_column or 0) - 1
    return page.table[0][at] if page.table and 0 < at < len(page.table[0]) else ""


def _chart(page: DataReleaseRecord) -> Markup:
    """Empty where no column is drawn, or the column has cells that are no numbers."""
    name, at = _chart_name(page), (page.chart_column or 0) - 1
    if not name:
        return Markup()
    try:
        bars = [(row[0], row[at], _number(row[at])) for row in page.table[1:]]
    except (ValueError, IndexError):
        return Markup()
    return bar_chart(f"柱状图：各项的“{name}”，数据见表格", bars)


def _number(cell: str) -> float:
    return float(_NOT_OF_A_NUMBER.sub("", cell))
