"""三审三校: three persons, none of whom wrote the text; a refusal says why."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Comment

from cms.policies.models import PolicyDocument
from cms.review import steps
from cms.review.models import (
    Approval,
    ConfidentialityReview,
    EmergencyPublication,
    Refusal,
    ReviewSettings,
    Withdrawal,
)
from cms.review.rights import Role, State
from cms.review.roles import ActionRefused
from cms.review.states import state_of
from tests.cms.feed.test_changes import page_form
from tests.cms.review.desk import REVIEWS, Desk, fresh


def test_three_persons_bring_a_text_from_draft_to_live(desk: Desk):
    """
    Through the pages that each of them sees; each step leaves who gave it.
    """
    page = desk.draft()
    form = page_form(desk.city, title="关于清淤的通知", slug="qy", **{"action-submit": "1"})
    desk.client(Role.EDITOR).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    seen = [state_of(fresh(page))]
    for role in REVIEWS:
        desk.do(role, page, "approve", comment="同意")
        seen.append(state_of(fresh(page)))

    assert seen == [State.FIRST, State.SECOND, State.FINAL, State.LIVE]
    assert fresh(page).title == "关于清淤的通知"
    given = Approval.objects.order_by("pk").values_list("level", "user_pk", "comment")
    assert [(level, pk) for level, pk, _ in given] == [
        (f"{word}_review", desk.people[role].pk)
        for word, role in zip(("first", "second", "final"), REVIEWS, strict=True)
    ]


def test_nobody_reviews_what_they_wrote(desk: Desk):
    """
    A reviewer who is an editor too and changed this text must leave it to somebody else.
    """
    page = desk.draft()
    page.title = "初审人改过的标题"
    page.save_revision(user=desk.people[Role.FIRST])
    page = desk.submit(fresh(page))

    with pytest.raises(ActionRefused, match="修改过这一稿"):
        steps.approve(desk.people[Role.FIRST], page)


def test_nobody_reviews_twice(desk: Desk):
    """
    One person in two roles gives one of the three, unless the site is excepted by name.
    """
    both = desk.people[Role.FIRST]
    both.groups.add(*desk.people[Role.SECOND].groups.all())
    both = type(both).objects.get(pk=both.pk)
    page = desk.pass_reviews(desk.submit(desk.draft()), Role.FIRST)

    with pytest.raises(ActionRefused, match="三个不同的人"):
        steps.approve(both, page)

    ReviewSettings.objects.create(
        site=desk.city.site, is_small=True, approved_by="示例甲", approved_on="2026-01-05"
    )
    steps.approve(both, fresh(page))
    assert state_of(desk.pass_reviews(page, Role.FINAL)) is State.LIVE


def test_an_exception_names_who_approved_it(desk: Desk):
    """
    Only the security administrator grants it, and not without a name and a day.
    """
    address = reverse("wagtailsettings:edit", args=("review", "reviewsettings", desk.city.site.pk))
    refused = desk.client(Role.SITE_MANAGER).get(address)
    incomplete = desk.client(Role.SECURITY).post(address, {"is_small": "on"})

    assert refused.status_code == 302
    assert "例外由谁批准" in incomplete.content.decode()
    assert not ReviewSettings.objects.filter(is_small=True).exists()


def test_a_refusal_says_why_and_where(desk: Desk):
    """
    The editor finds it above the text, as a comment at the field, and on the start page.
    """
    page = desk.submit(desk.draft())
    without = desk.do(Role.FIRST, page, "refuse", field="title", comment="")
    desk.do(Role.FIRST, page, "refuse", field="title", comment="标题应写明年份")

    assert "请写明退回理由" in without.content.decode()
    assert Refusal.objects.get().field_label == "标题"
    assert Comment.objects.get(page=page.pk).contentpath == "title"
    editor = desk.client(Role.EDITOR)
    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    start = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "标题应写明年份" in shown
    assert "标题：标题应写明年份" in start


def test_a_text_that_was_changed_after_a_refusal_begins_again(desk: Desk):
    """
    The first review of the old text does not count for the new one.
    """
    page = desk.pass_reviews(desk.submit(desk.draft()), Role.FIRST)
    steps.refuse(desk.people[Role.SECOND], page, "请补充时间")
    page = fresh(page)
    page.title = "补充了时间"
    page.save_revision(user=desk.people[Role.EDITOR])
    fresh(page).current_workflow_state.resume(user=desk.people[Role.EDITOR])

    assert state_of(fresh(page)) is State.FIRST
    assert state_of(desk.pass_reviews(page, *REVIEWS)) is State.LIVE


def test_an_unchanged_text_goes_on_where_it_was_refused(desk: Desk):
    """
    What was approved in this very form need not be again.
    """
    page = desk.pass_reviews(desk.submit(desk.draft()), Role.FIRST)
    steps.refuse(desk.people[Role.SECOND], page, "请核实", "title", "标题")
    fresh(page).current_workflow_state.resume(user=desk.people[Role.EDITOR])

    assert state_of(fresh(page)) is State.SECOND


def test_text_in_review_is_frozen(desk: Desk):
    """
    Nobody changes it: neither its editor nor a reviewer, nor the autosave of an open window.
    """
    page = desk.submit(desk.draft())
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for role in (Role.EDITOR, Role.FIRST, Role.SITE_MANAGER):
        desk.client(role).post(address, page_form(desk.city, title="改动", slug="gd"))

    assert fresh(page).latest_revision_id == page.latest_revision_id


def test_a_policy_document_needs_its_confidentiality_review(desk: Desk):
    """
    Who, when and on what basis are on record before the final review; for this text, not for another.
    """
    page = desk.pass_reviews(desk.submit(desk.document()), Role.FIRST, Role.SECOND)
    with pytest.raises(ActionRefused, match="保密审查"):
        steps.approve(desk.people[Role.FINAL], fresh(page))

    empty = desk.do(Role.FINAL, page, "clear", basis="", may_be_disclosed="on")
    desk.do(Role.FINAL, page, "clear", basis="条例第十七条", may_be_disclosed="on")
    desk.do(Role.FINAL, page, "approve")

    assert "请写明审查依据" in empty.content.decode()
    found = ConfidentialityReview.objects.get()
    assert (found.user_pk, found.basis) == (desk.people[Role.FINAL].pk, "条例第十七条")
    assert PolicyDocument.objects.get(pk=page.pk).index_number


def test_an_emergency_publication_stays_on_the_board(desk: Desk):
    """
    Until a final reviewer who neither published nor wrote it has looked; the year's number is shown.
    """
    page = desk.draft()
    desk.do(Role.FINAL, page, "emergency", reason="山洪预警，值班领导决定")
    entry = EmergencyPublication.objects.get()
    board = desk.client(Role.EDITOR).get(reverse("review_emergencies")).content.decode()
    own = desk.client(Role.FINAL).get(reverse("review_afterwards", args=[entry.pk]))
    other = type(entry).objects.get()
    somebody = desk.people[Role.SECOND]
    somebody.groups.set(desk.people[Role.FINAL].groups.all())
    somebody = type(somebody).objects.get(pk=somebody.pk)
    steps.review_afterwards(somebody, other, "内容无误")

    assert "山洪预警" in board
    assert "共 1 次紧急发布，其中 1 次待事后复核" in board
    assert own.status_code == 302
    entry.refresh_from_db()
    assert entry.conclusion == "内容无误"
    after = desk.client(Role.EDITOR).get(reverse("review_emergencies")).content.decode()
    assert "共 1 次紧急发布，其中 0 次待事后复核" in after


def test_an_emergency_is_told_to_those_who_must_review_it(
    desk: Desk, mailoutbox, django_capture_on_commit_callbacks
):
    """
    A letter to the final reviewers and managers of the site.
    """
    type(desk.people[Role.FINAL]).objects.filter(pk=desk.people[Role.FINAL].pk).update(
        email="final@example.gov.cn"
    )
    with django_capture_on_commit_callbacks(execute=True):
        steps.publish_in_emergency(desk.people[Role.SITE_MANAGER], desk.draft(), "停电通知")

    assert [letter.to for letter in mailoutbox] == [["final@example.gov.cn"]]


def test_before_a_withdrawal_the_linking_pages_are_shown(desk: Desk):
    """
    Their links will be plain text.
    """
    page = desk.published(desk.draft("被链接的页面"))
    body = [("text", f'<p><a linktype="page" id="{page.pk}">见这里</a></p>')]
    desk.published(desk.draft("链接过来的页面", body=body))
    address = reverse("review_step", args=[page.pk, "withdraw"])
    shown = desk.client(Role.SITE_MANAGER).get(address).content.decode()
    without = desk.do(Role.SITE_MANAGER, page, "withdraw", kind="leak", reason="")
    desk.do(Role.SITE_MANAGER, page, "withdraw", kind="leak", reason="含有身份证号")

    assert "链接过来的页面" in shown
    assert "请写明撤下理由" in without.content.decode()
    assert state_of(fresh(page)) is State.WITHDRAWN
    assert Withdrawal.objects.get().kind == "leak"


def test_a_withdrawal_stops_what_is_in_review(desk: Desk):
    """
    Changes of a live page that somebody has submitted do not bring it back.
    """
    page = desk.published()
    page.title = "修改稿"
    page.save_revision(user=desk.people[Role.EDITOR])
    page = desk.submit(fresh(page))
    steps.withdraw(desk.people[Role.FINAL], page, "ordinary", "已过时")

    assert fresh(page).current_workflow_state is None
    assert not fresh(page).live


def test_the_start_page_lists_what_waits_oldest_first(desk: Desk):
    """
    For each reviewer what they are asked for, and nothing of others.
    """
    for title in ("先送审的", "后送审的"):
        desk.submit(desk.draft(title))
    first = desk.client(Role.FIRST).get(reverse("wagtailadmin_home")).content.decode()
    second = desk.client(Role.SECOND).get(reverse("wagtailadmin_home")).content.decode()

    assert 0 < first.index("先送审的") < first.index("后送审的")
    assert "没有等待您审核的稿件" in second
