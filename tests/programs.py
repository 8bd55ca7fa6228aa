"""
Programs of Debian that some tests need: installed where that is allowed, and started for one test.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.conftest import do_without

_PATH = f"{os.environ['PATH']}:/usr/sbin:/sbin"


def program(name: str, package: str) -> str:
    """Where a program is; on Debian its package is installed when it is missing."""
    found = shutil.which(name, path=_PATH)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(package)
        found = shutil.which(name, path=_PATH)
    if found is None:
        do_without(f"no {name}; install Debian's package {package}")
    return found


def _install(package: str) -> None:
    """One at a time: apt refuses a second one, and other workers may want other packages."""
    with Path(tempfile.gettempdir(), f"zhanqun-apt-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in (["update"], ["install", "-y", "--no-install-recommends", package]):
            patient = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120", *command]
            subprocess.run(patient, capture_output=True, check=False)


def free_port() -> int:
    """A port of the loopback address that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def listening(
    port: int,
    *command: str | Path,
    environment: Mapping[str, str] | None = None,
    seconds: int = 30,
) -> Iterator[None]:
    """A server for as long as it is needed, from the moment it answers, which is within these seconds."""
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [*map(str, command)], env=environment, stdout=subprocess.DEVNULL, stderr=said
        ) as server,
    ):
        try:
            _wait_for(port, server, said, seconds)
            yield
        finally:
            server.terminate()


def _wait_for(port: int, server: subprocess.Popen[bytes], said: IO[bytes], seconds: int) -> None:
    for _ in range(20 * seconds):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            said.seek(0)
            raise AssertionError(said.read().decode(errors="replace"))
        time.sleep(0.05)
    raise AssertionError(f"nothing answers at port {port}")
