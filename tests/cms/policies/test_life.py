"""废止 and 修改: entered at the later document, in effect from a day on, and what editors are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.core.identity import RecordIdentity
from cms.policies.changes import today
from cms.policies.models import DocumentChange, PolicyDocument
from cms.review.guard import import_right
from tests.cms.feed.city import City, Follower, a_city

pytestmark = pytest.mark.django_db

TODAY = today()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def city(db: None) -> City:
    return a_city()


@pytest.fixture
def follower(city: City) -> Follower:
    follower = Follower()
    follower.news()
    return follower


def a_document(city: City, title: str, *changes: DocumentChange, **fields: Any) -> PolicyDocument:
    page = PolicyDocument(title=title, issuing_body=city.body, live=False, **fields)
    page.index_number = title
    city.notices.add_child(instance=page)
    page.changes = changes
    with import_right("test"):
        page.save_revision().publish()
    return page


def change(document: PolicyDocument, day: Any, effect: str = "replaces") -> DocumentChange:
    return DocumentChange(changed=document, effect=effect, takes_effect_on=day)


def record_id(page: PolicyDocument) -> int:
    return RecordIdentity.objects.get(source="wagtailcore_page", source_pk=page.pk).pk


def data_of(follower: Follower, title: str) -> dict[str, Any]:
    return next(data for data in follower.data("policy_document") if data["title"] == title)


def test_a_new_document_says_what_it_repeals_and_the_old_record_is_untouched(city, follower):
    """
    One change in the cms is one line in the feed.
    """
    old = a_document(city, "旧办法")
    follower.news()
    a_document(city, "新办法", change(old, TODAY))
    lines = [(line["kind"], line["op"]) for line in follower.news()]

    assert sorted(lines) == [("placement", "put"), ("policy_document", "put")]
    assert data_of(follower, "新办法")["changes"] == [
        {
            "document": record_id(old),
            "effect": "replaces",
            "on": TODAY.isoformat(),
            "is_in_effect": True,
        }
    ]


def test_the_day_that_comes_is_switched_by_the_scheduler(city, follower):
    """
    A repeal of tomorrow is not in effect until `switch_due` has seen that day; then it is in the feed.
    """
    later = a_document(city, "新办法", change(a_document(city, "旧办法"), TOMORROW))
    follower.news()
    before = data_of(follower, "新办法")["changes"][0]["is_in_effect"]
    DocumentChange.objects.filter(document=later).update(takes_effect_on=TODAY)
    call_command("switch_due")
    follower.news()

    assert before is False
    assert data_of(follower, "新办法")["changes"][0]["is_in_effect"] is True


def test_a_document_expires_after_its_last_day(city, follower):
    """
    Today it still holds; from tomorrow on it is 已失效, whatever its editor chose.
    """
    for title, day in (("昨天期满", TODAY), ("今天期满", TODAY)):
        a_document(city, title, expires_on=day)
    PolicyDocument.objects.filter(title="昨天期满").update(expires_on=YESTERDAY)
    call_command("switch_due")
    follower.news()

    assert data_of(follower, "昨天期满")["validity"] == "expired"
    assert data_of(follower, "今天期满")["validity"] == "in_force"


def test_a_longer_validity_is_a_new_revision_and_ends_the_mark(city, follower):
    """
    What the scheduler switched is no part of the text.
    """
    page = a_document(city, "办法", expires_on=YESTERDAY)
    follower.news()
    before = data_of(follower, "办法")["validity"]
    page = PolicyDocument.objects.get(pk=page.pk)
    page.expires_on = TOMORROW
    with import_right("test"):
        page.save_revision().publish()
    follower.news()

    assert before == "expired"
    assert data_of(follower, "办法")["validity"] == "in_force"


@pytest.mark.parametrize(
    ("fields", "name", "sentence"),
    [
        (
            {"repealed_on": YESTERDAY},
            "repealed_on",
            "填写了废止日期，但有效性不是“已废止”。请改正其中一项。",
        ),
        (
            {"validity": "repealed", "repealed_on": TOMORROW},
            "repealed_on",
            "废止日期还没有到，请到那一天再标注“已废止”。",
        ),
        (
            {"amended_on": YESTERDAY},
            "amended_on",
            "填写了修改日期，但有效性不是“已修改”。请改正其中一项。",
        ),
        (
            {"validity": "amended", "amended_on": TOMORROW},
            "amended_on",
            "修改日期还没有到，请到那一天再标注“已修改”。",
        ),
        (
            {"validity": "expired", "expires_on": TOMORROW},
            "validity",
            "有效期还没有届满，有效性不能是“已失效”。请改为“有效”，届满后系统会自动标注。",
        ),
        (
            {"effective_on": TODAY, "expires_on": YESTERDAY},
            "expires_on",
            "有效期在施行日期以前就已届满。请改正“有效期至”或施行日期。",
        ),
        (
            {"effective_on": TODAY, "repealed_on": TODAY, "validity": "repealed"},
            "repealed_on",
            "废止日期不晚于施行日期。请改正其中一个日期。",
        ),
    ],
)
def test_dates_and_validity_that_contradict_each_other_are_refused(fields, name, sentence):
    """
    One sentence at the field: what is wrong, and what to do.
    """
    with pytest.raises(ValidationError) as raised:
        PolicyDocument(title="办法", **fields).clean()

    assert raised.value.message_dict == {name: [sentence]}


def test_marks_with_their_days_are_taken():
    """
    The nearest that is right.
    """
    for fields in (
        {"validity": "repealed", "repealed_on": TODAY, "amended_on": YESTERDAY},
        {"validity": "amended", "amended_on": TODAY},
        {"validity": "expired", "expires_on": TODAY},
        {"validity": "in_force", "expires_on": TOMORROW, "effective_on": TOMORROW},
        {"validity": "", "repealed_on": TOMORROW, "is_imported": True},
    ):
        PolicyDocument(title="办法", **fields).clean()


def errors_of(city: City, page: PolicyDocument, *changes: Any, **fields: Any) -> dict[str, Any]:
    """What the editor is told when the document is submitted with these changes."""
    rows = [
        {"changed": other.pk, "effect": "replaces", "takes_effect_on": day.isoformat()}
        for other, day in changes
    ]
    form_class = PolicyDocument.get_edit_handler().get_form_class()
    data = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "body": streamfield([]),
            "issuing_body": city.body.pk,
            "issued_on": "2026-01-01",
            "validity": "in_force",
            "action-submit": "1",
            "attachments": inline_formset([]),
            "extra_placements": inline_formset([]),
            "comments": inline_formset([]),
            "changes": inline_formset(rows),
            **fields,
        }
    )
    form = form_class(data, instance=page)
    form.is_valid()
    rows = [each["changed"][0] for each in form.formsets["changes"].errors if each]
    return {**{name: each[0] for name, each in form.errors.items()}, "rows": rows}


def test_what_cannot_be_repealed_is_said_at_the_row(city):
    """
    Itself, one twice, one that is younger, and one that already repeals this one.
    """
    page = a_document(city, "新办法")
    old = a_document(city, "旧办法", issued_on=TODAY)
    later = a_document(city, "更新的办法", change(page, TODAY))

    told = errors_of(city, page, (page, TODAY), (old, YESTERDAY), (later, TODAY))
    twice = errors_of(city, page, (old, TODAY), (old, TODAY))

    assert told["rows"] == [
        "文件不能修改或废止它自己，请选择另一份文件。",
        f"生效日期早于《旧办法》的成文日期（{TODAY}）。请改正生效日期，或改选文件。",
        "《更新的办法》已登记为废止本文件，本文件不能再修改或废止它。请删去这一行，或改选文件。",
    ]
    assert twice["rows"] == ["《旧办法》列了两次，请只留一行；既修改又废止的，选“废止”。"]


def test_a_mark_without_its_day_does_not_leave_the_desk(city):
    """
    A draft may lack it; what is submitted may not.
    """
    page = a_document(city, "办法")

    told = errors_of(city, page, validity="repealed")

    assert told["repealed_on"] == "有效性是“已废止”，请填写废止日期。"
    assert told["rows"] == []
