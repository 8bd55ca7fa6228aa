"""在线访谈: what editors are told of an interview."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.interviews.models import Exchange, Guest, Interview
from cms.review.guard import import_right
from tests.cms.feed.city import Follower, a_city

pytestmark = pytest.mark.django_db


def form_of(guests: list[Any], exchanges: list[Any], **fields: Any) -> Any:
    texts = (
        "summary", "keywords", "content_source", "author", "editor", "correction", "picture",
        "moderator", "held_on",
    )  # fmt: skip
    lists = ("attachments", "extra_placements", "comments")
    return Interview.get_edit_handler().get_form_class()(
        nested_form_data(
            {
                **dict.fromkeys(texts, ""),
                "title": "谈节约用水",
                "body": streamfield([]),
                "guests": inline_formset(guests),
                "exchanges": inline_formset(exchanges),
                **{name: inline_formset([]) for name in lists},
                **fields,
            }
        ),
        instance=Interview(),
    )


def test_who_when_and_what_are_needed_to_leave_the_desk():
    """
    Each lack has its sentence; with questions and answers no announcement is needed.
    """
    sent = {"action-submit": "1", "content_source": "示例市水务局"}
    guest = {"name": "示例甲", "post": "局长"}
    said = {"asker": "", "question": "问", "answerer": "", "answer": "答"}
    bare = form_of([], [], **sent)

    assert form_of([], []).is_valid()
    assert form_of([guest], [said], held_on="2026-03-20", **sent).is_valid()
    assert bare.errors == {
        "held_on": ["没有填写访谈日期。请填写，预告的填将要举行的日期。"],
        "body": ["预告和文字实录都是空的，请至少填写一项。"],
        "__all__": ["“嘉宾”是空的。请至少添加一位嘉宾的姓名和职务。"],
    }


def test_an_interview_leaves_the_cms_with_all_that_was_said():
    """
    Rows in their order, under the names of their columns.
    """
    city, follower = a_city(), Follower()
    page = Interview(title="谈节约用水", live=False, held_on="2026-03-20")
    city.notices.add_child(instance=page)
    page.guests = [Guest(name="示例甲", post="局长", sort_order=0)]
    page.exchanges = [
        Exchange(question="二", answer="乙", sort_order=1),
        Exchange(question="一", answer="甲", asker="网民", sort_order=0),
    ]
    with import_right("test"):
        page.save_revision().publish()
    follower.news()
    (data,) = follower.data("interview")

    assert data["guests"] == [{"name": "示例甲", "post": "局长"}]
    assert [each["question"] for each in data["exchanges"]] == ["一", "二"]
    assert data["exchanges"][0] == {
        "asker": "网民", "question": "一", "answerer": "", "answer": "甲",
    }  # fmt: skip
