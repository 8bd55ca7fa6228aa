"""
政府公报: an issue with its table of contents.
"""

from __future__ import annotations

from builder.contexts import Field
from builder.events import POLICY
from builder.gathering import Row, gathered
from builder.records import GazetteRecord, Ref
from builder.view import View

KIND = "gazette_issue"


def gazette_context(view: View, page: GazetteRecord, reader: int) -> dict[str, object]:
    """The fields of `contexts.GazetteIssue` that an article does not have."""
    rows = (Row(each.heading, Ref(POLICY, each.document)) for each in page.entries)
    fields = (
        Field("刊期", _number(page), is_number=True),
        Field("总期号", f"总第{page.total_number}期" if page.total_number else "", is_number=True),
    )
    return {
        "fields": tuple(field for field in fields if field.value),
        "parts": gathered(view, rows, reader),
    }


def _number(page: GazetteRecord) -> str:
    """Empty in a preview of a draft that has none yet."""
    return f"{page.year}年第{page.number}期" if page.year and page.number else ""
