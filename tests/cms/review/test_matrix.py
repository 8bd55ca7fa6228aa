"""Every role × action × state: the server does what the table of rights says, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.models import Collection, Page

from cms.columns.models import SiteHome
from cms.news.models import Article
from cms.review.guard import import_right
from cms.review.models import AuditEntry, EmergencyPublication
from cms.review.rights import ADMINISTRATORS, Action, Duty, Rights, Role, State
from cms.review.states import state_for, state_of
from tests.cms.feed.test_changes import page_form
from tests.cms.review.desk import Desk, fresh

Try = Callable[[Desk, Role, Any], Any]


@dataclass(frozen=True)
class Attempt:
    """A request for an action, and the entry in the log when it was done."""

    request: Try
    logged: str


def step(name: str, **data: str) -> Attempt:
    def post(desk: Desk, role: Role, page: Any) -> None:
        desk.do(role, page, name, **data)

    return Attempt(post, f"review.{name}")


def view(name: str, logged: str, *more: str, **data: Any) -> Attempt:
    def post(desk: Desk, role: Role, page: Any) -> None:
        arguments = [page.pk, *(_argument(desk, page, each) for each in more)]
        form = {key: _argument(desk, page, value) for key, value in data.items()}
        desk.client(role).post(reverse(f"wagtailadmin_pages:{name}", args=arguments), form)

    return Attempt(post, logged)


def edit(logged: str, **buttons: str) -> Attempt:
    def post(desk: Desk, role: Role, page: Any) -> None:
        form = page_form(desk.city, title=page.title, slug=page.slug, **buttons)
        # As the editor's autosave asks: a refusal is a line of JSON instead of the whole page again.
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        desk.client(role).post(address, form, headers={"accept": "application/json"})

    return Attempt(post, logged)


def share() -> Attempt:
    def post(desk: Desk, role: Role, page: Any) -> None:
        form = {"recipient": "示例市司法局", "days": "3"}
        desk.client(role).post(reverse("preview_share", args=[page.pk]), form)

    return Attempt(post, "preview.share")


def offer() -> Attempt:
    def post(desk: Desk, role: Role, page: Any) -> None:
        other = SiteHome(title="别处", slug="elsewhere")
        home = Page.get_first_root_node().add_child(instance=other)
        form = {"home": home.pk, "note": ""}
        desk.client(role).post(reverse("placements_offer", args=[page.pk]), form)

    return Attempt(post, "place.ask")


def _argument(desk: Desk, page: Any, name: str) -> Any:
    return {"news": desk.city.news.pk, "revision": page.latest_revision_id}.get(name, name)


ATTEMPTS = {
    Action.EDIT: edit("wagtail.edit"),
    Action.SUBMIT: edit("wagtail.workflow", **{"action-submit": "1"}),
    Action.RECALL: step("recall"),
    Action.APPROVE: step("approve"),
    Action.REFUSE: step("refuse", comment="请核实"),
    Action.CLEAR: step("clear", basis="条例第十七条", may_be_disclosed="on"),
    Action.PUBLISH: edit("wagtail.publish", **{"action-publish": "1"}),
    Action.EMERGENCY: step("emergency", reason="防汛紧急通知"),
    Action.UNSCHEDULE: view("revisions_unschedule", "wagtail.schedule.cancel", "revision"),
    Action.WITHDRAW: step("withdraw", kind="ordinary", reason="已过时"),
    Action.DELETE: view("delete", "wagtail.delete"),
    Action.MOVE: view("move_confirm", "wagtail.move", "news"),
    Action.COPY: view(
        "copy", "wagtail.copy", new_title="副本", new_slug="fb", new_parent_page="news"
    ),
    Action.LOCK: view("lock", "wagtail.lock"),
    Action.SHARE: share(),
    Action.OFFER: offer(),
}


@pytest.mark.parametrize("state", State)
def test_the_server_answers_as_the_table_says(state: State, desk: Desk):
    """
    Each role tries each action on a page at this state, by direct request.
    """
    page = desk.at(state)
    assert state_of(page) is state
    wrong = [
        f"{role.label} {action.label}: {'done' if done else 'refused'}"
        for role in Role
        for action, attempt in ATTEMPTS.items()
        if (done := _is_done(desk, role, page, attempt))
        != Rights({role}).may(action, state_for(action, page))
    ]

    assert wrong == []


def test_every_action_of_the_table_is_tried():
    """
    A new action comes with its attempt.
    """
    assert set(ATTEMPTS) == set(Action)


def test_a_refused_request_is_in_the_log(desk: Desk):
    """
    Who, from where, what, and why it was refused.
    """
    page = desk.at(State.FIRST)
    desk.do(Role.EDITOR, page, "approve")

    entry = AuditEntry.objects.filter(outcome="refused").latest("pk")
    assert entry.user_pk == desk.people[Role.EDITOR].pk
    assert entry.address == "127.0.0.1"
    assert f"/admin/review/{page.pk}/approve/" in entry.details
    assert "不能执行“审核通过”" in entry.details


def test_a_refusal_is_said_once(desk: Desk):
    """
    The reason, and not before it that the role may not open this page, which it may.
    """
    page = desk.at(State.FIRST)

    answer = desk.do(Role.EDITOR, page, "approve")

    shown = desk.client(Role.EDITOR).get(answer.url).content.decode()
    assert "不能执行“审核通过”" in shown
    assert "您的角色不能打开这个页面" not in shown


def test_a_request_that_is_answered_is_not_called_a_refusal(desk: Desk):
    """
    A step ends on the start page, as a refusal does.
    """
    desk.do(Role.FIRST, desk.at(State.FIRST), "approve")

    assert not AuditEntry.objects.filter(outcome="refused").exists()


def test_another_site_is_closed_to_everybody(desk: Desk):
    """
    Roles are of a site: at another, the same requests are refused.
    """
    from tests.cms.feed.city import a_column

    home = Page.get_first_root_node().add_child(instance=SiteHome(title="别处", slug="other"))
    there = home.add_child(instance=a_column("通知", "tz"))
    page = desk.draft("别处的稿件")
    page.move(there, pos="last-child")
    page = fresh(page)
    done = [
        f"{role.label} {action.label}"
        for role in (Role.EDITOR, Role.FINAL, Role.SITE_MANAGER)
        for action, attempt in ATTEMPTS.items()
        if _is_done(desk, role, page, attempt)
    ]
    listed = desk.client(Role.EDITOR).get(reverse("wagtailadmin_explore", args=[there.pk]))

    assert done == []
    assert "别处的稿件" not in listed.content.decode()


def test_media_of_another_site_are_not_seen(desk: Desk):
    """
    Pictures lie in the collection of their site.
    """
    from cms.media.models import Picture
    from tests.cms.feed.city import a_jpeg

    root = Collection.get_first_root_node()
    own = Collection.objects.get(name="示例")
    other = root.add_child(instance=Collection(name="别处"))
    pictures = [
        Picture.objects.create(
            title=f"图片在{place.name}", file=a_jpeg(), width=64, height=48, collection=place
        )
        for place in (own, other)
    ]
    client = desk.client(Role.EDITOR)
    shown = client.get(reverse("wagtailimages:index")).content.decode()
    answers = [
        client.get(reverse("wagtailimages:edit", args=[picture.pk])).status_code
        for picture in pictures
    ]

    assert "图片在示例" in shown
    assert "图片在别处" not in shown
    assert answers == [200, 302]


def test_drafts_of_another_site_cannot_be_linked_to(desk: Desk):
    """
    The chooser shows what is public anywhere, and what is one's own.
    """
    from tests.cms.feed.city import a_column

    home = Page.get_first_root_node().add_child(instance=SiteHome(title="别处", slug="other"))
    there = home.add_child(instance=a_column("通知", "tz"))
    for title, live in (("别处的草稿", False), ("别处的公开页面", True)):
        with import_right("test"):
            there.add_child(instance=Article(title=title, live=live))
    desk.draft("自己的草稿")
    client = desk.client(Role.EDITOR)
    shown = "".join(
        client.get(reverse("wagtailadmin_choose_page_child", args=[parent.pk])).json()["html"]
        for parent in (there, desk.city.notices)
    )

    assert "别处的公开页面" in shown
    assert "自己的草稿" in shown
    assert "别处的草稿" not in shown


def test_an_editor_does_not_publish_a_body(desk: Desk):
    """
    What they change of 机构 is a draft until the site manager publishes it.
    """
    body = desk.city.body
    address = reverse("wagtailsnippets_bodies_body:edit", args=[body.pk])
    form = {
        "name": "改了名的机构", "short_name": "", "credit_code": body.credit_code, "parent": "",
        "functions": "null", "address": "", "phone": "", "hours": "", "position": "0",
        "action-publish": "1",
    }  # fmt: skip
    for role in (Role.EDITOR, Role.FINAL):
        desk.client(role).post(address, form)
    body.refresh_from_db()
    assert body.name == "示例市人民政府"

    desk.client(Role.SITE_MANAGER).post(address, form)
    body.refresh_from_db()
    assert body.name == "改了名的机构"


def create(desk: Desk, role: Role) -> bool:
    address = reverse("wagtailadmin_pages:add", args=("news", "article", desk.city.notices.pk))
    return desk.client(role).get(address).status_code == 200


def arrange(desk: Desk, role: Role) -> bool:
    column = reverse("wagtailadmin_pages:edit", args=[desk.city.notices.pk])
    home = reverse("wagtailsettings:edit", args=("columns", "sitesettings", desk.city.site.pk))
    answers = {desk.client(role).get(address).status_code == 200 for address in (column, home)}
    assert len(answers) == 1
    return answers.pop()


def review_afterwards(desk: Desk, role: Role) -> bool:
    entry = EmergencyPublication.objects.get()
    return desk.client(role).get(reverse("review_afterwards", args=[entry.pk])).status_code == 200


def cluster(desk: Desk, role: Role) -> bool:
    answers = {
        desk.client(role).get(reverse(name)).status_code == 200
        for name in ("wagtailsites:index", "wagtailsnippets_columns_redirect:list")
    }
    assert len(answers) == 1
    return answers.pop()


def users(desk: Desk, role: Role) -> bool:
    return desk.client(role).get(reverse("wagtailusers_users:add")).status_code == 200


def read_log(desk: Desk, role: Role) -> bool:
    return desk.client(role).get(reverse("review_log")).status_code == 200


def bundle(desk: Desk, role: Role) -> bool:
    return desk.client(role).get(reverse("timing_add")).status_code == 200


def request(desk: Desk, role: Role) -> bool:
    return desk.client(role).get(reverse("placements_request")).status_code == 200


DUTY_ATTEMPTS = {
    Duty.CREATE: create,
    Duty.REQUEST: request,
    Duty.ARRANGE: arrange,
    Duty.BUNDLE: bundle,
    Duty.REVIEW_AFTERWARDS: review_afterwards,
    Duty.CLUSTER: cluster,
    Duty.USERS: users,
    Duty.READ_LOG: read_log,
}


def test_every_duty_is_open_to_its_roles_alone(desk: Desk):
    """
    The pages of each duty answer who has it and refuse everybody else.
    """
    desk.do(Role.SITE_MANAGER, desk.draft("紧急停水"), "emergency", reason="主管道爆裂")
    wrong = [
        f"{role.label} {duty.label}"
        for duty, attempt in DUTY_ATTEMPTS.items()
        for role in Role
        if attempt(desk, role) != Rights({role}).has(duty)
    ]

    assert set(DUTY_ATTEMPTS) == set(Duty)
    assert wrong == []


def test_the_three_administrators_have_nothing_of_each_other(desk: Desk):
    """
    Each of the three logs in and is shown none of the content.
    """
    for role in ADMINISTRATORS:
        response = desk.client(role).get(reverse("wagtailadmin_explore_root"))
        assert response.status_code == 302


def _is_done(desk: Desk, role: Role, page: Any, attempt: Attempt) -> bool:
    desk.client(role)  # logs in before the savepoint, which would undo it
    last = AuditEntry.objects.latest("pk").pk
    mark = transaction.savepoint()
    attempt.request(desk, role, page)
    done = AuditEntry.objects.filter(
        pk__gt=last, action__startswith=attempt.logged, outcome="done"
    ).exists()
    transaction.savepoint_rollback(mark)
    return done
