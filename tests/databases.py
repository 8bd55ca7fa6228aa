"""
A migrated database without migrating for every run.

Migrations take ten to twenty seconds. The real command makes a template once, kept in the temporary folder under
a digest of everything that decides its content; who needs a database takes a copy.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django
import wagtail

PROJECT = Path(__file__).resolve().parents[1]


def copy_migrated(to: Path) -> None:
    """Put a SQLite file with every migration applied there."""
    template = Path(tempfile.gettempdir()) / f"zhanqun-template-{os.getuid()}-{_digest()}.sqlite3"
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            _migrate_into(template)
    shutil.copyfile(template, to)


def _migrate_into(template: Path) -> None:
    beside = template.with_suffix(f".{os.getpid()}")
    subprocess.run(
        [sys.executable, PROJECT / "cms" / "manage.py", "migrate", "-v0"],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "cms.config.settings.test",
            "ZHANQUN_DATABASE": f"sqlite://{beside}",
            "PYTHONPATH": os.pathsep.join(map(str, (PROJECT, PROJECT / "build"))),
        },
        check=True,
    )
    beside.rename(template)


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
