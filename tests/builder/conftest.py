"""
What the builder's tests share: an empty store, and a cluster built from a few records.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder.addressing import Addressing
from builder.build import Plan, build, select_outputs
from builder.media import MediaFolder
from builder.paths import default_schemas, default_themes
from builder.schemas import Schemas, load_schemas
from builder.sources import FileSource
from builder.store import Store
from builder.theme import Theme
from tests.helpers import a_feed


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    """The schemas the cms generated."""
    return load_schemas(default_schemas())


@pytest.fixture(scope="session")
def theme() -> Theme:
    """The base theme."""
    return Theme(default_themes() / "base")


@pytest.fixture
def store(tmp_path: Path, schemas: Schemas) -> Store:
    """A store that was never filled."""
    return Store(tmp_path / "store.sqlite3", schemas, MediaFolder(tmp_path / "kept"))


@pytest.fixture
def built(tmp_path: Path, store: Store, theme: Theme) -> Callable[..., Path]:
    """`built(*records)` takes the records in as a full feed and returns the output folder."""

    def build_records(*records, media=(), only=(), mode="real", jobs=1, **header) -> Path:
        feed = a_feed(tmp_path, *records, media=media, **header)
        store.sync(FileSource(feed))
        plan = Plan(store, theme, Addressing(mode), select_outputs(only), tmp_path / "output")
        build(plan, jobs=jobs)
        return plan.output

    return build_records
