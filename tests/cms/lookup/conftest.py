"""Fixtures of the tests of finding."""

from __future__ import annotations

import pytest

from tests.cms.feed.city import City, a_city


@pytest.fixture
def city(db: None) -> City:
    """A city as its editors would have made it."""
    return a_city()
