"""
Forms, and search boxes that live without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from link_checker.extract.elements import Elements
from link_checker.facts import Form

_FIELDS = "input[name], select[name], textarea[name]"
_SEARCH_NAME = re.compile(
    r"^(?:q|wd|sw|kw|query|keys?|.*keywords?|.*search.*|searchword|.*sousuo.*|.*chaxun.*|qt|tb-search)$",
    re.IGNORECASE,
)
_SEARCH_ACTION = re.compile(r"search|sousuo|jsearch|/so/|/s\b", re.IGNORECASE)
_SEARCH_WORDS = re.compile(r"搜索|检索|搜一搜|全站搜|请输入关键[字词]|search", re.IGNORECASE)
_SAYING = ("placeholder", "value", "title", "alt", "aria-label", "id", "class")


def forms(elements: Elements) -> Iterator[Form]:
    """Every form, then every search box that stands outside of one."""
    for node in elements.by_tag["form"]:
        yield _form(node)
    for node in elements.by_tag["input"]:
        attributes = node.attributes
        kind = (attributes.get("type") or "text").lower()
        if kind in ("text", "search") and not _is_in_form(node):
            name = attributes.get("name") or attributes.get("id") or ""
            if kind == "search" or _SEARCH_NAME.match(name) or _says_search(attributes):
                yield Form("", "", (name,), True)


def _form(node: LexborNode) -> Form:
    attributes = node.attributes
    fields = tuple(field.attributes.get("name") or "" for field in node.css(_FIELDS))
    action = attributes.get("action") or ""
    is_search = attributes.get("role") == "search" or (
        any(map(_SEARCH_NAME.match, fields))
        and (bool(_SEARCH_ACTION.search(action)) or _speaks_of_search(node, attributes))
    )
    if not is_search:
        is_search = bool(node.css("input[type=search]"))
    return Form(action, (attributes.get("method") or "get").lower(), fields, is_search)


def _speaks_of_search(node: LexborNode, attributes: dict[str, str | None]) -> bool:
    return (
        _says_search(attributes)
        or bool(_SEARCH_WORDS.search(node.text()))
        or any(_says_search(field.attributes) for field in node.css("input, button, img, a"))
    )


def _says_search(attributes: dict[str, str | None]) -> bool:
    return any(_SEARCH_WORDS.search(attributes.get(name) or "") for name in _SAYING)


def _is_in_form(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == "form":
            return True
        parent = parent.parent
    return False
