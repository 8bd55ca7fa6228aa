"""
All kinds, found by themselves: page types by walking the page models, the others in `cms.feed.kinds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from cms.core.models import ContentPage
from cms.feed import kinds as kinds_package
from cms.feed.kind import Kind

FIRST_PAGE_EXAMPLE = 101
_EXAMPLE_IDS = {"article": 5, "policy_document": 6}


def page_types() -> list[type[ContentPage]]:
    """Page models that declare a feed, by the name of their kind."""
    declared = [model for model in _subclasses(ContentPage) if hasattr(model, "feed")]
    return sorted(declared, key=lambda model: model.feed.kind)


@cache
def kinds() -> dict[str, Kind]:
    """Name → kind, the others first, then the page types."""
    found = {kind.name: kind for kind in _declared_kinds()}
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


def _declared_kinds() -> Iterator[Kind]:
    for module in sorted(iter_modules(kinds_package.__path__), key=lambda each: each.name):
        members = vars(import_module(f"{kinds_package.__name__}.{module.name}"))
        yield from (member for member in members.values() if isinstance(member, Kind))


def _subclasses(model: type[ContentPage]) -> Iterator[type[ContentPage]]:
    for each in model.__subclasses__():
        if not each._meta.abstract:
            yield each
        yield from _subclasses(each)
