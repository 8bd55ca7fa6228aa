"""Every road to publication: none lets out what the three reviews did not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from cms.core.models import ContentPage
from cms.feed.models import OutboxEntry
from cms.news.models import Article
from cms.review import audit, steps
from cms.review.fingerprint import fingerprint, fingerprint_of
from cms.review.guard import PublicationRefused, import_right
from cms.review.models import AuditEntry, EmergencyPublication
from cms.review.rights import Role, State
from cms.review.states import state_of
from tests.cms.feed.test_changes import page_form
from tests.cms.review.desk import REVIEWS, Desk, fresh

Road = Callable[[Desk, Any], Any]


def publish_of_a_revision(desk: Desk, page: Any) -> None:
    page.get_latest_revision().publish()


def publish_of_a_page(desk: Desk, page: Any) -> None:
    page.publish(page.get_latest_revision(), skip_permission_checks=True)


def the_action(desk: Desk, page: Any) -> None:
    PublishPageRevisionAction(page.get_latest_revision()).execute(skip_permission_checks=True)


def saving_it_as_live(desk: Desk, page: Any) -> None:
    page.live = True
    page.save()


def saving_only_the_mark(desk: Desk, page: Any) -> None:
    page.live = True
    page.save(update_fields=["live"])


def saving_its_base_row(desk: Desk, page: Any) -> None:
    base = Page.objects.get(pk=page.pk)
    base.live = True
    base.save()


def adding_it_as_live(desk: Desk, page: Any) -> None:
    desk.city.notices.add_child(instance=Article(title="直接上线"))


def a_time_in_the_revision(desk: Desk, page: Any) -> None:
    revision = page.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()


def a_time_in_the_page(desk: Desk, page: Any) -> None:
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()


def a_copy_that_stays_live(desk: Desk, page: Any) -> None:
    desk.published().copy(update_attrs={"slug": "fz", "title": "副本"}, keep_live=True)


def an_alias(desk: Desk, page: Any) -> None:
    CreatePageAliasAction(desk.published(), update_slug="bm").execute(skip_permission_checks=True)


def an_alias_of_a_draft(desk: Desk, page: Any) -> None:
    """It would go live with its original, at a place where nobody decided on it."""
    CreatePageAliasAction(page, update_slug="bm").execute(skip_permission_checks=True)


ROADS = [
    publish_of_a_revision, publish_of_a_page, the_action, saving_it_as_live, saving_only_the_mark,
    saving_its_base_row, adding_it_as_live, a_time_in_the_revision, a_time_in_the_page,
    a_copy_that_stays_live, an_alias, an_alias_of_a_draft,
]  # fmt: skip


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_no_code_publishes_what_was_not_reviewed(road: Road, desk: Desk):
    """
    Whatever is called: it is refused with a sentence, and the refusal is in the log.
    """
    page = desk.draft()

    with pytest.raises(PublicationRefused, match="没有通过三审"):
        road(desk, page)

    audit.write_pending()
    assert not fresh(page).live
    assert AuditEntry.objects.filter(outcome="refused", details__contains="没有通过三审").exists()


def page_editor(desk: Desk, page: Any) -> None:
    form = page_form(desk.city, title="抢先发布", slug="qx", **{"action-publish": "1"})
    desk.client(Role.SITE_MANAGER).post(edit_of(page), form)
    desk.client(Role.EDITOR).post(edit_of(page), form)


def page_creation(desk: Desk, page: Any) -> None:
    address = reverse("wagtailadmin_pages:add", args=("news", "article", desk.city.notices.pk))
    form = page_form(desk.city, title="抢先发布", slug="qx", **{"action-publish": "1"})
    for role in (Role.SITE_MANAGER, Role.EDITOR):
        desk.client(role).post(address, form)


def bulk_action(desk: Desk, page: Any) -> None:
    address = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
    for role in (Role.EDITOR, Role.FINAL, Role.SITE_MANAGER):
        desk.client(role).post(f"{address}?id={page.pk}")


def copying_with_publication(desk: Desk, page: Any) -> None:
    live = desk.published(desk.draft("原件"))
    form = {
        "new_title": "副本", "new_slug": "fb", "new_parent_page": desk.city.news.pk,
        "publish_copies": "on", "alias": "on",
    }  # fmt: skip
    for role in (Role.EDITOR, Role.SITE_MANAGER):
        address = reverse("wagtailadmin_pages:copy", args=[live.pk])
        desk.client(role).post(address, {**form, "alias": ""})
        desk.client(role).post(address, {**form, "new_slug": "fb2"})


def going_back(desk: Desk, page: Any) -> None:
    revision = page.get_latest_revision()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk])
    form = page_form(desk.city, title="旧稿", slug="jg", **{"action-publish": "1"})
    desk.client(Role.EDITOR).post(address, form)


def unlocking(desk: Desk, page: Any) -> None:
    for name in ("lock", "unlock"):
        desk.client(Role.SITE_MANAGER).post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))


def a_review_of_wagtail(desk: Desk, page: Any) -> None:
    page = desk.submit(page)
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    for role in REVIEWS:
        desk.client(role).post(address, {"comment": ""})


REQUESTS = [
    page_editor, page_creation, bulk_action, copying_with_publication, going_back, unlocking,
    a_review_of_wagtail,
]  # fmt: skip


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda road: road.__name__)
def test_no_request_publishes_what_was_not_reviewed(request_: Road, desk: Desk):
    """
    Typed by hand or clicked: nothing new is live afterwards.
    """
    page = desk.draft("抢先")
    before = titles_of_what_is_live()

    request_(desk, page)

    assert titles_of_what_is_live() - before <= {"原件"}


def test_the_scheduler_passes_over_what_was_not_reviewed(desk: Desk):
    """
    A time put into the database by hand publishes nothing, is said in the log, and stops nobody else.
    """
    page = desk.draft()
    Revision.objects.filter(pk=page.latest_revision_id).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    due = desk.at(State.SCHEDULED)
    Revision.objects.filter(pk=due.latest_revision_id).update(
        approved_go_live_at=timezone.now() - timedelta(seconds=30)
    )
    ContentPage.objects.filter(pk=due.pk).update(go_live_at=timezone.now())

    call_command("switch_due")

    assert not fresh(page).live
    assert AuditEntry.objects.filter(outcome="refused", object_pk=str(page.pk)).exists()


def test_a_reviewed_text_goes_out_at_its_time(desk: Desk):
    """
    Three reviews before, the scheduler then.
    """
    page = desk.at(State.SCHEDULED)
    assert not page.live
    with clock_at(page.go_live_at + timedelta(seconds=1)):
        call_command("switch_due")

    assert fresh(page).live


def test_text_that_was_changed_after_its_approval_does_not_go_out(desk: Desk):
    """
    The last review is of the text that the first looked at.
    """
    page = desk.pass_reviews(desk.submit(desk.draft()), Role.FIRST, Role.SECOND)
    revision = page.get_latest_revision()
    revision.content = {**revision.content, "title": "偷换的标题"}
    revision.save()

    response = desk.do(Role.FINAL, page, "approve")

    assert response.status_code == 302, response.content.decode()[-3000:]
    assert not fresh(page).live
    assert AuditEntry.objects.filter(details__contains="正文被改动过").exists()


def test_an_approval_is_used_up_by_a_withdrawal(desk: Desk):
    """
    What was withdrawn does not come back by publishing its revision again.
    """
    page = desk.published()
    revision = page.live_revision
    steps.withdraw(desk.people[Role.FINAL], page, "leak", "含有不应公开的内容")

    with pytest.raises(PublicationRefused):
        revision.publish()
    assert not fresh(page).live


def test_going_back_to_an_older_approved_text_needs_reviews(desk: Desk):
    """
    The approval that counts is the last one.
    """
    page = desk.published()
    old = page.live_revision
    page.title = "第二版"
    page.save_revision(user=desk.people[Role.EDITOR])
    page = desk.published(fresh(page))

    with pytest.raises(PublicationRefused):
        old.publish()
    assert fresh(page).title == "第二版"


def test_a_live_page_may_be_saved_as_it_is(desk: Desk):
    """
    Housekeeping of Wagtail goes on: a lock, the same revision again, saving without a change.
    """
    page = desk.published()

    page.save()
    Page.objects.get(pk=page.pk).save()
    page.live_revision.publish()

    page.title = "改一个字"
    with pytest.raises(PublicationRefused):
        page.save()


def test_a_live_page_is_taken_down_only_with_a_reason(desk: Desk):
    """
    Wagtail's own way is closed, in code, by request and in bulk.
    """
    page = desk.published()
    bulk = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "unpublish"))
    for role in (Role.EDITOR, Role.FINAL, Role.SITE_MANAGER):
        desk.client(role).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
        desk.client(role).post(f"{bulk}?id={page.pk}")
        desk.client(role).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    with pytest.raises(PublicationRefused, match="写明理由"):
        page.unpublish()
    assert fresh(page).live


def test_the_emergency_road_publishes_and_leaves_its_mark(desk: Desk):
    """
    At once, with the reason kept, flagged until another final reviewer looked at it.
    """
    page = desk.submit(desk.draft("紧急停水通知"))

    desk.do(Role.SITE_MANAGER, page, "emergency", reason="主管道爆裂，局长电话决定")

    entry = EmergencyPublication.objects.get()
    assert fresh(page).live
    assert fresh(page).current_workflow_state is None
    assert (entry.reason, entry.reviewed_at) == ("主管道爆裂，局长电话决定", None)
    assert OutboxEntry.objects.filter(source_pk=page.pk).exists()


def test_the_import_right_is_not_for_requests(desk: Desk, rf: Any):
    """
    Only a command takes over what was published elsewhere; that it did is in the log.
    """
    from cms.review import context

    with import_right("来自旧网站"):
        desk.city.notices.add_child(instance=Article(title="旧文"))
    with context.answering(rf.get("/")), pytest.raises(PublicationRefused), import_right("试试"):
        pass

    assert AuditEntry.objects.filter(action="import_right", details="来自旧网站").exists()


def test_a_fingerprint_is_of_the_text_alone(desk: Desk):
    """
    The same text in a revision, in the draft and on the live page; another one with another word.
    """
    page = desk.draft()
    of_revision = fingerprint(page.get_latest_revision().content)
    live = desk.published(page)

    assert of_revision == fingerprint_of(page) == fingerprint_of(live)
    live.title = "另一个标题"
    assert fingerprint_of(live) != of_revision


def test_approving_in_wagtails_own_way_leads_nowhere(desk: Desk):
    """
    A task that is approved without a review of ours is asked for again.
    """
    page = desk.submit(desk.draft())
    for _ in range(4):
        fresh(page).current_workflow_task_state.approve(user=desk.people[Role.FIRST])

    assert state_of(fresh(page)) is State.FIRST
    assert not fresh(page).live


def edit_of(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def titles_of_what_is_live() -> set[str]:
    return set(ContentPage.objects.filter(live=True).values_list("title", flat=True))


def clock_at(moment: Any) -> Any:
    """`timezone.now()` is `moment`."""
    from unittest.mock import patch

    return patch("django.utils.timezone.now", lambda: moment)
