"""
Tables whose rows are written once. Triggers refuse to change or delete a row, whoever tries: a model, a
`queryset.update()`, SQL typed by hand. SQLite drops triggers with a table that a migration rebuilds, so they
are put back after every `migrate`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

TABLES = (
    "review_approval",
    "review_auditentry",
    "review_confidentialityreview",
    "review_withdrawal",
)
PREFIX = "append_only_"


def connect() -> None:
    """Listen for the end of a migration."""
    post_migrate.connect(
        _install, sender=apps.get_app_config("review"), dispatch_uid="append-only triggers"
    )


def _install(using: str, **kwargs: Any) -> None:
    install(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on those of `TABLES` that exist."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in TABLES:
            if table in present:
                for statement in _statements(connection.vendor, table):
                    cursor.execute(statement)


def _statements(vendor: str, table: str) -> Iterator[str]:
    message = f"{table} is append-only"
    if vendor == "sqlite":
        for event in ("UPDATE", "DELETE"):
            yield (
                f'CREATE TRIGGER IF NOT EXISTS "{PREFIX}{table}_{event.lower()}" BEFORE {event} '
                f"ON \"{table}\" BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    name = f"{PREFIX}{table}"
    yield (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
    )
    yield f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'
    yield (
        f'CREATE TRIGGER "{name}" BEFORE UPDATE OR DELETE ON "{table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{name}"()'
    )
