"""三员分立: who is given which role."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from cms.review.groups import group_of
from cms.review.rights import Role
from tests.cms.review.desk import Desk


@pytest.mark.parametrize("other", [Role.SYSTEM, Role.AUDIT, Role.EDITOR])
def test_an_administrator_has_no_second_role(other: Role, desk: Desk):
    """
    In whatever way they are put into a group.
    """
    group = group_of(other, desk.city.home if other is Role.EDITOR else None)
    user = desk.people[Role.SECURITY]

    with pytest.raises(ValidationError), transaction.atomic():
        user.groups.add(group)
    with pytest.raises(ValidationError), transaction.atomic():
        group.user_set.add(user)


def test_the_security_administrator_gives_roles_but_none_to_themselves(desk: Desk):
    """
    A combination is refused at the field; their own roles, and a superuser's account, are not theirs.
    """
    client = desk.client(Role.SECURITY)
    root = get_user_model().objects.create_superuser("root", "", "secret")
    editor, own = desk.people[Role.EDITOR], desk.people[Role.SECURITY]
    audit, final = group_of(Role.AUDIT), group_of(Role.FINAL, desk.city.home)

    def save(user, *groups, **more) -> str:
        form = {
            "username": user.username, "last_name": "某", "first_name": "某",
            "email": "a@example.gov.cn", "groups": [group.pk for group in groups], **more,
        }  # fmt: skip
        address = reverse("wagtailusers_users:edit", args=[user.pk])
        return client.post(address, form).content.decode()

    assert "不能同时在网站中任编辑" in save(editor, audit, final, is_active="on")
    assert "不能修改自己的角色" in save(own, audit)
    save(root, final, is_active="on", is_superuser="on")
    save(editor, final, is_active="on", is_superuser="on")

    assert not root.groups.exists()
    editor.refresh_from_db()
    assert not editor.is_superuser
    assert list(editor.groups.all()) == [final]


def test_the_list_of_users_shows_their_roles(desk: Desk):
    """
    And who may no longer log in, in words.
    """
    desk.people[Role.FIRST].is_active = False
    desk.people[Role.FIRST].save()

    shown = desk.client(Role.SECURITY).get(reverse("wagtailusers_users:index")).content.decode()

    assert group_of(Role.FIRST, desk.city.home).name in shown
    assert "审计管理员" in shown
    assert "已停用" in shown
    assert 'title="True"' not in shown


def test_roles_are_asked_for_on_the_page_where_a_user_is_made(desk: Desk):
    """
    Behind a tab they were forgotten.
    """
    shown = desk.client(Role.SECURITY).get(reverse("wagtailusers_users:add")).content.decode()

    assert "一个人可以在几个网站任职" in shown
    assert 'role="tabpanel"' not in shown
