"""Fixtures of the desk's tests."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.cms.review.desk import Desk, a_desk


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    """A site with one person in each role, for all tests of a module; undone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_desk()
        transaction.set_rollback(True)


@pytest.fixture
def desk(furnished: Desk, db: None) -> Desk:
    """The desk as it was furnished, whatever other tests did to theirs."""
    return deepcopy(furnished)
