"""The desk, for what happens there at a time."""

from tests.cms.review.conftest import desk, furnished

__all__ = ["desk", "furnished"]
