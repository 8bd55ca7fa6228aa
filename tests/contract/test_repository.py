"""
What no file of the project may hold: places on somebody's machine, addresses of package indexes.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parents[2]
MACHINE_PATH = re.compile(r"(?<![\w.)}-])/(?:work|tmp|root|home)/\w")
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")


def texts() -> dict[str, str]:
    """Every text file that git knows, by its path."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    found = {}
    for name in filter(None, listed.stdout.split("\0")):
        try:
            found[name] = (PROJECT / name).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    return found


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_place_on_somebody_s_machine() -> None:
    """
    Paths are relative to the project or come from the environment.
    """
    assert lines_with(MACHINE_PATH) == []


def test_nothing_is_left_to_do_in_a_comment() -> None:
    """
    What is not finished is not written down as if it were.
    """
    assert lines_with(UNFINISHED) == []


def test_requirements_name_no_index() -> None:
    """
    Pins and hashes only: the same files work behind any mirror.
    """
    for path in (PROJECT / "requirements").glob("*.txt"):
        text = path.read_text("utf-8")

        assert "://" not in text, path.name
        assert not re.search(r"^-", text, re.MULTILINE), path.name
        assert re.search(r"^[\w-]+==", text, re.MULTILINE), path.name


def test_every_package_we_name_is_pinned_within_its_range() -> None:
    """
    `make lock` was run after the last change of pyproject.toml.
    """
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    named = [
        *extras["cms"],
        *extras["build"],
        *extras["check"],
        *project["dependency-groups"]["dev"],
    ]
    pinned = dict(
        re.findall(
            r"^([\w.-]+)==(\S+)", (PROJECT / "requirements/dev.txt").read_text("utf-8"), re.M
        )
    )

    for requirement in map(Requirement, named):
        assert requirement.specifier.contains(pinned[requirement.name]), requirement.name


def test_no_lock_file_records_download_addresses() -> None:
    """
    Neither uv's nor npm's lock file is committed.
    """
    assert {Path(name).name for name in texts()}.isdisjoint({"uv.lock", "package-lock.json"})
