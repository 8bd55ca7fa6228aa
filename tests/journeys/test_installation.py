"""
An inspector installs the checker alone.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
OF_OTHERS = {"django", "wagtail", "pelican", "whoosh-reloaded", "whoosh", "lxml", "beautifulsoup4"}


def run(*command: str | Path, status: int = 0) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=600)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.long
def test_the_extra_check_is_enough_to_inspect(tmp_path):
    """
    `pip install '.[check]'` in an empty environment brings no framework of the other parts, and
    `link-checker inspect` runs there.
    """
    programs = tmp_path / "venv" / "bin"
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    run(programs / "pip", "install", "--quiet", f"{PROJECT}[check]")
    site = tmp_path / "portal"
    site.mkdir()
    (site / "index.html").write_text('<a href="gone.html">旧通知</a>', encoding="utf-8")

    packages = run(programs / "pip", "list", "--format", "freeze").lower().splitlines()
    told = run(
        programs / "link-checker", "inspect", site, "--report", tmp_path / "reports", status=1
    )

    assert {line.partition("==")[0] for line in packages} & OF_OTHERS == set()
    assert "http://portal.localhost/gone.html" in told
    assert (tmp_path / "reports" / "report.html").is_file()


@pytest.mark.long
def test_without_its_extra_the_command_names_it(tmp_path):
    """
    Whoever installed the package bare gets one sentence, not a traceback.
    """
    programs = tmp_path / "venv" / "bin"
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    run(programs / "pip", "install", "--quiet", PROJECT)

    told = run(programs / "link-checker", "inspect", ".", status=3)

    assert "pip install 'zhanqun[check]'" in told and "Traceback" not in told
