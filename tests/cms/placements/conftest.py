"""The desk, and the site beside it."""

import pytest

from tests.cms.placements.neighbours import Neighbours, neighbours_of
from tests.cms.review.conftest import desk, furnished
from tests.cms.review.desk import Desk

__all__ = ["desk", "furnished"]


@pytest.fixture
def neighbours(desk: Desk) -> Neighbours:
    """Two sites with a person in each role of each."""
    return neighbours_of(desk)
