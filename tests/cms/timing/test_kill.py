"""kill −9 at any write of a bundle, an approval, a place or a withdrawal: all of it is there afterwards, or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.databases import copy_migrated

HARNESS = """
import json, os, signal, sys
import django
django.setup()
from datetime import timedelta
from django.db import connection
from django.utils import timezone
from cms.feed.models import OutboxEntry
from cms.placements import placing
from cms.placements.models import SitePlacement
from cms.review import steps
from cms.review.models import Approval, AuditEntry, Withdrawal
from cms.review.rights import Role
from cms.timing.due import run_due
from cms.timing.models import Bundle
from wagtail.models import Page, Revision
from tests.cms.placements.neighbours import neighbours_of
from tests.cms.review.desk import REVIEWS, a_desk, fresh
from tests.cms.timing.two_sites import a_bundle, a_draft, a_second_site, passed

desk = a_desk()
if sys.argv[1] == "bundle":
    there = a_second_site(desk)
    pages = [a_draft(desk, desk.city.notices, "预案"), a_draft(desk, there, "解读")]
    bundle = a_bundle(desk, *pages)
    for page in pages:
        passed(desk, page)
    Bundle.objects.update(publish_at=timezone.now())
    Revision.objects.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now()
    )
    act = run_due
elif sys.argv[1] == "approval":
    page = desk.pass_reviews(desk.submit(desk.draft()), *REVIEWS[:2])
    act = lambda: steps.approve(desk.people[Role.FINAL], fresh(page))
elif sys.argv[1] == "place":
    neighbours = neighbours_of(desk)
    place = neighbours.offered()
    act = lambda: placing.accept(neighbours.people[Role.FINAL], place, neighbours.notices)
else:
    page = neighbours_of(desk).shown().page
    act = lambda: steps.withdraw(desk.people[Role.FINAL], fresh(page), "leak", "泄密")
OutboxEntry.objects.all().delete()

def seen():
    return {
        "live": sorted(Page.objects.filter(live=True).values_list("title", flat=True)),
        "scheduled": Revision.objects.filter(approved_go_live_at__isnull=False).count(),
        "bundles": list(Bundle.objects.values_list("status", flat=True)),
        "places": list(SitePlacement.objects.values_list("state", flat=True)),
        "steps": Approval.objects.count() + Withdrawal.objects.count(),
        "log": AuditEntry.objects.count(),
        "outbox": sorted(set(OutboxEntry.objects.values_list("source", flat=True))),
    }

def killed_at(number):
    count = 0
    def count_writes(execute, sql, params, many, context):
        nonlocal count
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            count += 1
            if count == number:
                execute(sql, params, many, context)
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
    connection.close()
    child = os.fork()
    if child == 0:
        with connection.execute_wrapper(count_writes):
            act()
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0

before, number, states = seen(), 1, []
while killed_at(number):
    states.append(seen())
    number += 1
print(json.dumps({"before": before, "killed": states, "after": seen()}))
"""


@pytest.mark.skipif(
    "postgresql" in os.environ.get("ZHANQUN_DATABASE", ""), reason="a server outlives its clients"
)
@pytest.mark.parametrize(
    ("what", "becomes"),
    [
        ("bundle", {"live"}),
        ("approval", {"live"}),
        ("place", {"places"}),
        ("withdrawal", {"live", "places"}),
    ],
)
def test_state_log_and_outbox_agree_after_a_kill(what: str, becomes: set[str], tmp_path: Path):
    """
    Killed after each of its writes in turn, it has left nothing; done in the end, it has left all.
    """
    database = tmp_path / "cms.sqlite3"
    copy_migrated(database)

    done = subprocess.run(
        [sys.executable, "-c", HARNESS, what],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.config.settings.test",
            "ZHANQUN_DATABASE": f"sqlite://{database}",
            "PYTHONPATH": os.pathsep.join(map(str, (settings.ROOT, settings.ROOT / "build"))),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["killed"]
    assert all(state == told["before"] for state in told["killed"])
    changed = {name for name in told["before"] if told["after"][name] != told["before"][name]}
    assert changed >= {*becomes, "log", "outbox"}
    assert told["after"]["scheduled"] == 0
