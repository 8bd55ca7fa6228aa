"""
Who links to what, among the sites of the cluster.

Addresses that one file may answer are one place: `/a`, `/a/`, `/a/index.html` and `/a/?q=1`. What a link
comes to can change only when its place does, or when what its place leads on to does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from link_checker.addresses import site_of
from link_checker.facts import PageFacts
from link_checker.served import Cluster, clean

TABLES = """
CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE links (
    place INTEGER NOT NULL, sort INTEGER NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (place, sort, page)
) WITHOUT ROWID;
CREATE TABLE moved (
    host TEXT NOT NULL, path TEXT NOT NULL, target TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (host, path)
) WITHOUT ROWID;
CREATE INDEX moved_by_place ON moved (place);
"""
_LINKING = """
SELECT pages.url, links.sort FROM places
JOIN links ON links.place = places.id JOIN pages ON pages.id = links.page
WHERE places.name = ? AND links.sort >= ?
"""
_MOST = 100_000
"""So many ids of places are remembered."""


class Sort(IntEnum):
    """How a page leads to a place; and what of a place changed: whom it concerns links at least so."""

    PLAIN = 0
    """A link. Changed: what the address answers."""
    FRAGMENT = 1
    """A link to a spot within. Changed: its ids."""
    LEADS_ON = 2
    """The page leads there at once. Changed: its content, nothing else."""


_PLAIN, _FRAGMENT, _LEADS_ON = (sort.value for sort in Sort)
Places = Mapping[str, int]
"""Names of places, with a `Sort` as its number."""


class Reached(NamedTuple):
    """Whom a change concerns beside the pages that changed."""

    pages: set[str]
    """Addresses of pages whose links may lead elsewhere than before, or that lead on to what changed."""
    hosts: set[str]


@lru_cache(maxsize=65_536)
def place_of(url: str) -> str:
    """The name of the place of an address of ours."""
    return place_at(site_of(url), unquote(urlsplit(url).path))


def place_at(host: str, path: str) -> str:
    """The name of the place of a path, not quoted."""
    parts = clean(path).split("/")
    return f"{host}/{'/'.join(parts[:-1] if parts[-1] == 'index.html' else parts)}"


def places_linked(page: PageFacts, cluster: Cluster) -> dict[str, int]:
    """What a page links to among our sites."""
    found: dict[str, int] = {}
    leads_on = page.final_url != page.url
    for link in page.links:
        if link.target and link.target != page.url and cluster.has(_host_of(link.target)):
            sort = _LEADS_ON if leads_on else _FRAGMENT if link.fragment else _PLAIN
            place = place_of(link.target)
            found[place] = max(sort, found.get(place, sort))
    return found


# The same addresses stand in the frame of every page.
_host_of = lru_cache(maxsize=65_536)(site_of)


class Graph:
    """The tables of places and links."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._ids: dict[str, int] = {}

    def change(self, page: int, old: Places, new: Places) -> None:
        """A page links elsewhere than it did."""
        gone, come = old.items() - new.items(), new.items() - old.items()
        self._db.executemany(
            "DELETE FROM links WHERE place = ? AND sort = ? AND page = ?",
            [(self._id(place), sort, page) for place, sort in gone],
        )
        self._db.executemany(
            "INSERT INTO links VALUES (?, ?, ?)",
            [(self._id(place), sort, page) for place, sort in come],
        )

    def move(self, host: str, moved: Mapping[str, tuple[str, str]]) -> set[str]:
        """A site has a new map of old paths, with the target and its place; the old paths that changed."""
        known = dict(
            self._db.execute("SELECT path, target FROM moved WHERE host = ?", (host,)).fetchall()
        )
        new = {path: target for path, (target, _) in moved.items()}
        changed = {path for path, _ in known.items() ^ new.items()}
        self._db.executemany(
            "DELETE FROM moved WHERE host = ? AND path = ?", [(host, path) for path in changed]
        )
        self._db.executemany(
            "INSERT INTO moved VALUES (?, ?, ?, ?)",
            [
                (host, path, new[path], self._id(moved[path][1]))
                for path in changed.intersection(new)
            ],
        )
        return changed

    def linked_on(self, host: str) -> Iterator[str]:
        """Every place of a site that something links to."""
        rows = self._db.execute(
            "SELECT name FROM places WHERE name >= ? AND name < ?", (f"{host}/", f"{host}0")
        )
        yield from (name for (name,) in rows.fetchall())

    def reach(self, changed: Places) -> Reached:
        """Whom it concerns that these places changed, through pages and maps that lead on to them too."""
        reached = Reached(set(), set())
        done: dict[str, int] = {}
        left = list(changed.items())
        while left:
            place, sort = left.pop()
            if place in done and done[place] <= sort:
                continue
            done[place] = sort
            for url, how in self._linking(place, sort):
                reached.pages.add(url)
                if how == Sort.LEADS_ON:
                    left.append((place_of(url), sort))
            for host, old in self._moved_to(place):
                reached.hosts.add(host)
                left.append((old, sort))
        return reached

    def linking(self, place: str) -> Iterable[str]:
        """Pages that link to a place, as they were first read."""
        return (url for url, _ in self._linking(place, Sort.PLAIN))

    def _linking(self, place: str, sort: int) -> Iterator[tuple[str, int]]:
        return self._db.execute(_LINKING, (place, sort))

    def _moved_to(self, place: str) -> list[tuple[str, str]]:
        rows = self._db.execute(
            "SELECT host, path FROM moved JOIN places ON moved.place = places.id WHERE name = ?",
            (place,),
        )
        return [(host, place_at(host, path)) for host, path in rows]

    def _id(self, place: str) -> int:
        known = self._ids.get(place)
        if known is None:
            if len(self._ids) >= _MOST:
                self._ids.clear()
            row = self._db.execute("SELECT id FROM places WHERE name = ?", (place,)).fetchone()
            if row is None:
                row = self._db.execute(
                    "INSERT INTO places (name) VALUES (?) RETURNING id", (place,)
                ).fetchone()
            self._ids[place] = known = int(row[0])
        return known
