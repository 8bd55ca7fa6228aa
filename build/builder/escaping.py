"""
Escaping of what templates print, without an object for every value.

A page prints forty values, most of them words without a character to escape. markupsafe makes a `Markup`
of each, for longer than it takes to look for such a character; joined into the page they are text again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from types import CodeType
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup, escape

_special = re.compile("""[&<>"']""").search


def printed(value: object) -> str:
    """What `markupsafe.escape` gives; a text that needs no escaping is left as it is."""
    if type(value) is Markup or (type(value) is str and not _special(value)):
        return value
    return escape(value)


class PrintingTemplate(Template):
    """A template that prints with `printed`; its filters and macros go on giving `Markup`."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """The compiled code looks for the function by this name among its own globals."""
        found = super().from_code(environment, code, globals, uptodate)
        found.root_render_func.__globals__["escape"] = printed
        return found
