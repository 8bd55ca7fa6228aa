"""Every role × action × state of a place: the server does what the table says, at both sites."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cms.placements.models import SitePlacement
from cms.review.models import AuditEntry
from cms.review.rights import SITE_ROLES, PlaceAction, PlaceState, Rights, Role
from tests.cms.placements.neighbours import Neighbours, step


def attempts(neighbours: Neighbours) -> dict[PlaceAction, dict[str, Any]]:
    """What is posted for each action."""
    where = {"column": neighbours.news.pk}
    return {
        PlaceAction.ACCEPT: where,
        PlaceAction.DECLINE: {"reason": "与本局无关"},
        PlaceAction.ARRANGE: where,
        PlaceAction.TAKE_OFF: {"reason": "已过时"},
        PlaceAction.RECALL: {},
    }


@pytest.mark.parametrize("state", PlaceState)
def test_the_server_answers_as_the_table_says(state: PlaceState, neighbours: Neighbours):
    """
    Each role of the site that shows the text, and of the cluster, tries each action by direct request. The text was
    offered, so 收回 is its own site's.
    """
    place = neighbours.at(state)
    assert place.place_state is state
    wrong = []
    for role in Role:
        here = neighbours.people.get(role)
        client = neighbours.client(role) if here else neighbours.desk.client(role)
        for action, data in attempts(neighbours).items():
            is_theirs = here is not None and action is not PlaceAction.RECALL
            expected = is_theirs and Rights({role}).may_place(action, state)
            if _is_done(client, place, action, data) != expected:
                wrong.append(f"{role.label} {action.label}")

    assert set(attempts(neighbours)) == set(PlaceAction)
    assert wrong == []


@pytest.mark.parametrize("state", PlaceState)
def test_the_site_of_the_text_has_no_say_at_the_other(state: PlaceState, neighbours: Neighbours):
    """
    Its people do nothing to a place but take back their offer.
    """
    place = neighbours.at(state)
    done = {
        (role, action)
        for role in SITE_ROLES
        for action, data in attempts(neighbours).items()
        if _is_done(neighbours.desk.client(role), place, action, data)
    }

    is_open = Rights({Role.EDITOR}).may_place(PlaceAction.RECALL, state)
    assert done == ({(Role.EDITOR, PlaceAction.RECALL)} if is_open else set())


def test_a_refused_request_is_in_the_log(neighbours: Neighbours):
    """
    With the sentence that its sender reads.
    """
    place = neighbours.offered()
    step(neighbours.client(Role.EDITOR), place, "accept", column=neighbours.news.pk)

    entry = AuditEntry.objects.filter(outcome="refused").latest("pk")
    assert entry.user_pk == neighbours.people[Role.EDITOR].pk
    assert f"/admin/places/{place.pk}/accept/" in entry.details
    assert "现在是“待同意”，您的角色不能执行“同意展示”" in entry.details


def _is_done(client: Client, place: SitePlacement, action: PlaceAction, data: Any) -> bool:
    client.get("/admin/")  # the first request of a session writes into it
    last = AuditEntry.objects.latest("pk").pk
    mark = transaction.savepoint()
    step(client, place, action.value, **data)
    logged = AuditEntry.objects.filter(pk__gt=last, action=f"place.{action}", outcome="done")
    done = logged.exists()
    transaction.savepoint_rollback(mark)
    return done
