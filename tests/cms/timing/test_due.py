"""What is done at its time, to the minute, and what cannot be."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from cms.core.models import ContentPage
from cms.review.models import AuditEntry
from cms.review.rights import Role, State
from cms.review.states import state_of
from tests.cms.review.desk import Desk, fresh
from tests.cms.review.test_guard import clock_at


def test_a_text_goes_out_in_its_minute_and_ends_in_its_minute(desk: Desk):
    """
    Scheduled for 10:30 it is not there at 10:29:59 and is there at 10:30:00; the same with its end.
    """
    page = desk.draft()
    start = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=1)
    page.go_live_at, page.expire_at = start, start + timedelta(hours=1)
    page.save_revision(user=desk.people[Role.EDITOR])
    page = desk.published(fresh(page))

    assert [_live_at(page, start - timedelta(seconds=1)), _live_at(page, start)] == [False, True]
    end = page.expire_at
    assert [_live_at(page, end - timedelta(seconds=1)), _live_at(page, end)] == [True, False]
    assert state_of(fresh(page)) is State.WITHDRAWN
    actions = AuditEntry.objects.filter(object_pk=str(page.pk)).values_list("action", flat=True)
    assert {"wagtail.publish.scheduled", "wagtail.unpublish.scheduled"} <= set(actions)


def _live_at(page: ContentPage, moment) -> bool:
    with clock_at(moment):
        call_command("switch_due")
    return fresh(page).live


def test_one_that_cannot_go_out_keeps_back_no_other_and_says_why(desk: Desk):
    """
    It stays; the command, the log and the editor's page have the reason; it is not tried every minute.
    """
    document = desk.document()
    document.go_live_at = timezone.now() + timedelta(minutes=10)
    document.save_revision(user=desk.people[Role.EDITOR])
    document = desk.pass_reviews(desk.submit(fresh(document)), Role.FIRST, Role.SECOND)
    desk.do(Role.FINAL, document, "clear", basis="条例第十七条", may_be_disclosed="on")
    desk.pass_reviews(document, Role.FINAL)
    desk.city.body.credit_code = ""
    desk.city.body.save()
    other = desk.at(State.SCHEDULED)
    said = StringIO()

    with clock_at(timezone.now() + timedelta(hours=2)):
        call_command("switch_due", stderr=said)
        call_command("switch_due", stderr=said)

    assert fresh(other).live
    assert not fresh(document).live
    assert said.getvalue().count(f"“{document.title}”没有定时发布") == 1
    entry = AuditEntry.objects.get(action="due")
    assert "信用代码" in entry.details
    editor = reverse("wagtailadmin_pages:edit", args=[document.pk])
    shown = desk.client(Role.EDITOR).get(editor).content.decode()
    assert "没有按时办理" in shown
    assert entry.details in shown


def test_only_the_text_that_passed_goes_out(desk: Desk):
    """
    Changed in the database after its approval, it stays.
    """
    page = desk.at(State.SCHEDULED)
    revision = page.scheduled_revision
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": "偷换"})

    with clock_at(page.go_live_at):
        call_command("switch_due")

    assert not fresh(page).live
    assert "没有通过三审" in AuditEntry.objects.get(action="due").details


def test_the_start_page_shows_what_is_scheduled(desk: Desk):
    """
    To the editors of the site; to others nothing.
    """
    page = desk.at(State.SCHEDULED)
    home = reverse("wagtailadmin_home")

    assert (
        f"{timezone.localtime(page.go_live_at):%Y-%m-%d %H:%M}"
        in desk.client(Role.EDITOR).get(home).content.decode().partition("待发布")[2]
    )
    assert page.title not in desk.client(Role.SECURITY).get(home).content.decode()
