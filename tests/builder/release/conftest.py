"""
What the tests of releases share: a store in an empty folder, and trees written out in the test.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from builder.release import ReleaseStore, Retention
from builder.release.signing import Signer


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


def write(folder: Path, files: dict[str, str]) -> Path:
    """A plain tree."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return folder
