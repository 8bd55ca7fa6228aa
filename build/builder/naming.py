"""
What addresses name: `page/900`, `media/50`, `column/11`, as the ledger of a site has it. Ids of pages and
media are the cluster's, so that an address of any of our sites tells which one it means.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from builder.addressing import folder_href
from builder.ledger import name_of
from builder.traditional import outside

_NUMBERED = re.compile(r"(?:/(?:\d{4}-\d{2}|undated)/\d{1,18}\.html)|/media/\d{1,18}/")
_BEFORE = re.compile(r"[^\s\"'<>()=,;]*$")
_AFTER = re.compile(r"[^\s\"'<>(),;?#]*")


class Naming:
    """
    Reads addresses that stand on a site: `hosts` are those of all our sites, `columns` the folders of its own
    columns with their ids.
    """

    def __init__(self, hosts: Collection[str], columns: Mapping[str, int]) -> None:
        self._hosts = frozenset(hosts)
        self._columns = columns

    def of_path(self, path: str) -> str:
        """What stands at a path of the site; empty for what has no name."""
        return name_of(path, self._columns)

    def of_href(self, href: str) -> str:
        """What an address leads to; empty for what is not ours."""
        try:
            parts = urlsplit(href.strip())
            host = parts.hostname or ""
        except ValueError:
            return ""
        if host and host not in self._hosts:
            return ""
        path = unquote(parts.path)
        name = self.of_path(path)
        if name or host:
            return name
        column = self._columns.get(folder_href(outside(path))) if path.startswith("/") else None
        return f"column/{column}" if column else ""

    def in_text(self, text: str) -> Iterator[str]:
        """The name of each page and file whose address stands anywhere in a text."""
        for found in _NUMBERED.finditer(text):
            before = _BEFORE.search(text, max(0, found.start() - 500), found.start())
            after = _AFTER.match(text, found.end())
            href = (before[0] if before else "") + found[0] + (after[0] if after else "")
            if name := self.of_href(href):
                yield name

    def folders(self) -> Mapping[str, int]:
        """The folders of the site's own columns, with their ids."""
        return self._columns
