"""Passwords by rule, lock-out after failures, and the end of sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession

from cms.demo.accounts import new_password
from cms.review.models import AuditEntry
from cms.review.rights import Role
from tests.cms.review.desk import Desk
from tests.cms.review.test_guard import clock_at

LOGIN, HOME = reverse("wagtailadmin_login"), reverse("wagtailadmin_home")
RIGHT = "Shui-4-Qing-Yu"


@pytest.fixture
def person(desk: Desk) -> Any:
    """The editor, with a password."""
    user = desk.people[Role.EDITOR]
    user.set_password(RIGHT)
    user.save()
    return user


def log_in(client: Client, user: Any, password: str = RIGHT) -> bool:
    """Through the page; whether it worked."""
    client.post(LOGIN, {"username": user.username, "password": password})
    return client.get(HOME).status_code == 200


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Sh4-qing", "太短，至少要有 10"),
        ("shuiqingyudong", "至少要有三种"),
        ("shuiqing20260302", "至少要有三种"),
        ("20260302202603", "数字"),
        ("Editor-1ab", "相似"),
        (RIGHT, "相同"),
    ],
)
def test_a_poor_password_is_refused_in_chinese(password: str, why: str, person: Any):
    """
    Short, of few kinds, digits alone, like the name, or the same again.
    """
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)

    assert why in "".join(refused.value.messages)


@pytest.mark.parametrize("password", ["Shui4qingyu", "shui-4-qingyu", "示例Shui4Qing"])
def test_a_good_password_is_taken(password: str, person: Any):
    """
    Ten characters of three kinds.
    """
    validate_password(password, person)


def test_the_passwords_of_the_sample_users_keep_the_rule(db: None):
    """
    They are made without being looked at.
    """
    for _ in range(50):
        validate_password(new_password())


def test_the_security_administrator_cannot_give_a_poor_password(desk: Desk):
    """
    The rule holds in the form of a user.
    """
    form = {"username": "neu", "first_name": "", "last_name": "", "email": "a@example.gov.cn"}
    form |= {"password1": "simplepassword", "password2": "simplepassword"}
    answer = desk.client(Role.SECURITY).post(reverse("wagtailusers_users:add"), form)

    assert "至少要有三种" in answer.content.decode()
    assert not get_user_model().objects.filter(username="neu").exists()


def test_a_name_is_locked_after_five_failures(person: Any, client: Client):
    """
    From everywhere, with the right password too, with a sentence and in the log; another name is not.
    """
    for _ in range(settings.AXES_FAILURE_LIMIT):
        log_in(client, person, "Wrong-1-wrong")
    other_place = Client(REMOTE_ADDR="192.0.2.7")

    assert not log_in(other_place, person)
    assert "账号已锁定 30 分钟" in client.get(LOGIN).content.decode()
    assert AuditEntry.objects.filter(action="login.locked", outcome="refused").exists()
    assert AuditEntry.objects.filter(action="login", outcome="refused").count() >= 4

    friend = get_user_model().objects.create_user("friend", password=RIGHT, is_superuser=True)
    assert log_in(Client(), friend)


def test_a_lock_ends_by_itself_or_by_hand(person: Any, client: Client):
    """
    After half an hour, or when the operator says so.
    """
    for _ in range(settings.AXES_FAILURE_LIMIT):
        log_in(client, person, "Wrong-1-wrong")
    assert not log_in(client, person)

    AccessAttempt.objects.update(
        attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=31)
    )
    assert log_in(client, person)

    for _ in range(settings.AXES_FAILURE_LIMIT):
        log_in(Client(), person, "Wrong-1-wrong")
    call_command("axes_reset_username", person.username)
    assert log_in(Client(), person)


def test_four_failures_are_forgotten_by_a_success(person: Any, client: Client):
    """
    Only those in a row count.
    """
    for _ in range(2):
        for _ in range(settings.AXES_FAILURE_LIMIT - 1):
            log_in(Client(), person, "Wrong-1-wrong")
        assert log_in(client, person)


def test_a_session_nobody_uses_ends(desk: Desk):
    """
    After half an hour; an open editor that asks by itself does not count as use.
    """
    client, page = desk.client(Role.EDITOR), desk.draft()
    assert client.get(HOME).status_code == 200
    ping = reverse(
        "wagtailadmin_editing_sessions:ping", args=["news", "article", page.pk, _session_of(page)]
    )

    with later(29 * 60):
        assert client.post(ping).status_code != 302
    with later(31 * 60):
        answer = client.get(HOME)

    assert answer.status_code == 302
    assert "30 分钟没有操作" in client.get(LOGIN).content.decode()
    assert AuditEntry.objects.filter(action="session.end").exists()


def test_a_session_in_use_ends_after_twelve_hours(desk: Desk):
    """
    Whoever works on goes on until then.
    """
    client = desk.client(Role.EDITOR)
    client.get(HOME)
    steps = range(25 * 60, 12 * 3600, 25 * 60)
    for seconds in steps:
        with later(seconds):
            assert client.get(HOME).status_code == 200
    with later(12 * 3600 + 1):
        assert client.get(HOME).status_code == 302


def test_a_login_elsewhere_ends_the_session_before(person: Any):
    """
    One person, one session; a change of the password keeps it.
    """
    first, second = Client(), Client()
    assert log_in(first, person)
    assert log_in(second, person)

    assert first.get(HOME).status_code == 302
    assert second.get(HOME).status_code == 200


def later(seconds: int) -> Any:
    """The clock, so much later."""
    return clock_at(timezone.now() + timedelta(seconds=seconds))


def _session_of(page: Any) -> int:
    return EditingSession.objects.create(
        user=page.owner,
        content_type=ContentType.objects.get_for_model(page),
        object_id=page.pk,
        last_seen_at=timezone.now(),
    ).pk
