"""
security.txt of RFC 9116.
"""

from __future__ import annotations

import pytest

from tests.helpers import article, column, site

CONTACT = {
    "phone": "0999-9999",
    "email": "a b@example.gov.cn",
    "address": "",
    "postcode": "",
    "hours": "",
}


@pytest.mark.parametrize(("day", "year"), [("2026-12-31", 2027), ("2027-01-01", 2028)])
def test_the_host_body_can_be_reached_for_some_time_after_it_was_last_heard_of(built, day, year):
    """
    With everything that the standard demands.
    """
    records = [column(10, "tzgg"), column(11, "zwyw"), *article(20), *article(21, 11, day=day)]
    output = built(site(contact=CONTACT), *records, only=["security"])

    assert (output / "portal/.well-known/security.txt").read_text().splitlines() == [
        "Contact: mailto:a%20b@example.gov.cn",
        "Contact: tel:0999-9999",
        f"Expires: {year}-06-30T15:59:59Z",
        "Preferred-Languages: zh, en",
        "Canonical: https://www.example.gov.cn/.well-known/security.txt",
    ]
