"""
A migrated database for every test of the cms, without migrating for every run.

Migrations take ten to twenty seconds. They are run once into a template, kept in the temporary folder
under a digest of everything that decides its content; each run and worker gets a copy.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
import wagtail
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def migrated_template(django_db_blocker: DjangoDbBlocker) -> Path:
    """
    A SQLite file with every migration applied; copy it, never write to it.
    """
    name = f"zhanqun-template-{os.getuid()}-{_digest()}.sqlite3"
    template = Path(tempfile.gettempdir()) / name
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            _migrate_into(template, django_db_blocker)
    return template


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Replaces pytest-django's own: the tests' database is a copy of the template."""
    if connection.vendor != "sqlite":
        request.getfixturevalue("database_of_the_server")
        yield
        return
    template = request.getfixturevalue("migrated_template")
    copy = tmp_path_factory.mktemp("database") / "cms.sqlite3"
    shutil.copyfile(template, copy)
    with django_db_blocker.unblock():
        _use(copy)
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture(scope="session")
def database_of_the_server(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test database on the server that ZHANQUN_DATABASE names."""
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(name, verbosity=0)


def _migrate_into(template: Path, blocker: DjangoDbBlocker) -> None:
    beside = template.with_suffix(f".{os.getpid()}")
    with blocker.unblock():
        _use(beside)
        call_command("migrate", verbosity=0, skip_checks=True)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    beside.rename(template)


def _use(path: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    settings.DATABASES["default"]["NAME"] = str(path)


def _digest() -> str:
    digest = hashlib.sha256(f"{django.__version__} {wagtail.__version__}".encode())
    decisive = [
        *(PROJECT / "cms").glob("*/migrations/*.py"),
        *(PROJECT / "cms").glob("*/models.py"),
        *(PROJECT / "cms/feed/kinds").glob("*.py"),
        PROJECT / "cms/core/triggers.py",
        PROJECT / "cms/feed/triggers.py",
        PROJECT / "cms/lookup/texts.py",
        PROJECT / "cms/review/append_only.py",
        PROJECT / "cms/config/settings/base.py",
    ]
    for path in sorted(decisive):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
