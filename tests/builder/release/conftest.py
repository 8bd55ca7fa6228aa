"""
What the tests of releases share: a store in an empty folder, and trees written out in the test.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from builder.release import ReleaseStore, Retention
from builder.release.signing import Signer
from tests.programs import free_port, listening, program


@pytest.fixture
def releases(tmp_path: Path) -> ReleaseStore:
    """The releases of an output folder that does not exist yet."""
    return ReleaseStore(tmp_path / "output")


@pytest.fixture
def released(tmp_path: Path) -> Callable[..., ReleaseStore]:
    """`released({"portal": {"a/b.html": "…"}}, …)` releases these sites as one build would."""

    def release(
        sites: dict[str, dict[str, str]],
        signer: Signer | None = None,
        retention: Retention | None = None,
        now: datetime | None = None,
    ) -> ReleaseStore:
        store = ReleaseStore(tmp_path / "output", signer, retention)
        with store.run(now) as run:
            for slug, files in sites.items():
                write(run.staged(slug), files)
            run.switch({slug: run.take(slug) for slug in sites})
            run.retire_others(sites)
        return store

    return release


@pytest.fixture(scope="package")
def ssh(tmp_path_factory) -> Iterator[str]:
    """How to reach an ssh server of our own on the loopback address."""
    sshd, keygen = program("sshd", "openssh-server"), program("ssh-keygen", "openssh-client")
    folder: Path = tmp_path_factory.mktemp("ssh")
    for name in ("host", "user"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    port = free_port()
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host",
        "AuthorizedKeysFile": folder / "user.pub",
        "PidFile": "none",
        "StrictModes": "no",
        "UsePAM": "no",
        "PasswordAuthentication": "no",
        "PermitRootLogin": "prohibit-password",
        "MaxStartups": 100,
    }
    lines = [f"{name} {value}\n" for name, value in settings.items()]
    (folder / "sshd_config").write_text("".join(lines))
    known = (folder / "host.pub").read_text()
    (folder / "known").write_text(f"[127.0.0.1]:{port} {known}")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with listening(port, sshd, "-D", "-e", "-f", folder / "sshd_config"):
        yield f"ssh -F none -p {port} -i {folder / 'user'} -o UserKnownHostsFile={folder / 'known'}"


def write(folder: Path, files: dict[str, str]) -> Path:
    """A plain tree."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return folder
