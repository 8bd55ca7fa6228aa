"""What every content page is asked for before it leaves the desk."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.news.models import Article
from tests.cms.feed.city import a_city

pytestmark = pytest.mark.django_db

SAID = "来源和发布机构都没有填写，网页必须写明来源。请填写来源，或者选择发布机构。"


def faults(**fields: Any) -> list[str]:
    """What is said at 来源 of an article with these fields."""
    texts = ("subtitle", "summary", "keywords", "content_source", "author", "editor", "link_url")
    lists = ("attachments", "extra_placements", "comments")
    data = {
        **dict.fromkeys(texts, ""),
        "title": "通知",
        "body": streamfield([]),
        **{name: inline_formset([]) for name in lists},
        **fields,
    }
    form = Article.get_edit_handler().get_form_class()(nested_form_data(data), instance=Article())
    return form.errors.get("content_source", [])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, []),
        ({"action-submit": "1"}, [SAID]),
        ({"action-submit": "1", "content_source": "示例市水务局"}, []),
        ({"action-submit": "1", "link_url": "https://www.example.gov.cn/1.html"}, []),
    ],
)
def test_a_text_without_a_source_stays_on_the_desk(fields: dict[str, str], said: list[str]):
    """
    The gate would hold it, after three reviews; a draft, and a link to another page, need none.
    """
    assert faults(**fields) == said


def test_the_issuing_body_is_a_source():
    """
    The page shows it where 来源 is empty.
    """
    assert faults(**{"action-submit": "1", "issuing_body": a_city().body.pk}) == []
