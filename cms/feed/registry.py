"""
All kinds, found by themselves: page types by walking the page models, the others in `cms.feed.kinds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from cms.core.models import ContentPage
from cms.feed import kinds as kinds_package
from cms.feed.kind import Kind

if TYPE_CHECKING:
    from cms.feed.sources import Source

FIRST_PAGE_EXAMPLE = 101
_EXAMPLE_IDS = {"article": 5, "policy_document": 6}


def page_types() -> list[type[ContentPage]]:
    """Page models that declare a feed, by the name of their kind."""
    declared = [model for model in _subclasses(ContentPage) if hasattr(model, "feed")]
    return sorted(declared, key=lambda model: model.feed.kind)


def undeclared_page_types() -> list[type[ContentPage]]:
    """Page models that lack a declaration of their own."""
    return [model for model in _subclasses(ContentPage) if not hasattr(model, "feed")]


@cache
def kinds() -> dict[str, Kind]:
    """Name → kind, the others first, then the page types."""
    found = {kind.name: kind for kind in _declared() if isinstance(kind, Kind)}
    for number, model in enumerate(page_types(), FIRST_PAGE_EXAMPLE):
        feed = model.feed
        found[feed.kind] = Kind(
            feed.kind,
            fields=feed.fields,
            example_id=_EXAMPLE_IDS.get(feed.kind, number),
            example=feed.example,
            is_page=True,
        )
    return found


@cache
def sources() -> dict[str, Source]:
    """Name in the outbox → source, in the order in which they are looked at."""
    found = {member.name: member for member in _declared() if hasattr(member, "consequences")}
    return {name: found[name] for name in sorted(found, key=_ORDER.index)}


_ORDER = (
    "site",
    "page",
    "body",
    "placement",
    "site_placement",
    "setting",
    "redirect",
    "leak",
    "picture",
    "attachment",
)


def _declared() -> Iterator[Any]:
    """Every kind and source of the modules in `cms.feed.kinds`."""
    for module in sorted(iter_modules(kinds_package.__path__), key=lambda each: each.name):
        members = vars(import_module(f"{kinds_package.__name__}.{module.name}"))
        yield from (each for each in members.values() if not isinstance(each, type))


def _subclasses(model: type[ContentPage]) -> Iterator[type[ContentPage]]:
    for each in model.__subclasses__():
        if not each._meta.abstract:
            yield each
        yield from _subclasses(each)
