"""
What is made from the models and committed is what the models would make now.
"""

from __future__ import annotations

import pytest
from django.core.management import call_command

from cms.feed.generated import stale_files


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    """
    `makemigrations` would find nothing to do.
    """
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_schemas_and_examples_are_those_of_the_models() -> None:
    """
    `manage.py feed_schemas` would write nothing.
    """
    assert stale_files() == []
