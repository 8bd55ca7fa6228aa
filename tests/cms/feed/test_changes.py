"""
Whoever changes something, in whatever way: it is in the feed, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.columns.models import SiteSettings
from cms.core.models import ContentPage, ExtraPlacement
from cms.feed.models import OutboxEntry
from cms.review.guard import import_right
from tests.cms.feed.city import City, Follower

Change = Callable[[City, Client], Any]


def edits_a_page(city: City, admin: Client) -> None:
    post(admin, edit_of(city.article), page_form(city, title="新标题"))
    publish_in_emergency(city.article, admin)


def publishes_a_draft(city: City, admin: Client) -> None:
    publish_in_emergency(city.draft, admin)


def withdraws(city: City, admin: Client) -> None:
    post(
        admin,
        reverse("review_step", args=[city.article.pk, "withdraw"]),
        {"kind": "ordinary", "reason": "内容已过时"},
    )


def moves(city: City, admin: Client) -> None:
    post(
        admin,
        reverse("wagtailadmin_pages:move_confirm", args=[city.article.pk, city.news.pk]),
    )


def deletes(city: City, admin: Client) -> None:
    city.article.delete()


def publishes_at_a_time(city: City, admin: Client) -> None:
    city.draft.go_live_at = timezone.now() + timedelta(hours=1)
    with import_right("test"):
        revision = city.draft.save_revision()
        revision.publish()
        due = timezone.now() - timedelta(seconds=1)
        revision.content["go_live_at"] = due.isoformat()
        revision.approved_go_live_at = due
        revision.save()
        call_command("publish_scheduled")


def expires(city: City, admin: Client) -> None:
    ContentPage.objects.filter(pk=city.article.pk).update(
        expire_at=timezone.now() - timedelta(seconds=1)
    )
    call_command("publish_scheduled")


def renames_a_body(city: City, admin: Client) -> None:
    city.body.name = "示例市人民政府办公室"
    city.body.save_revision().publish()


def describes_a_picture(city: City, admin: Client) -> None:
    post(
        admin,
        reverse("wagtailimages:edit", args=[city.picture.pk]),
        {"title": "新线路图", "description": "站台旁的公共汽车", "tags": ""},
    )


def changes_the_home_page(city: City, admin: Client) -> None:
    settings = SiteSettings.objects.get(site=city.site)
    settings.notice = "系统将于今晚维护"
    settings.save()


def changes_the_home_page_in_the_admin(city: City, admin: Client) -> None:
    blocks = inline_formset([{"kind": "list", "column": city.news.pk, "count": 4}])
    links = inline_formset([{"title": "查询", "page": city.article.pk, "url": ""}])
    post(
        admin,
        reverse("wagtailsettings:edit", args=("columns", "sitesettings", city.site.pk)),
        nested_form_data(
            {"headline": "", "hot_words": "公交", "notice": "", "blocks": blocks, "links": links}
        ),
    )


def places_in_a_further_column(city: City, admin: Client) -> None:
    ExtraPlacement.objects.create(page=city.article, column=city.news, sort_order=0)


def updates_a_queryset(city: City, admin: Client) -> None:
    ContentPage.objects.filter(pk=city.article.pk).update(summary="新摘要")


def runs_sql(city: City, admin: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wagtailcore_page SET title = %s WHERE id = %s", ["新标题", city.article.pk]
        )


CHANGES = {
    edits_a_page: {("put", "article")},
    publishes_a_draft: {("put", "article"), ("put", "placement")},
    withdraws: {("drop", "article"), ("drop", "placement"), ("drop", "media")},
    moves: {("put", "placement")},
    deletes: {("drop", "article"), ("drop", "placement"), ("drop", "media")},
    expires: {("drop", "article"), ("drop", "placement"), ("drop", "media")},
    publishes_at_a_time: {("put", "article"), ("put", "placement")},
    renames_a_body: {("put", "body")},
    describes_a_picture: {("put", "media")},
    changes_the_home_page: {("put", "setting")},
    changes_the_home_page_in_the_admin: {("put", "setting")},
    places_in_a_further_column: {("put", "placement")},
    updates_a_queryset: {("put", "article")},
    runs_sql: {("put", "article")},
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_way_to_change_something_is_in_the_feed(
    change: Change, city: City, admin: Client, follower: Follower
):
    """
    Exactly the records that the change concerns are in the next feed, each once.
    """
    change(city, admin)

    news = follower.news()
    assert {(line["op"], line["kind"]) for line in news} == CHANGES[change]
    assert len(news) == len(CHANGES[change])


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_that_is_rolled_back_is_not_in_the_feed(
    change: Change, city: City, admin: Client, follower: Follower
):
    """
    The outbox is written in the transaction of the change and vanishes with it.
    """
    with transaction.atomic():
        change(city, admin)
        assert OutboxEntry.objects.exists()
        transaction.set_rollback(True)

    assert not OutboxEntry.objects.exists()
    assert follower.news() == []


def test_a_draft_is_never_in_the_feed(city: City, admin: Client, follower: Follower):
    """
    Neither a page that was never published, nor the unpublished changes of one that is.
    """
    post(admin, edit_of(city.article), page_form(city, title="未发布的标题"))
    post(admin, edit_of(city.draft), page_form(city, title="草稿二", slug="cg"))

    assert follower.news() == []
    assert follower.titles() == {"关于票价的通知"}


def edit_of(page: ContentPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def page_form(city: City, **fields: Any) -> dict[str, Any]:
    """The editor's form of an article."""
    empty = dict.fromkeys(
        ("subtitle", "summary", "keywords", "content_source", "author", "editor", "link_url"), ""
    )
    return nested_form_data(
        {
            **empty,
            "slug": "pj",
            "issuing_body": city.body.pk,
            "picture": city.picture.pk,
            "body": streamfield([]),
            "attachments": inline_formset([]),
            "extra_placements": inline_formset([]),
            "comments": inline_formset([]),
            **fields,
        }
    )


def publish_in_emergency(page: ContentPage, admin: Client) -> None:
    """The one road on which a single person publishes."""
    post(admin, reverse("review_step", args=[page.pk, "emergency"]), {"reason": "防汛紧急通知"})


def post(admin: Client, address: str, data: dict[str, Any] | None = None) -> None:
    response = admin.post(address, data or {})
    assert response.status_code == 302, response.content.decode()[:3000]
