"""
The outbox is written by the database: whoever changes a watched row, in whatever way, leaves an entry in
the same transaction (`cms.core.triggers`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from cms.core.triggers import TriggerSet, Watched

OUTBOX = "feed_outboxentry"


def _watched() -> Iterator[tuple[Watched, str]]:
    from cms.feed.registry import sources

    for source in sources().values():
        statement = f"INSERT INTO {OUTBOX} (source, source_pk) SELECT '{source.name}', "
        yield from ((watched, statement) for watched in source.watched)


TRIGGERS = TriggerSet("feed_touch_", OUTBOX, _watched)


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
        TRIGGERS.install(connections[schema_editor.connection.alias])

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        TRIGGERS.remove(connections[schema_editor.connection.alias])

    def describe(self) -> str:
        """See `Operation`."""
        return "Install the triggers that write the outbox"
