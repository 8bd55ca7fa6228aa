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


@pytest.mark.parametrize(("title", "kind"), [("示例市水务局", "other"), ("通知公告", "column")])
def test_the_home_page_in_another_form_is_no_column(title: str, kind: str):
    """
    A list of news makes a column page, but for what is called by the name of the site alone.
    """
    items = "".join(f'<li><a href="/{n}.html">标题{n}</a> 2026-02-2{n}</li>' for n in range(6))
    head = f'<title>{title}</title><meta name="SiteName" content="示例市水务局">'

    found = page(
        "/elder/", f"<!doctype html><html><head>{head}</head><body><ul>{items}</ul></body>"
    )

    assert found.kind == kind
