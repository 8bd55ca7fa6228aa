"""What can only happen where several write at once. Run by `test_postgresql.py`, on its server."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from cms.bodies.models import Body
from cms.feed.audit import differences
from cms.feed.triggers import TRIGGERS
from cms.review.audit import record
from cms.review.models import AuditEntry
from tests.cms.feed.city import Follower, a_city


@pytest.mark.django_db(transaction=True)
def test_a_change_that_commits_late_is_not_lost():
    """
    A slow transaction began before a feed was read and ends after it: its change is in the next feed.
    """
    city, follower = a_city(), Follower()
    follower.news()
    has_changed, may_commit = Event(), Event()
    slow = Thread(target=_rename_slowly, args=(city.body.pk, has_changed, may_commit))
    slow.start()
    has_changed.wait(10)
    city.add("期间发布的一条")
    during = follower.news()
    may_commit.set()
    slow.join()

    assert {line["kind"] for line in during} == {"article", "placement"}
    assert [line["data"]["name"] for line in follower.news()] == ["晚提交的名称"]
    assert list(differences()) == []


@pytest.mark.django_db
def test_every_watched_table_has_its_triggers():
    """
    No name was cut to what PostgreSQL allows.
    """
    assert TRIGGERS.missing(connection) == []


@pytest.mark.django_db
def test_the_log_is_append_only():
    """
    The database refuses, as SQLite does.
    """
    record("test", "试验")
    for change in (AuditEntry.objects.all().delete, lambda: AuditEntry.objects.update(details="")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def _rename_slowly(key: int, has_changed: Event, may_commit: Event) -> None:
    with transaction.atomic():
        Body.objects.filter(pk=key).update(name="晚提交的名称")
        has_changed.set()
        may_commit.wait(10)
    connection.close()
