"""专题: what editors are told, and the day on which a topic is archived."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.policies.changes import today
from cms.review.guard import import_right
from cms.topics.models import Topic, TopicEntry
from tests.cms.feed.city import City, Follower, a_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> City:
    return a_city()


def form_of(topic: Topic, *targets: int, **fields: Any) -> Any:
    """The editor's form with rows for these pages."""
    empty = dict.fromkeys(
        ("summary", "keywords", "content_source", "author", "editor", "picture", "ends_on"), ""
    )
    rows = [{"heading": "", "target": target, "count": 6} for target in targets]
    lists = ("attachments", "extra_placements", "comments")
    return Topic.get_edit_handler().get_form_class()(
        nested_form_data(
            {
                **empty,
                "title": "专题",
                "body": streamfield([]),
                "correction": "",
                "entries": inline_formset(rows),
                **{name: inline_formset([]) for name in lists},
                **fields,
            }
        ),
        instance=topic,
    )


def test_an_empty_topic_stays_on_the_desk(city):
    """
    A draft may be empty; what is submitted says where to add what.
    """
    sent = {"action-submit": "1", "content_source": "示例市水务局"}

    assert form_of(Topic()).is_valid()
    assert form_of(Topic(), city.article.pk, **sent).is_valid()
    assert form_of(Topic(), **sent).non_field_errors() == [
        "“收入的栏目和内容”是空的，空白的专题不能上线。请至少添加一个栏目或一条内容。"
    ]


def test_a_topic_gathers_each_thing_once_and_not_itself(city):
    """
    The sentence stands at the row.
    """
    topic = Topic(title="专题", live=False)
    city.notices.add_child(instance=topic)
    rows = form_of(topic, city.news.pk, city.news.pk, topic.pk)

    assert not rows.is_valid()
    assert [row.errors.get("target", []) for row in rows.formsets["entries"].forms] == [
        [],
        [f"“{city.news}”在“收入的栏目和内容”中有两次，请只留一行。"],
        ["专题不能收入它自己，请选择另一个栏目或另一条内容。"],
    ]


def test_the_last_day_is_a_whole_day_and_the_scheduler_archives_afterwards(city):
    """
    The feed then has the topic anew; publishing its old revision again does not open it.
    """
    follower = Follower()
    topic = Topic(title="专题", live=False, ends_on=today())
    city.notices.add_child(instance=topic)
    topic.entries = [TopicEntry(target=city.news, count=3, sort_order=0)]
    with import_right("test"):
        topic.save_revision().publish()
    follower.news()
    assert not follower.data("topic")[0]["is_archived"]

    Topic.objects.update(ends_on=today() - timedelta(days=1))
    call_command("switch_due")
    lines = [(line["kind"], line["op"]) for line in follower.news()]
    call_command("switch_due")

    assert lines == [("topic", "put")]
    assert follower.data("topic")[0]["is_archived"]
    assert follower.data("topic")[0]["entries"][0]["count"] == 3
    assert follower.news() == []
