"""
The outbox is written by the database: whoever changes a watched row, in whatever way, leaves an entry in
the same transaction.

A trigger's name carries a digest of its text, so that what is installed can be compared with what is
declared. SQLite drops triggers with the table when a later migration rebuilds it; they are therefore
brought up to date after every `migrate` (`cms.feed.signals`) as well as by `InstallTriggers`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from cms.feed.sources import Watched

PREFIX = "feed_touch_"
OUTBOX = "feed_outboxentry"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: its table and the statements that make it."""

    name: str
    table: str
    statements: tuple[str, ...]


def declared_triggers(vendor: str) -> dict[str, Trigger]:
    """Name → trigger, for every watched table of every source."""
    from cms.feed.registry import sources

    return {
        trigger.name: trigger
        for source in sources().values()
        for watched in source.watched
        for trigger in _triggers(vendor, source.name, watched)
    }


def installed_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name → table, of our triggers in the database."""
    query = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: table for name, table in cursor.fetchall() if name.startswith(PREFIX)}


def missing_triggers(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """Declared triggers that the database lacks, or has in another form."""
    installed = installed_triggers(connection)
    declared = declared_triggers(connection.vendor)
    return [trigger for name, trigger in declared.items() if name not in installed]


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers what is declared; tables that do not exist yet are left for the next time."""
    remove(connection, keep=set(declared_triggers(connection.vendor)))
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in missing_triggers(connection):
            if trigger.table in present and OUTBOX in present:
                for statement in trigger.statements:
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, keep: set[str] | None = None) -> None:
    """Drop our triggers, all but those to keep."""
    with connection.cursor() as cursor:
        for name, table in installed_triggers(connection).items():
            if name in (keep or ()):
                continue
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
                cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"()')


class InstallTriggers(Operation):
    """Migration operation: make the triggers what the sources declare; backwards removes them all."""

    reversible = True
    reduces_to_sql = False

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        install(connections[schema_editor.connection.alias])

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        remove(connections[schema_editor.connection.alias])

    def describe(self) -> str:
        """See `Operation`."""
        return "Install the triggers that write the outbox"


def _sqlite(name: str, table: str, event: str, body: str) -> tuple[str, ...]:
    return (f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" BEGIN {body} END',)


def _postgresql(name: str, table: str, event: str, body: str) -> tuple[str, ...]:
    return (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN {body} RETURN NULL; END $$",
        f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{name}"()',
    )


def _triggers(vendor: str, source: str, watched: Watched) -> Iterator[Trigger]:
    statements = _sqlite if vendor == "sqlite" else _postgresql
    for event, body in _events(source, watched):
        word = event.partition(" ")[0].lower()
        digest = hashlib.sha256(f"{event} {body}".encode()).hexdigest()[:8]
        # PostgreSQL cuts a name after 63 bytes; the longest of ours has 60.
        name = f"{PREFIX}{watched.table}_{word}_{digest}"
        yield Trigger(name, watched.table, statements(name, watched.table, event, body))


def _events(source: str, watched: Watched) -> Iterator[tuple[str, str]]:
    """Each event and what it does; an update that hands the row to another touches both."""
    entry = f"INSERT INTO {OUTBOX} (source, source_pk) SELECT '{source}', "
    old, new = f'OLD."{watched.key}"', f'NEW."{watched.key}"'
    columns = ", ".join(f'"{name}"' for name in watched.columns)
    yield "INSERT", f"{entry}{new};"
    yield (
        f"UPDATE OF {columns}" if columns else "UPDATE",
        f"{entry}{new}; {entry}{old} WHERE {old} <> {new};",
    )
    yield "DELETE", f"{entry}{old};"
