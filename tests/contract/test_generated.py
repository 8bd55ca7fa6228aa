"""
What is made from the models and committed is what the models would make now.
"""

from __future__ import annotations

import pytest
from django.core.management import call_command

from cms.feed.generated import stale_files
from cms.review.documentation import FILE, rights_page


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


def test_the_page_of_rights_is_that_of_the_table() -> None:
    """
    `manage.py rights_docs` would write the same.
    """
    assert FILE.read_text(encoding="utf-8") == rights_page()
