"""
The report for other programs: one JSON document, described by `report.schema.json` beside this module.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from link_checker.reports.model import Report

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def render(report: Report) -> bytes:
    """UTF-8, indented, with a line end."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def read(document: bytes) -> Report:
    """A report that was written; msgspec.ValidationError where it does not follow the schema."""
    return msgspec.json.decode(document, type=Report)


def schema() -> dict[str, Any]:
    """The JSON Schema of a report, out of the structs themselves."""
    return {"$schema": _DRAFT, **msgspec.json.schema(Report)}


def schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
