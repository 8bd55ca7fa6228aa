"""Values: what a field of a record becomes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.imports.errors import FieldFault
from cms.imports.values import to_date, to_datetime, to_keywords, to_line, without_invisible


def test_a_line_loses_line_breaks_and_invisible_characters():
    """
    Titles come with zero-width characters and line breaks of the page they were copied from.
    """
    assert (
        to_line("title", " 关于\u200b印发\r\n《办法》的\ufeff通知\u200d\u200d ")
        == "关于印发 《办法》的通知"
    )


def test_joiners_between_letters_that_need_them_stay():
    """
    Mongolian, Tibetan and emoji are written with U+200C and U+200D.
    """
    assert without_invisible("ᠮᠣᠩ\u200dᠭᠣᠯ 👨\u200d👩") == "ᠮᠣᠩ\u200dᠭᠣᠯ 👨\u200d👩"


@pytest.mark.parametrize(
    "text", ["2018-12-29", "2018/12/29", "2018年12月29日", "2018.12.29", "2018-12-29 08:30:00"]
)
def test_reads_the_dates_that_sources_write(text):
    """
    A time behind a date is no fault of the date.
    """
    assert to_date("issued_on", text) == date(2018, 12, 29)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-02", "2026-02-02T00:00:00+08:00"),
        ("2026-02-02 09:20", "2026-02-02T09:20:00+08:00"),
        ("2026-02-02T01:20:05Z", "2026-02-02T09:20:05+08:00"),
        ("2026-02-02T09:20:05.123+0800", "2026-02-02T09:20:05+08:00"),
    ],
)
def test_moments_are_in_shanghai(text, moment):
    """
    A time without a zone is Chinese time; one with a zone is turned into it.
    """
    assert to_datetime("published_at", text).isoformat() == moment


@pytest.mark.parametrize(
    "text", ["2018-02-30", "去年", "2018-12", "2018-12-29 25:00", "2018-1-12x"]
)
def test_refuses_days_that_are_none(text):
    """
    A date is never guessed.
    """
    with pytest.raises(FieldFault):
        to_datetime("published_at", text)


def test_keywords_are_split_and_kept_once():
    """
    Sources part them by spaces, semicolons or commas.
    """
    assert to_keywords("keywords", "体育 运动会;函，体育") == ["体育", "运动会", "函"]


@given(st.text())
def test_a_line_is_one_line(text):
    """
    Whatever comes in.
    """
    line = to_line("title", text)

    assert line == line.strip()
    assert len(line.splitlines()) <= 1
