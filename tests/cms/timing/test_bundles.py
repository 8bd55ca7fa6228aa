"""发布包: together at their minute, or not at all."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from cms.feed.models import OutboxEntry
from cms.policies.models import PolicyDocument
from cms.review import steps
from cms.review.models import AuditEntry
from cms.review.rights import Role, State
from cms.review.roles import ActionRefused
from cms.review.states import state_of
from cms.timing import bundles
from cms.timing.models import Bundle
from tests.cms.feed.city import Follower
from tests.cms.review.desk import REVIEWS, Desk, fresh
from tests.cms.review.test_guard import clock_at
from tests.cms.timing.two_sites import a_bundle, a_draft, a_second_site, passed


def at_its_minute(bundle: Bundle) -> str:
    """What the command says when the bundle is due."""
    said = StringIO()
    with clock_at(fresh(bundle).publish_at):
        call_command("switch_due", stderr=said)
    return said.getvalue()


@pytest.fixture
def pair(desk: Desk) -> tuple[Any, Any]:
    """A draft in each of two sites."""
    there = a_second_site(desk)
    return a_draft(desk, desk.city.notices, "预案"), a_draft(desk, there, "解读")


def test_pages_of_two_sites_go_out_in_one_feed_at_their_minute(desk: Desk, pair: tuple[Any, Any]):
    """
    Not a second before; then both, at one position of the feed.
    """
    bundle = a_bundle(desk, *pair)
    for page in pair:
        assert state_of(passed(desk, page)) is State.SCHEDULED
    follower = Follower()
    follower.news()
    with clock_at(bundle.publish_at - timedelta(seconds=1)):
        call_command("switch_due")
    assert follower.news() == []

    assert at_its_minute(bundle) == ""

    news = follower.news()
    assert {line["data"]["title"] for line in news if line["kind"] == "article"} == {"预案", "解读"}
    assert all(fresh(page).live for page in pair)
    assert fresh(bundle).status == Bundle.Status.PUBLISHED
    entry = AuditEntry.objects.get(action="bundle.publish")
    assert (entry.outcome, entry.details) == ("done", "预案、解读")


def test_one_that_is_not_ready_keeps_back_all(desk: Desk, pair: tuple[Any, Any]):
    """
    Nothing is in the outbox; the log, the command and the bundle say which page, and why; and it is not tried
    again by itself.
    """
    bundle = a_bundle(desk, *pair)
    passed(desk, pair[0])
    desk.submit(fresh(pair[1]))
    OutboxEntry.objects.all().delete()

    said = at_its_minute(bundle)

    assert not any(fresh(page).live for page in pair)
    assert not OutboxEntry.objects.exists()
    assert fresh(bundle).status == Bundle.Status.FAILED
    assert fresh(bundle).failure == "“解读”：现在是“初审中”，还没有通过三审。"
    assert "其中一篇也没有上线" in said
    entry = AuditEntry.objects.get(action="bundle.publish")
    assert (entry.outcome, entry.details) == ("refused", fresh(bundle).failure)

    desk.pass_reviews(pair[1], *REVIEWS)
    assert at_its_minute(bundle) == ""
    assert not any(fresh(page).live for page in pair)

    manager = desk.people[Role.SITE_MANAGER]
    bundles.set_time(manager, bundle, timezone.now() + timedelta(minutes=5))
    at_its_minute(bundle)
    assert all(fresh(page).live for page in pair)


def test_an_error_in_the_last_page_takes_back_the_first(desk: Desk, pair: tuple[Any, Any]):
    """
    A document whose body has lost its credit code gets no 索引号.
    """
    document = desk.document()
    bundle = a_bundle(desk, pair[0], document)
    passed(desk, pair[0])
    document = desk.pass_reviews(desk.submit(document), Role.FIRST, Role.SECOND)
    steps.clear(desk.people[Role.FINAL], document, "条例第十七条")
    desk.pass_reviews(document, Role.FINAL)
    desk.city.body.credit_code = ""
    desk.city.body.save()
    OutboxEntry.objects.all().delete()

    at_its_minute(bundle)

    assert not fresh(pair[0]).live
    assert not PolicyDocument.objects.get(pk=document.pk).index_number
    assert not OutboxEntry.objects.exists()
    assert "信用代码" in fresh(bundle).failure


def test_text_that_was_changed_after_its_approval_holds_the_bundle(
    desk: Desk, pair: tuple[Any, Any]
):
    """
    The guard's word counts here too.
    """
    bundle = a_bundle(desk, *pair)
    for page in pair:
        passed(desk, page)
    revision = fresh(pair[0]).get_latest_revision()
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": "偷换"})

    at_its_minute(bundle)

    assert not any(fresh(page).live for page in pair)
    assert "“预案”" in fresh(bundle).failure


def test_what_is_taken_out_or_cancelled_is_a_draft_again(desk: Desk, pair: tuple[Any, Any]):
    """
    It does not go out by itself at the old minute.
    """
    manager = desk.people[Role.SITE_MANAGER]
    bundle = a_bundle(desk, *pair)
    for page in pair:
        passed(desk, page)
    bundles.remove(manager, bundle, pair[0].pk)
    assert state_of(fresh(pair[0])) is State.DRAFT
    bundles.cancel(manager, bundle)
    assert state_of(fresh(pair[1])) is State.DRAFT

    at_its_minute(bundle)

    assert not any(fresh(page).live for page in pair)
    assert fresh(bundle).status == Bundle.Status.CANCELLED


def test_a_page_deleted_meanwhile_is_missed(desk: Desk, pair: tuple[Any, Any]):
    """
    It holds the others until it is taken out.
    """
    bundle = a_bundle(desk, *pair)
    passed(desk, pair[0])
    fresh(pair[1]).delete()

    at_its_minute(bundle)

    assert fresh(bundle).failure == "“解读”：稿件已被删除，请移出发布包。"


def test_what_cannot_be_put_in_is_refused_with_a_sentence(desk: Desk, pair: tuple[Any, Any]):
    """
    Each for its reason.
    """
    manager = desk.people[Role.SITE_MANAGER]
    a_bundle(desk, pair[0])
    second = bundles.make(manager, "另一包", timezone.now() + timedelta(hours=1))
    refused = {
        "已经在发布包“防汛预案”中": pair[0],
        "没有修改稿": desk.at(State.LIVE),
        "已经单独定时": desk.at(State.SCHEDULED),
    }

    for why, page in refused.items():
        with pytest.raises(ActionRefused, match=why):
            bundles.add(manager, second, fresh(page))
    with pytest.raises(ActionRefused, match="不归您管理"):
        bundles.add(desk.people[Role.FINAL], second, pair[1])


def test_a_time_of_its_own_and_a_bundle_exclude_each_other(desk: Desk, pair: tuple[Any, Any]):
    """
    The final reviewer is told before anything is decided.
    """
    page = pair[0]
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(user=desk.people[Role.EDITOR])
    a_bundle(desk, page)
    desk.pass_reviews(desk.submit(fresh(page)), Role.FIRST, Role.SECOND)

    desk.do(Role.FINAL, page, "approve")

    assert state_of(fresh(page)) is State.FINAL
    assert AuditEntry.objects.filter(details__contains="又写明了自己的发布时间").exists()


def test_the_manager_does_all_of_it_on_the_screen(desk: Desk, pair: tuple[Any, Any]):
    """
    Made, filled, given another time, looked at on the start page, emptied, cancelled.
    """
    client = desk.client(Role.SITE_MANAGER)
    soon = timezone.localtime(timezone.now() + timedelta(hours=2))
    client.post(reverse("timing_add"), {"name": "预案", "publish_at": f"{soon:%Y-%m-%d %H:%M}"})
    bundle = Bundle.objects.get()
    address = reverse("timing_bundle", args=[bundle.pk])
    for page in pair:
        client.post(address, {"do": "page", "page": page.pk})
    passed(desk, pair[0])

    shown = client.get(address).content.decode()
    assert "其中 1 篇现在还不能发布" in shown
    assert "三审已通过，到时发布" in shown
    assert "共 2 篇，1 篇还不能发布" in client.get(reverse("wagtailadmin_home")).content.decode()
    editor = reverse("wagtailadmin_pages:edit", args=[pair[0].pk])
    assert "随发布包“预案”" in desk.client(Role.EDITOR).get(editor).content.decode()
    assert (
        "发布时间已经过去"
        in client.post(address, {"do": "time", "publish_at": "2020-01-01 08:00"}).content.decode()
    )

    client.post(address, {"do": "remove", "page_pk": pair[0].pk})
    client.post(address, {"do": "cancel"})
    assert fresh(bundle).status == Bundle.Status.CANCELLED
    assert "已取消" in client.get(reverse("timing_bundles")).content.decode()


def test_nobody_but_a_manager_of_the_site_arranges(desk: Desk, pair: tuple[Any, Any]):
    """
    The pages of a bundle are refused to everybody else.
    """
    bundle = a_bundle(desk, pair[0])
    for role in set(Role) - {Role.SITE_MANAGER}:
        for name, arguments in (("timing_bundles", []), ("timing_bundle", [bundle.pk])):
            assert desk.client(role).get(reverse(name, args=arguments)).status_code == 302
        desk.client(role).post(reverse("timing_bundle", args=[bundle.pk]), {"do": "cancel"})

    assert fresh(bundle).status == Bundle.Status.WAITING
