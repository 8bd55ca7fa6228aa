"""领导 and 机构职能: nothing that citizens are entitled to is left out."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.bodies.models import Body
from cms.institutions.models import BodyProfile, Leader, StandingPage
from tests.cms.feed.city import City, Follower, a_city

pytestmark = pytest.mark.django_db


def faults(**fields: Any) -> dict[str, str]:
    """What the editor of a leader is told, by field."""
    empty = dict.fromkeys(("summary", "keywords", "content_source", "author", "editor"), "")
    form_class = Leader.get_edit_handler().get_form_class()
    data = nested_form_data(
        {
            **empty,
            "title": "王示例",
            "post": "市长",
            "rank": 1,
            "picture": "",
            "duties": rich_text(""),
            "body": streamfield([]),
            **{name: inline_formset([]) for name in ("extra_placements", "comments")},
            **fields,
        }
    )
    errors = form_class(data, instance=Leader()).errors
    return {name: messages[0] for name, messages in errors.items()}


def test_a_leader_leaves_the_desk_with_photo_duties_and_resume_only():
    """
    One sentence at each field that lacks; a draft may lack them.
    """
    assert faults() == {}
    assert faults(**{"action-submit": "1", "content_source": "示例市水务局"}) == {
        "picture": "没有选择照片。请选择一张：领导信息应有姓名、照片、简历和分工。",
        "duties": "没有填写分工。请写明主管或者分管的工作。",
        "body": "没有填写简历。请写明出生年月、学历和任职经历。",
    }


def test_a_body_without_duties_or_contact_is_not_described():
    """
    The sentence says what is missing and where to enter it.
    """
    body = Body(name="示例市水务局", phone="0999-1")

    with pytest.raises(ValidationError) as raised:
        BodyProfile(title="水务局", described_body=body).clean()

    assert raised.value.message_dict == {
        "described_body": [
            "“示例市水务局”没有登记主要职责、办公地址，页面会不完整。请先在“机构”中填写。"
        ]
    }


def test_both_leave_the_cms_with_what_they_name():
    """
    Photo and body by their ids, the text as HTML.
    """
    city: City = a_city()
    city.body.functions, city.body.address, city.body.phone = "<p>供水</p>", "示例路", "0999-1"
    city.body.save()
    publish(city, Leader(title="王示例", post="市长", rank=3, picture=city.picture,
                         duties="<p>审计</p>", body=[("text", RichText("<p>大学</p>"))]))  # fmt: skip
    publish(city, BodyProfile(title="水务局", described_body=city.body))
    follower = Follower()
    follower.news()
    (leader,), (profile,) = follower.data("leader"), follower.data("body_profile")

    assert (leader["post"], leader["rank"]) == ("市长", 3)
    assert "审计" in leader["duties"] and "大学" in leader["body"]
    assert ("media", leader["picture"]) in follower.known
    assert ("body", profile["described_body"]) in follower.known


def publish(city: City, page: Any) -> None:
    from cms.review.guard import import_right

    with import_right("test"):
        city.notices.add_child(instance=page)
        page.save_revision().publish()


def test_an_empty_standing_page_stays_on_the_desk():
    """
    A text or the contact of the site is enough.
    """
    form_class = StandingPage.get_edit_handler().get_form_class()
    empty = dict.fromkeys(("summary", "keywords", "content_source", "author", "editor"), "")
    lists = ("attachments", "extra_placements", "comments")
    sent = {
        **empty,
        "content_source": "示例市水务局",
        "title": "联系我们",
        "rank": 1,
        "picture": "",
        "correction": "",
        "body": streamfield([]),
        "action-submit": "1",
        **{name: inline_formset([]) for name in lists},
    }
    bare, full = (
        form_class(nested_form_data(sent | more), instance=StandingPage())
        for more in ({}, {"shows_contact": "on"})
    )

    assert bare.errors["body"] == ["正文是空的，请填写正文，或者勾选“显示网站的联系方式”。"]
    assert full.is_valid()
