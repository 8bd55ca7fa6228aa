"""
The fields of a page type that `contexts.Article` does not have, as its template gets them: by their own
names, references as what they lead to, HTML ready to print.
"""

from __future__ import annotations

from typing import Any

from builder import contexts
from builder.bodies import body_markup
from builder.items import link_to, picture
from builder.records import PageRecord, Ref
from builder.schemas import Naming
from builder.view import View

_ARTICLE = frozenset(contexts.Article.__struct_fields__)


def own_fields(view: View, kind: str, page: PageRecord, reader: int) -> dict[str, object]:
    """
    A `Link` or None for the id of a page, a `Picture` or None for that of a medium, a `Body` or None for
    that of a body, `Markup` for HTML.
    """
    shape = view.kind(kind)
    names = {naming.field: naming for naming in shape.names if not naming.key}
    found: dict[str, object] = {}
    for name in shape.fields:
        if name in _ARTICLE:
            continue
        value: Any = getattr(page, name)
        if name in names:
            found[name] = _named(view, names[name], value, reader)
        elif name in shape.html:
            found[name] = body_markup(view, value, reader)
        else:
            found[name] = value
    return found


def _named(view: View, naming: Naming, value: Any, reader: int) -> object:
    if isinstance(value, tuple):
        found = (_target(view, naming.kind, number, reader) for number in value)
        return tuple(each for each in found if each)
    return _target(view, naming.kind, value, reader)


def _target(view: View, kind: str, number: int | None, reader: int) -> object:
    if number is None:
        return None
    if kind == "media":
        return picture(view, number, "wide")
    if kind == "body":
        return _body(view, number, reader)
    return link_to(view, Ref(kind, number), reader)


def _body(view: View, number: int, reader: int) -> contexts.Body | None:
    record = view.body(number)
    if record is None:
        return None
    return contexts.Body(
        name=record.name,
        short_name=record.short_name or "",
        functions=body_markup(view, record.functions or "", reader),
        address=record.address or "",
        phone=record.phone or "",
        hours=record.hours or "",
    )
