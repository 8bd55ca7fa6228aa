"""
What was built of each place, and of what: one SQLite file beside the releases.

A place's files and traces are one blob, written whole by whoever made it. Beside it stand the names of
the keys that it reads, four bytes each: places that a change touches are found by going through these,
half a million in a fiftieth of a second. The file is derived: where it is not of what is live, the site is
built anew.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import msgspec

from builder.places import Place
from builder.store import Moment
from builder.trace import Key

LAYOUT = "2"

_TABLES = """
CREATE TABLE layout (version TEXT NOT NULL);
CREATE TABLE site (id INTEGER PRIMARY KEY, state BLOB NOT NULL);
CREATE TABLE place (
    site INTEGER NOT NULL, column_id INTEGER NOT NULL, part TEXT NOT NULL,
    files BLOB NOT NULL, names BLOB NOT NULL, shard BLOB NOT NULL, UNIQUE (site, column_id, part)
);
"""


class File(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file as it is live; `reads` are indexes into the shard's keys."""

    output: str
    path: str
    digest: bytes
    size: int
    reads: list[int]


class Derived(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A derived value by its fingerprint, and what was read for it."""

    fingerprint: bytes
    reads: list[int]


class Shard(msgspec.Struct, frozen=True, array_like=True):
    """The files of a place with their traces. Every key stands in it once."""

    keys: list[tuple[str | int | None, ...]]
    derived: dict[int, Derived]
    listing: list[int]
    """What the list of files was made of."""
    files: list[File]

    def names(self) -> bytes:
        """The names of its keys, without derived ones."""
        found = {name_of(key) for at, key in enumerate(self.keys) if at not in self.derived}
        return array("I", sorted(found)).tobytes()


_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(Shard)


def encode(shard: Shard) -> bytes:
    """As it is kept."""
    return _encode(shard)


def decode(blob: bytes) -> Shard:
    """What `encode` wrote."""
    return _decoder.decode(blob)


def name_of(key: Key) -> int:
    """A key in four bytes. Where two have the same, a place is looked at in vain."""
    return crc32(_encode(key))


def is_among(wanted: AbstractSet[int], names: bytes) -> bool:
    """Whether any of these names is one of a shard's."""
    return not wanted.isdisjoint(memoryview(names).cast("I"))


class SiteState(msgspec.Struct, frozen=True):
    """What a site was built from when its live tree was made."""

    slug: str
    root: str
    moment: Moment
    made_by: str
    """Everything but content and theme: code, outputs, plugins, how addresses are written."""
    theme: dict[str, str]
    """Template → digest of it and of all that it uses."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A place's new shard; None for one that is gone."""

    place: Place
    shard: bytes | None = None
    files: Mapping[str, int] = field(default_factory=dict)
    """How many there are, by output."""
    names: bytes = b""
    """Those of the keys that it reads."""


class Shards:
    """The file at `path`, open for reading; `keep` writes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        if not self._is_ours():
            self._connection.close()
            path.unlink()
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.executescript(
                f"BEGIN;{_TABLES}INSERT INTO layout VALUES ('{LAYOUT}');COMMIT;"
            )

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def site(self, site: int) -> SiteState | None:
        """What a site was built from."""
        row = self._connection.execute("SELECT state FROM site WHERE id = ?", (site,)).fetchone()
        return msgspec.msgpack.decode(row[0], type=SiteState) if row else None

    def places(self, site: int) -> dict[Place, int]:
        """The places of a site, with the number of files in each."""
        rows = self._connection.execute(
            "SELECT site, column_id, part, files FROM place WHERE site = ?", (site,)
        )
        return {Place(*row[:3]): sum(msgspec.msgpack.decode(row[3]).values()) for row in rows}

    def files(self, site: int) -> dict[str, int]:
        """How many files a site has, by output."""
        found: dict[str, int] = {}
        for (counts,) in self._connection.execute(
            "SELECT files FROM place WHERE site = ?", (site,)
        ):
            for output, count in msgspec.msgpack.decode(counts).items():
                found[output] = found.get(output, 0) + count
        return found

    def owner(self, site: int, path: str) -> str:
        """The output that made a file of a site."""
        files = (file for place in self.places(site) for file in decode(self.shard(place)).files)
        return next(file.output for file in files if file.path == path)

    def shard(self, place: Place) -> bytes:
        """What is kept of a place."""
        (blob,) = self._connection.execute(
            "SELECT shard FROM place WHERE site = ? AND column_id = ? AND part = ?", place
        ).fetchone()
        return bytes(blob)

    def reading(self, site: int, keys: Iterable[Key]) -> set[Place]:
        """The places of a site that read any of these."""
        wanted = {name_of(key) for key in keys}
        rows = self._connection.execute(
            "SELECT site, column_id, part, names FROM place WHERE site = ?", (site,)
        )
        return {Place(*row[:3]) for row in rows if is_among(wanted, row[3])}

    def keep(
        self, states: dict[int, SiteState], afresh: Collection[int], kept: Iterable[Kept]
    ) -> None:
        """
        What is live now: the states of sites, those of which nothing older holds, and the places that
        changed.
        """
        connection = self._connection
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            for site in afresh:
                self._forget(site)
            for each in kept:
                self._keep(each)
            connection.executemany(
                "REPLACE INTO site VALUES (?, ?)",
                [(site, msgspec.msgpack.encode(state)) for site, state in states.items()],
            )
        except BaseException:
            # On a full disk SQLite has done so itself.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def sites(self) -> list[int]:
        """Every site of which something is kept."""
        return [site for (site,) in self._connection.execute("SELECT id FROM site")]

    def _keep(self, kept: Kept) -> None:
        if kept.shard is None:
            self._connection.execute(
                "DELETE FROM place WHERE site = ? AND column_id = ? AND part = ?", kept.place
            )
        else:
            row = (*kept.place, _encode(kept.files), kept.names, kept.shard)
            self._connection.execute("REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?)", row)

    def _forget(self, site: int) -> None:
        self._connection.execute("DELETE FROM place WHERE site = ?", (site,))
        self._connection.execute("DELETE FROM site WHERE id = ?", (site,))

    def _is_ours(self) -> bool:
        try:
            found = self._connection.execute("SELECT version FROM layout").fetchall()
        except sqlite3.DatabaseError:
            return False
        return found == [(LAYOUT,)]
