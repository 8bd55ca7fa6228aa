"""Who sees a draft by a link, until when, and what the log says of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.bodies.models import Body
from cms.columns.models import SiteHome
from cms.news.models import Article
from cms.preview.models import ShareLink
from cms.preview.sharing import share
from cms.review import steps
from cms.review.guard import import_right
from cms.review.models import AuditEntry
from cms.review.rights import Role, State
from cms.review.roles import ActionRefused
from tests.cms.feed.city import a_column
from tests.cms.preview.asking import ask, records
from tests.cms.review.desk import Desk, fresh


def a_link(desk: Desk, page: Any = None, days: int = 3) -> ShareLink:
    return share(desk.people[Role.EDITOR], page or desk.draft("未公开的通知"), "示例市司法局", days)


def test_a_link_shows_the_draft_and_the_log_says_so(desk: Desk):
    """
    Made by whom, for whom and until when; opened from where.
    """
    link = a_link(desk)

    answer = ask(link.token, opened="1")

    assert [each["kind"] for each in records(answer)] == ["article", "placement"]
    assert answer.headers["Expires-At"] == link.expires_at.isoformat()
    assert answer.headers["Cache-Control"] == "no-store"
    made, opened = AuditEntry.objects.filter(action__startswith="preview.").order_by("pk")
    assert (
        made.user_pk == desk.people[Role.EDITOR].pk and "给 示例市司法局，有效期至" in made.details
    )
    assert (opened.user_name, opened.address) == ("持链接人（示例市司法局）", "198.51.100.7")
    link.refresh_from_db()
    assert link.opened == 1


def test_the_link_shows_what_was_shared_and_nothing_later(desk: Desk):
    """
    The editor writes on; the recipient sees the revision that was shared.
    """
    page = desk.draft("第一稿")
    link = a_link(desk, page)
    page.title = "第二稿"
    page.save_revision()

    assert records(ask(link.token))[0]["data"]["title"] == "第一稿"


@pytest.mark.parametrize("ending", ["revoked", "expired", "leak", "deleted"])
def test_a_closed_link_shows_nothing_and_the_attempt_is_logged(
    ending: str,
    desk: Desk,
):
    """
    Revoked, at the end of its time, after a withdrawal as a leak, with its page deleted.
    """
    page = desk.published()
    link = a_link(desk, page)
    token = link.token
    if ending == "revoked":
        desk.client(Role.EDITOR).post(reverse("preview_revoke", args=[link.pk]))
    elif ending == "expired":
        ShareLink.objects.update(expires_at=timezone.now())
    elif ending == "leak":
        steps.withdraw(desk.people[Role.FINAL], fresh(page), "leak", "误发")
    else:
        page.delete()

    answer = ask(token, opened="1")

    assert answer.status_code == (404 if ending == "deleted" else 410)
    assert page.title not in answer.content.decode()
    refused = AuditEntry.objects.filter(action="preview.open", outcome="refused")
    assert refused.count() == (0 if ending == "deleted" else 1)


@pytest.mark.parametrize(
    "token", ["share-1", "share-1:forged", "1-1-x:1abc:forged", "forged", "共享", "a" * 5000]
)
def test_a_forged_token_is_unknown(token: str, desk: Desk):
    """
    It says no more than that, and fills no log.
    """
    a_link(desk)
    before = AuditEntry.objects.count()

    answer = ask(token, opened="1")

    assert answer.status_code == 404 and "不存在或不完整" in answer.content.decode()
    assert AuditEntry.objects.count() == before


def test_a_right_token_without_the_feed_s_is_refused(desk: Desk):
    """
    The cms gives drafts to the preview process only.
    """
    link = a_link(desk)

    assert Client().get(reverse("feed-preview", args=[link.token])).status_code == 401


def test_a_link_is_made_for_somebody_and_for_a_listed_time(desk: Desk):
    """
    Without a recipient, or for ever, there is none.
    """
    page = desk.draft()
    address = reverse("preview_share", args=[page.pk])
    for form in (
        {"days": "3"},
        {"recipient": " ", "days": "3"},
        {"recipient": "甲", "days": "9999"},
    ):
        answer = desk.client(Role.EDITOR).post(address, form)
        assert answer.status_code == 200 and "请" in answer.content.decode()

    assert not ShareLink.objects.exists()


def test_links_of_another_site_are_neither_seen_nor_revoked(desk: Desk):
    """
    An editor has their own site's.
    """
    home = Page.get_first_root_node().add_child(instance=SiteHome(title="别处", slug="other"))
    there = home.add_child(instance=a_column("通知", "tz"))
    page = desk.draft("别处的稿件")
    link = a_link(desk, page)
    page.move(there, pos="last-child")
    own = a_link(desk, desk.draft("自己的稿件"))
    client = desk.client(Role.EDITOR)

    shown = client.get(reverse("preview_links")).content.decode()
    answers = [client.post(reverse("preview_revoke", args=[each.pk])) for each in (link, own)]

    assert "自己的稿件" in shown and "别处的稿件" not in shown
    link.refresh_from_db()
    own.refresh_from_db()
    assert link.revoked_at is None and own.revoked_at is not None
    assert answers[1].url == reverse("preview_links")


def test_looking_does_not_revoke(desk: Desk):
    """
    A link is closed by a form, not by an address that somebody was made to open.
    """
    link = a_link(desk)

    assert (
        desk.client(Role.EDITOR).get(reverse("preview_revoke", args=[link.pk])).status_code == 405
    )


def test_what_was_withdrawn_is_not_shared(desk: Desk):
    """
    The table of rights has no such cell.
    """
    with pytest.raises(ActionRefused):
        a_link(desk, desk.at(State.WITHDRAWN))


def test_a_live_page_without_a_revision_can_be_shared(desk: Desk):
    """
    As imported pages are.
    """
    page = Article(title="导入的通知", is_imported=True)
    with import_right("test"):
        desk.city.notices.add_child(instance=page)

    assert records(ask(a_link(desk, page).token))[0]["data"]["title"] == "导入的通知"


def test_a_draft_in_a_column_that_is_not_public_says_so(desk: Desk):
    """
    There is no place to show it at.
    """
    link = a_link(desk)
    desk.city.notices.unpublish()

    answer = ask(link.token)

    assert answer.status_code == 409 and "所在的栏目没有公开" in answer.content.decode()


def test_a_draft_that_names_a_deleted_body_says_so(desk: Desk):
    """
    A revision may be older than a deletion.
    """
    body = Body.objects.create(name="撤销的机构")
    link = a_link(desk, desk.draft(issuing_body=body))
    Article.objects.update(issuing_body=None)
    body.delete()

    answer = ask(link.token)

    assert answer.status_code == 410 and "引用的内容已被删除" in answer.content.decode()


def test_a_link_ends_when_it_says(desk: Desk):
    """
    So many days from now.
    """
    link = a_link(desk, days=1)

    assert timedelta(hours=23) < link.expires_at - timezone.now() <= timedelta(days=1)
    assert link.state(link.expires_at - timedelta(seconds=1)) == "有效"
    assert link.state(link.expires_at) == "已过期"
