"""
What a page is, where nobody says so.
"""

from __future__ import annotations

import pytest

from tests.link_checker.helpers import document, page

HEADLINE = "<h1>关于供水的公告</h1><p>发布时间：2026-02-20 09:30</p>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (HEADLINE, "content"),
        ("<h1>关于供水的公告</h1><p>正文</p>", "other"),
        (f'{HEADLINE}<ul><li><a href="/1.html">关于供水的公告</a> 2026-02-20</li></ul>', "other"),
    ],
)
def test_a_headline_with_a_date_beneath_makes_a_content_page(body: str, kind: str):
    """
    With neither tags nor an address that tells; not where a list of dated titles follows.
    """
    found = page("/a.html", document(body))

    assert found.kind == kind
    assert found.kind_certainty < 0.8
