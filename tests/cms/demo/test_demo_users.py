"""``manage.py demo_users``: somebody in each role."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from cms.columns.sync import sync_sites
from cms.review.models import RoleGrant
from cms.review.rights import Role
from sites.registry import load_sites

pytestmark = pytest.mark.django_db


def test_makes_one_of_each_role_for_each_site():
    """
    Five for each site, and one of each of the three administrators, who belong to the whole cluster.
    """
    sites = load_sites()[:2]
    sync_sites(sites)
    output = StringIO()

    call_command("demo_users", "--json", *(f"--site={site.slug}" for site in sites), stdout=output)

    users = json.loads(output.getvalue())["users"]
    assert len(users) == 5 * len(sites) + 3
    people = get_user_model().objects
    assert all(people.get(username=u["username"]).check_password(u["password"]) for u in users)
    held = RoleGrant.objects.filter(group__user__isnull=False).values_list("role", "home__slug")
    assert sorted(held, key=str) == sorted(
        [
            *((role, site.slug) for role in list(Role)[:5] for site in sites),
            *((role, None) for role in list(Role)[5:]),
        ],
        key=str,
    )


def test_says_what_to_do_before_there_are_sites(capsys):
    """
    Without `sync_sites` there is nobody to be.
    """
    with pytest.raises(SystemExit):
        call_command("demo_users", "--site=water")

    assert "sync_sites" in capsys.readouterr().err
