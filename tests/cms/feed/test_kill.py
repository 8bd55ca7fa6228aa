"""kill −9 in the middle of a change leaves both the change and its entry in the outbox, or neither."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.databases import copy_migrated

EDITOR = """
import os, signal
import django
django.setup()
from django.db import transaction
from cms.bodies.models import Body
from cms.feed.models import OutboxEntry

OutboxEntry.objects.all().delete()
with transaction.atomic():
    Body.objects.create(name="已提交")
with transaction.atomic():
    Body.objects.create(name="未提交")
    assert OutboxEntry.objects.count() == 2
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(
    "postgresql" in os.environ.get("ZHANQUN_DATABASE", ""), reason="a server outlives its clients"
)
def test_a_killed_editor_leaves_a_change_with_its_entry_or_neither(tmp_path: Path):
    """
    What was committed has its entry; what was not has none.
    """
    database = tmp_path / "cms.sqlite3"
    copy_migrated(database)

    killed = subprocess.run(
        [sys.executable, "-c", EDITOR],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.config.settings.test",
            "ZHANQUN_DATABASE": f"sqlite://{database}",
            "PYTHONPATH": str(settings.ROOT),
        },
        check=False,
    )

    assert killed.returncode == -9
    with sqlite3.connect(database) as connection:
        bodies = connection.execute("SELECT id, name FROM bodies_body").fetchall()
        entries = connection.execute("SELECT source, source_pk FROM feed_outboxentry").fetchall()
    assert [name for _, name in bodies] == ["已提交"]
    assert entries == [("body", bodies[0][0])]
