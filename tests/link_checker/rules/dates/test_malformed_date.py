"""
时间格式不规范.
"""

from __future__ import annotations

import pytest

from link_checker.rules.dates.malformed_date import malformed_date
from tests.link_checker.helpers import (
    CONTENT_META,
    a_site,
    article,
    findings,
    labels,
    result,
    reviews,
)


def tagged(value: str):
    return a_site(article(meta={**CONTENT_META, "PubDate": value}))


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-20",
        "2026-2-20 9:30",
        "2026-02-20 09：30",
        "2026年2月20日 09:30",
        "2026-02-30 09:30",
        "2026-02-20 24:00",
        "2026/02/20 09:30",
    ],
)
def test_reports_a_tag_that_is_no_time_of_the_printed_form(value: str):
    """
    A full-width colon, a missing time, a day that does not exist.
    """
    assert labels(findings(malformed_date, tagged(value))) == ["PubDate"]


@pytest.mark.parametrize("value", ["2026-02-20 09:30", "2024-02-29 23:59", "", "发布时间"])
def test_passes_a_tag_of_the_printed_form(value: str):
    """
    An absent value and a placeholder are for other rules.
    """
    assert result(malformed_date, tagged(value)).outcome == "passed"


def test_puts_seconds_to_a_person():
    """
    They occur on live pages and harm nobody.
    """
    snapshot = tagged("2026-02-20 09:30:59")

    assert findings(malformed_date, snapshot) == []
    assert labels(reviews(malformed_date, snapshot)) == ["PubDate"]


def test_reports_a_page_none_of_whose_shown_dates_has_the_printed_form():
    """
    With what is shown.
    """
    date = "成文日期：2026年2月18日</p><p>发布日期：2026-02-20"

    (found,) = findings(malformed_date, a_site(article(date=date)))

    assert found.label == "shown"
    assert found.message.startswith("标题下方显示的时间“2026年2月18日”“2026-02-20”不符合")


def test_passes_a_page_that_shows_other_dates_beside_the_right_one():
    """
    A policy document shows the day it was written as well.
    """
    date = "成文日期：2026年2月18日</p><p>发布时间：2026-02-20 09:30"

    assert result(malformed_date, a_site(article(date=date))).outcome == "passed"


def test_leaves_what_a_doubtful_page_shows_to_a_person():
    """
    A date in a page that may be no article may be no publication time.
    """
    snapshot = a_site(article(date="2026年2月20日", kind_certainty=0.7))

    assert labels(reviews(malformed_date, snapshot)) == ["shown"]


def test_quotes_the_dates_that_are_meant():
    """
    A date below the text is not said to have seconds.
    """
    snapshot = a_site(article(date="2026-02-20 09:30:59</p><p>2026年2月19日"))

    (found,) = reviews(malformed_date, snapshot)

    assert "“2026-02-20 09:30:59”带有秒" in found.message
