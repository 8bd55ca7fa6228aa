"""
Which sites have 繁體版, and what their pages become in it.
"""

from __future__ import annotations

from builder import traditional
from builder.trace import derived
from builder.view import View


@derived
def has_traditional(view: View, site: int) -> bool:
    """Whether a site has the tree in traditional characters."""
    setting = view.setting(site)
    return bool(setting and setting.has_traditional)


@derived
def protected_words(view: View, site: int) -> traditional.Words:
    """The words that a site protects in it."""
    setting = view.setting(site)
    return traditional.words(setting.protected_words if setting else ())


@derived
def _origins(view: View) -> tuple[str, ...]:
    """The sites that have it, as their addresses begin."""
    return tuple(view.origin(site.id) for site in view.sites() if has_traditional(view, site.id))


def twin(view: View, site: int, path: str, content: bytes) -> bytes:
    """What stands in the tree for the page or script at a path of a site."""
    words, text = protected_words(view, site), content.decode()
    made = words.text(text) if path.endswith(".js") else words.page(text, _origins(view))
    return made.encode()
