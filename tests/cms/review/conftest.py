"""Fixtures of the desk's tests."""

from __future__ import annotations

import pytest

from tests.cms.review.desk import Desk, a_desk


@pytest.fixture
def desk(db: None) -> Desk:
    """A site with one person in each role."""
    return a_desk()
