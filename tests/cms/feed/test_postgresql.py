"""The promises of the feed and of the search hold on PostgreSQL too: the same tests, on a server of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings

from tests.conftest import do_without

HERE = Path(__file__).parent
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))

pytestmark = [pytest.mark.postgresql, pytest.mark.long]


@pytest.fixture
def server() -> Iterator[str]:
    """
    The address of a database on a fresh server that listens on a socket alone.

    Not in pytest's temporary folder, which the tests run inside this one clear away.
    """
    initdb = shutil.which("initdb", path=f"{os.environ['PATH']}:{BINARIES[-1] if BINARIES else ''}")
    if initdb is None:
        do_without("no PostgreSQL; install Debian's postgresql to test the feed on it")
    with TemporaryDirectory(prefix="zhanqun-postgresql-") as folder:
        yield from _serve(Path(initdb).resolve().parent, Path(folder))


def test_the_promises_are_kept_on_postgresql(server: str):
    """
    Every test of both passes there.
    """
    found = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-m", "not long", "-p", "no:cacheprovider"),
            *(HERE, HERE / "on_postgresql.py", HERE.parent / "lookup"),
        ],
        env={**os.environ, "ZHANQUN_DATABASE": server},
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stdout[-5_000:]


def _serve(programs: Path, folder: Path) -> Iterator[str]:
    # PostgreSQL refuses root.
    user = "postgres" if os.geteuid() == 0 else None
    folder.chmod(0o777)

    def run(program: str, *options: object) -> None:
        command = [programs / program, *options]
        subprocess.run(command, check=True, user=user, stdout=subprocess.DEVNULL)

    data = folder / "data"
    run("initdb", "-D", data, "-U", "tests", "-E", "UTF8", "-A", "trust", "--no-sync")
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    run("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql://tests@{str(folder).replace('/', '%2F')}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
