"""
The JSON report and its published schema.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from link_checker import reports
from link_checker.reports.json import read, render, schema, schema_text
from tests.link_checker.helpers import a_site, article, unread
from tests.link_checker.reports.helpers import a_report

PUBLISHED = Path(reports.__file__).with_name("report.schema.json")
REPORT = a_report(a_site(article(text='<a href="/gone.html">旧通知</a>'), unread("/gone.html")))


def test_the_published_schema_is_that_of_the_structs():
    """
    `make docs` was run after the last change of what a report says.
    """
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text()


def test_a_report_read_back_says_the_same():
    """
    Nothing is lost in writing.
    """
    assert read(render(REPORT)) == REPORT


def test_a_document_that_is_no_report_is_refused():
    """
    The format is named in it.
    """
    with pytest.raises(msgspec.ValidationError):
        read(b'{"format": "something else"}')


def test_every_key_of_a_report_is_in_the_schema():
    """
    Whoever reads the schema knows every key, at any depth.
    """
    definitions = schema()["$defs"]
    known = {key for each in definitions.values() for key in each.get("properties", ())}

    assert _keys(json.loads(render(REPORT))["sites"][0]["results"]) <= known


def _keys(value):
    if isinstance(value, dict):
        return set(value) | set().union(*map(_keys, value.values()), set())
    if isinstance(value, list):
        return set().union(*map(_keys, value), set())
    return set()
