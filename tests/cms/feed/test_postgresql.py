"""The promises of the feed hold on PostgreSQL too: the same tests, on a server of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import _do_without

HERE = Path(__file__).parent
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))

pytestmark = [pytest.mark.postgresql, pytest.mark.long]


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database on a fresh server that listens on a socket alone."""
    initdb = shutil.which("initdb", path=f"{os.environ['PATH']}:{BINARIES[-1] if BINARIES else ''}")
    if initdb is None:
        _do_without("no PostgreSQL; install Debian's postgresql to test the feed on it")
    bin_folder = Path(initdb).resolve().parent
    folder = tmp_path_factory.mktemp("postgresql")
    user = _unprivileged(folder)
    data, sockets = folder / "data", folder / "sockets"
    sockets.mkdir(mode=0o777)
    sockets.chmod(0o777)

    def run(program: str, *options: object) -> None:
        command = [bin_folder / program, *options]
        subprocess.run(command, check=True, user=user, stdout=subprocess.DEVNULL)

    run("initdb", "-D", data, "-U", "tests", "-E", "UTF8", "--no-sync")
    options = f"-k {sockets} -c listen_addresses= -c fsync=off"
    run("pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start")
    yield f"postgresql://tests@{str(sockets).replace('/', '%2F')}/postgres"
    run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def test_the_feed_keeps_its_promises_on_postgresql(server: str):
    """
    Every test of the feed passes there.
    """
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "not long", "-p", "no:cacheprovider", HERE],
        env={**os.environ, "ZHANQUN_DATABASE": server},
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stdout[-5_000:]


def _unprivileged(folder: Path) -> str | None:
    """PostgreSQL refuses root: its own user, who must then be able to reach the folder."""
    if os.geteuid() != 0:
        return None
    for path in (folder, folder.parent, folder.parent.parent):
        path.chmod(0o777 if path == folder else 0o755)
    return "postgres"
