"""
Renders pages in parts: what the pages of a column have in common once, their own blocks for each.

A page template's blocks `about` and `main` are the page's own. All around them uses the names of
`contexts.Frame` only; a template that uses more there, or has no such blocks, is rendered whole.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, UndefinedError
from jinja2.runtime import Context

from builder import contexts

_BLOCKS = ("about", "main")
_MARK = "\0"
_FRAMES = 32
"""Frames that are kept: the pages of a column are rendered one after another."""
_COMMON = contexts.Frame.__struct_fields__


class PageParts:
    """The page templates of an environment."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._pages: dict[str, _Page] = {}

    def render(self, name: str, names: dict[str, object]) -> bytes:
        """A page with these names, in UTF-8."""
        page = self._pages.get(name)
        if page is None:
            page = self._pages[name] = _Page(self._environment, name)
        return page.render(names)


class _Page:
    def __init__(self, environment: Environment, name: str) -> None:
        self._template = environment.get_template(name)
        # Otherwise a chain of mappings is gone through for each page.
        self._globals = dict(self._template.globals)
        blocks = "".join(f"{{% block {block} %}}{_MARK}{{% endblock %}}" for block in _BLOCKS)
        self._around = environment.from_string(f'{{% extends "{name}" %}}{blocks}')
        self._frames: OrderedDict[tuple[int, ...], tuple[list[bytes], list[object]]] = OrderedDict()
        self._imports: dict[str, Any] = {}
        self._blocks: dict[str, list[Any]] = {}
        self._is_whole = False

    def render(self, names: dict[str, object]) -> bytes:
        """The frame with the blocks in it."""
        frame = None if self._is_whole else self._frame(names)
        if frame is None:
            return self._template.render(names).encode()
        context = self._template.new_context(self._globals | names, shared=True)
        context.vars.update(self._imports)
        context.blocks = self._blocks
        about, main = ("".join(self._blocks[block][0](context)).encode() for block in _BLOCKS)
        before, between, after = frame
        return b"".join((before, about, between, main, after))

    def _frame(self, names: Mapping[str, object]) -> list[bytes] | None:
        values = [names[name] for name in _COMMON]
        # The values are kept with the frame, so that no other value can have the id of one of them.
        key = tuple(map(id, values))
        found = self._frames.get(key)
        if found is None:
            found = self._make_frame(dict(zip(_COMMON, values, strict=True))), values
            if len(found[0]) != len(_BLOCKS) + 1:
                self._is_whole = True
                return None
            self._frames[key] = found
            if len(self._frames) > _FRAMES:
                self._frames.popitem(last=False)
        return found[0]

    def _make_frame(self, names: dict[str, object]) -> list[bytes]:
        if not self._blocks:
            context = self._prepared(names)
            self._imports, self._blocks = dict(context.vars), context.blocks
        try:
            return self._around.render(names).encode().split(_MARK.encode())
        except UndefinedError:
            return []

    def _prepared(self, names: dict[str, object]) -> Context:
        """A context in which the template and those it extends have named blocks and imports."""
        context = self._template.new_context(names)
        next(iter(self._template.root_render_func(context)), None)
        return context
