"""
Triggers that note which row changed, in the transaction of the change, whoever makes it: an editor, the
scheduler, an import, `queryset.update()`, SQL typed by hand.

A trigger's name carries a digest of its text, so that what is installed can be compared with what is
declared. SQLite drops triggers with the table when a later migration rebuilds it; they are therefore
brought up to date after every `migrate` (`keep_installed`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate


@dataclass(frozen=True, slots=True)
class Watched:
    """
    A table whose changes are noted: `key` is its column that holds the primary key of the row in question.

    An update counts only when one of `columns` is assigned, where they are given.
    """

    table: str
    key: str = "id"
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: its table, the columns of it that it names, and the statements that make it."""

    name: str
    table: str
    columns: frozenset[str]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TriggerSet:
    """
    The triggers of one purpose, known by the beginning of their names. Each notes a key in `notes`: the
    statement of a watched table is what `watched` gives with it, followed by the key.
    """

    prefix: str
    notes: str
    watched: Callable[[], Iterable[tuple[Watched, str]]]

    def declared(self, vendor: str) -> dict[str, Trigger]:
        """Name → trigger, for every watched table."""
        return {
            trigger.name: trigger
            for watched, statement in self.watched()
            for trigger in self._triggers(vendor, watched, statement)
        }

    def installed(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        """Name → table, of those in the database."""
        query = (
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
        )
        with connection.cursor() as cursor:
            cursor.execute(query)
            found = cursor.fetchall()
        return {name: table for name, table in found if name.startswith(self.prefix)}

    def missing(self, connection: BaseDatabaseWrapper) -> list[Trigger]:
        """Declared triggers that the database lacks, or has in another form."""
        installed = self.installed(connection)
        declared = self.declared(connection.vendor)
        return [trigger for name, trigger in declared.items() if name not in installed]

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """
        Make the triggers what is declared; tables and columns that do not exist yet, in the midst of
        migrating, are left for the next time.
        """
        self.remove(connection, keep=set(self.declared(connection.vendor)))
        present = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            for trigger in self.missing(connection):
                if {trigger.table, self.notes} <= present and _has_columns(connection, trigger):
                    for statement in trigger.statements:
                        cursor.execute(statement)

    def remove(self, connection: BaseDatabaseWrapper, keep: Iterable[str] = ()) -> None:
        """Drop the triggers, all but those to keep."""
        kept = set(keep)
        with connection.cursor() as cursor:
            for name, table in self.installed(connection).items():
                if name in kept:
                    continue
                if connection.vendor == "sqlite":
                    cursor.execute(f'DROP TRIGGER "{name}"')
                else:
                    cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
                    cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"()')

    def keep_installed(self, app_label: str) -> None:
        """Install them at the end of every `migrate`."""

        def install(using: str, **kwargs: Any) -> None:
            self.install(connections[using])

        sender = apps.get_app_config(app_label)
        post_migrate.connect(install, sender=sender, dispatch_uid=self.prefix, weak=False)

    def _triggers(self, vendor: str, watched: Watched, statement: str) -> Iterator[Trigger]:
        statements = _sqlite if vendor == "sqlite" else _postgresql
        for event, body in _events(watched, statement):
            word = event.partition(" ")[0].lower()
            digest = hashlib.sha256(f"{event} {body}".encode()).hexdigest()[:8]
            # PostgreSQL cuts a name after 63 bytes; the longest of ours has 60.
            name = f"{self.prefix}{watched.table}_{word}_{digest}"
            columns = frozenset((watched.key, *watched.columns))
            made = statements(name, watched.table, event, body)
            yield Trigger(name, watched.table, columns, made)


def _has_columns(connection: BaseDatabaseWrapper, trigger: Trigger) -> bool:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, trigger.table)
    return trigger.columns <= {column.name for column in found}


def _sqlite(name: str, table: str, event: str, body: str) -> tuple[str, ...]:
    return (f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" BEGIN {body} END',)


def _postgresql(name: str, table: str, event: str, body: str) -> tuple[str, ...]:
    return (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN {body} RETURN NULL; END $$",
        f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{name}"()',
    )


def _events(watched: Watched, statement: str) -> Iterator[tuple[str, str]]:
    """Each event and what it does; an update that hands the row to another notes both."""
    old, new = f'OLD."{watched.key}"', f'NEW."{watched.key}"'
    columns = ", ".join(f'"{name}"' for name in watched.columns)
    yield "INSERT", f"{statement}{new};"
    yield (
        f"UPDATE OF {columns}" if columns else "UPDATE",
        f"{statement}{new}; {statement}{old} WHERE {old} <> {new};",
    )
    yield "DELETE", f"{statement}{old};"
