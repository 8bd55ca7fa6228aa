"""Fixtures of the feed's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from cms.feed.audit import differences
from tests.cms.feed.city import City, Follower, a_city


@pytest.fixture
def city(db: None) -> City:
    """A city as its editors would have made it."""
    return a_city()


@pytest.fixture
def follower(city: City) -> Iterator[Follower]:
    """Has read everything there is. After the test, the ledger must agree with the database."""
    follower = Follower()
    follower.news()
    yield follower
    follower.news()
    assert list(differences()) == []


@pytest.fixture
def admin(client: Client) -> Client:
    """A browser with an administrator of the cms."""
    user = get_user_model().objects.create_superuser("admin", "admin@example.gov.cn", "secret")
    client.force_login(user)
    return client
