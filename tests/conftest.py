"""
What all tests share: the reference data, a database, a browser, and a hypothesis that repeats itself.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import settings

from tests.databases import copy_migrated

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.plugin import DjangoDbBlocker

PROJECT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() == "true"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Three on two processors: a quarter of the time of a journey is waiting for a browser or a process."""
    return max(1, len(os.sched_getaffinity(0)) * 3 // 2)


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """
    The folder of reference data: $ZHANQUN_DATA, else ../shared/data beside the project.
    """
    folder = Path(os.environ.get("ZHANQUN_DATA") or PROJECT.parent / "shared" / "data")
    if not folder.is_dir():
        do_without(f"no reference data at {folder}; set ZHANQUN_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Replaces pytest-django's own: the tests' database is a copy of a migrated one."""
    if connection.vendor != "sqlite":
        request.getfixturevalue("database_of_the_server")
        yield
        return
    copy = tmp_path_factory.mktemp("database") / "cms.sqlite3"
    copy_migrated(copy)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = str(copy)
        django_settings.DATABASES["default"]["NAME"] = str(copy)
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """
    A headless Chromium: $ZHANQUN_CHROMIUM, else the one on the path.
    """
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("ZHANQUN_CHROMIUM", ""), *CHROMIUM_NAMES)
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    if program is None:
        do_without("no Chromium; run requirements/browser.sh or set ZHANQUN_CHROMIUM")
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()


def do_without(reason: str) -> NoReturn:
    """Skip on somebody's own machine, fail in CI: there nothing may go untested."""
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
