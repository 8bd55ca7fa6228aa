"""政府公报: what editors are told of an issue."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.gazette.models import GazetteIssue
from cms.policies.models import PolicyDocument
from tests.cms.feed.city import City, a_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> City:
    return a_city()


def form_of(*documents: int, **fields: Any) -> Any:
    """The editor's form with rows for these documents."""
    texts = ("summary", "keywords", "content_source", "author", "editor", "correction", "picture")
    rows = [{"heading": "", "document": document} for document in documents]
    lists = ("attachments", "extra_placements", "comments")
    return GazetteIssue.get_edit_handler().get_form_class()(
        nested_form_data(
            {
                **dict.fromkeys(texts, ""),
                "title": "公报2026年第3期",
                "year": 2026,
                "number": 3,
                "total_number": "",
                "body": streamfield([]),
                "entries": inline_formset(rows),
                **{name: inline_formset([]) for name in lists},
                **fields,
            }
        ),
        instance=GazetteIssue(),
    )


def test_an_empty_issue_stays_on_the_desk(city):
    """
    A draft may be empty; what is submitted says what to add.
    """
    assert form_of().is_valid()
    assert form_of(**{"action-submit": "1"}).non_field_errors() == [
        "“目录”和“全文下载”都是空的。请添加本期的文件，或者上传整期的 PDF。"
    ]


def test_a_document_stands_in_an_issue_once(city):
    """
    The sentence stands at the row.
    """
    document = PolicyDocument(title="示例办法", live=False)
    city.notices.add_child(instance=document)
    form = form_of(document.pk, document.pk)

    assert not form.is_valid()
    assert form.formsets["entries"].forms[1].errors["document"] == [
        "“示例办法”在“目录”中有两次，请只留一行。"
    ]


def test_an_issue_is_entered_once_in_its_column(city):
    """
    The other is named; in another column it may be.
    """
    first = GazetteIssue(title="公报一", year=2026, number=3, live=False)
    city.notices.add_child(instance=first)
    second, elsewhere = (
        GazetteIssue(title="公报二", year=2026, number=3, live=False) for _ in "ab"
    )
    city.news.add_child(instance=elsewhere)

    with pytest.raises(ValidationError) as raised:
        city.notices.add_child(instance=second)
        second.full_clean()

    assert raised.value.message_dict == {
        "number": ["本栏目已有2026年第3期：“公报一”。请改正年份或期号，或者去修改已有的那一期。"]
    }
