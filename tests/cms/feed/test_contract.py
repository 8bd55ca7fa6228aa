"""The declarations, the schemas and examples made from them, and the lines that are really exported."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cms.feed import checks
from cms.feed.generated import FOLDER, stale_files
from cms.feed.kind import Kind
from cms.feed.registry import kinds, sources
from cms.feed.triggers import TRIGGERS
from tests.cms.feed.city import City, Follower
from tests.cms.feed.schema import faults

DOCUMENT = (settings.ROOT / "docs/feed.md").read_text(encoding="utf-8")


def test_the_kinds_are_those_of_the_contract():
    """
    What is no page type stands in docs/feed.md by name, with every property it has.
    """
    for kind in kinds().values():
        if not kind.is_page:
            (row,) = [
                line for line in DOCUMENT.splitlines() if line.startswith(f"| `{kind.name}` ")
            ]
            assert [field.name for field in kind.fields if field.name not in row] == []


def test_generated_files_are_current():
    """
    Schemas and examples are what `manage.py feed_schemas` makes now.
    """
    assert stale_files() == []


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_every_example_fits_its_schema(kind: Kind):
    """
    Every kind has a schema and an example that fits it.
    """
    schema = json.loads((FOLDER / "schemas" / f"{kind.name}.json").read_text())
    example = json.loads((FOLDER / "examples" / f"{kind.name}.json").read_text())

    assert faults(example["data"], schema) == []


def test_every_exported_line_fits_its_schema(city: City, follower: Follower):
    """
    What is exported keeps to the schema, key by key.
    """
    for (kind, _), data in follower.known.items():
        assert faults(data, kinds()[kind].schema()) == [], kind


def test_every_kind_has_a_source():
    """
    What is declared is also exported.
    """
    assert {kind for source in sources().values() for kind in source.kinds} == set(kinds())


def test_the_order_of_keys_is_that_of_the_declaration(city: City, follower: Follower):
    """
    So that the same record always has the same bytes.
    """
    for (kind, _), data in follower.known.items():
        assert list(data) == [field.name for field in kinds()[kind].fields]


def test_a_missing_trigger_is_named_by_the_system_check(db: None):
    """
    `manage.py check --deploy --database default` fails where a table would change unnoticed.
    """
    TRIGGERS.remove(connection)
    found = checks.watched_tables_have_triggers(databases=["default"])
    TRIGGERS.install(connection)

    assert {message.id for message in found} == {"feed.E002"}
    assert any("core_contentpage" in message.msg for message in found)
    assert checks.watched_tables_have_triggers(databases=["default"]) == []


def test_a_table_that_a_migration_rebuilds_gets_its_triggers_back(db: None):
    """
    SQLite drops them with the old table; the end of `migrate` makes them again.
    """
    TRIGGERS.remove(connection)

    call_command("migrate", verbosity=0)

    assert TRIGGERS.missing(connection) == []
