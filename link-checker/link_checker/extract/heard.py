"""
What gives a picture a name for those who listen to a page.
"""

from __future__ import annotations

_NAMING = ("alt", "aria-label", "aria-labelledby", "title")
_DECORATION = frozenset({"none", "presentation"})


def words_of(attributes: dict[str, str | None]) -> str:
    """What a picture says itself, as written; empty when nothing."""
    said = (attributes.get(name) for name in ("alt", "aria-label", "title"))
    return next((text for text in said if text and text.strip()), "")


def has_name(attributes: dict[str, str | None]) -> bool:
    """Whether a picture that leads somewhere or sends something says what it does."""
    return any((attributes.get(name) or "").strip() for name in _NAMING)


def has_alternative(attributes: dict[str, str | None]) -> bool:
    """Whether a picture has a name or says that it is decoration."""
    return "alt" in attributes or attributes.get("role") in _DECORATION or has_name(attributes)
