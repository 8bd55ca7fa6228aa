"""泄密撤下 in the feed."""

from __future__ import annotations

import json

from cms.core.identity import record_ids
from cms.feed.export import cursor_at, open_feed
from cms.feed.ledger import feed_state
from cms.feed.pages import PAGES
from cms.review import steps
from cms.review.rights import Role
from tests.cms.review.desk import Desk


def lines_since(cursor: str | None) -> list[dict]:
    """What a builder gets."""
    return [json.loads(line) for line in open_feed(cursor).lines()][1:-1]


def test_the_builder_is_told_of_a_leak_and_of_nothing_else_about_it(desk: Desk):
    """
    Beside the page that is dropped; who withdrew it and why stays here. In a full feed too, for a builder that
    lost its store.
    """
    page = desk.published()
    open_feed()
    cursor = cursor_at(feed_state())
    number = record_ids(PAGES, [page.pk])[page.pk]

    steps.withdraw(desk.people[Role.FINAL], page, "leak", "含有不应公开的内容")

    lines = lines_since(cursor)
    leaks = [line for line in lines if line["kind"] == "leak"]
    assert [(line["op"], line["data"]) for line in leaks] == [("put", {"page": number})]
    assert {"op": "drop", "kind": "article", "id": number} in lines
    assert leaks[0] in lines_since(None)
    assert "不应公开" not in json.dumps(lines, ensure_ascii=False)


def test_an_ordinary_withdrawal_is_no_leak(desk: Desk):
    """
    The page goes, and that is all.
    """
    page = desk.published()
    steps.withdraw(desk.people[Role.FINAL], page, "ordinary", "已过时")

    assert [line for line in lines_since(None) if line["kind"] == "leak"] == []
