"""
Crawls sites over HTTP into a snapshot.

What speaks HTTP is loaded when first used: reading folders needs our limits and robots.txt only.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from link_checker.crawl.limits import Limits
from link_checker.crawl.robots import user_agent

if TYPE_CHECKING:
    from link_checker.crawl.crawling import crawl as crawl
    from link_checker.crawl.places import Place as Place

_PLACES = {"Place": "places", "crawl": "crawling"}

__all__ = ["Limits", "Place", "crawl", "user_agent"]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
