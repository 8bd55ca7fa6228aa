"""
The file in which we keep what is known of the live sites, and the one transaction in which it changes.

Anything in it that is not ours to the letter (another program's, another version's, made for other sites,
damaged) is worth nothing, because all of it can be read again: it is thrown away, never repaired.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import msgspec

from link_checker.errors import BadSnapshot, CannotInspect
from link_checker.extract.inventory import Inventory
from link_checker.facts import Column, PageFacts, SiteFacts
from link_checker.served import Cluster
from link_checker.snapshot import SHANGHAI, content_of, site_facts
from link_checker.staged import graph
from link_checker.staged.graph import Graph, Places, places_linked
from sites.reasons import sqlite_reason_of

FORMAT = "zhanqun-staged-2"
_TABLES = f"""
CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE pages (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, path TEXT NOT NULL, site TEXT NOT NULL,
    digest TEXT NOT NULL, state TEXT NOT NULL, status INTEGER NOT NULL, reason TEXT NOT NULL,
    final_url TEXT NOT NULL, content TEXT NOT NULL, kind TEXT NOT NULL, depth INTEGER NOT NULL,
    outward BLOB NOT NULL, facts BLOB NOT NULL
);
CREATE INDEX pages_of_site ON pages (site, content, url);
CREATE INDEX homes ON pages (site, depth, url) WHERE kind = 'home';
CREATE TABLE columns (host TEXT NOT NULL, position INTEGER NOT NULL, url TEXT NOT NULL, facts BLOB NOT NULL);
CREATE INDEX columns_of_site ON columns (host, position);
CREATE INDEX columns_by_url ON columns (url);
CREATE TABLE services (host TEXT PRIMARY KEY, has_services INTEGER, has_interaction INTEGER);
CREATE TABLE robots (host TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE sites (host TEXT PRIMARY KEY, facts BLOB NOT NULL);
CREATE TABLE counts (
    site TEXT NOT NULL, what TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (site, what, value)
) WITHOUT ROWID;
{graph.TABLES}
"""
_FIND = (
    "SELECT id, path, digest, state, status, reason, final_url, content, outward"
    " FROM pages WHERE url = ?"
)
_WRITE = """
INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url) DO UPDATE SET path = excluded.path, digest = excluded.digest, state = excluded.state,
    status = excluded.status, reason = excluded.reason, final_url = excluded.final_url,
    content = excluded.content, kind = excluded.kind, depth = excluded.depth, outward = excluded.outward,
    facts = excluded.facts
RETURNING id
"""
_COUNT = """
INSERT INTO counts VALUES (?, ?, ?, ?) ON CONFLICT (site, what, value) DO UPDATE SET count = count + excluded.count
"""
_PAGE_SIZE = 16_384
_CACHE = 32_000
"""KiB of the file in memory, however large it is."""
_PATIENCE = 20.0
"""Seconds to wait for another process."""
_MAKERS = (
    "extract",
    "staged",
    "addresses.py",
    "crawl/limits.py",
    "facts.py",
    "recognise.py",
    "served.py",
    "snapshot.py",
)
_PARSERS = ("ada-url", "selectolax")
_encode = msgspec.msgpack.Encoder().encode
_page = msgspec.msgpack.Decoder(PageFacts).decode


Answer = tuple[str, int, str, str, str]
"""What asking for a file comes to: state, status, reason, final address, content."""


class KeptFile(NamedTuple):
    """A kept file without its facts."""

    id: int
    path: str
    digest: str
    state: str
    status: int
    reason: str
    final_url: str
    content: str
    outward: bytes

    @property
    def answer(self) -> Answer:
        """What asking for it comes to."""
        return self.state, self.status, self.reason, self.final_url, self.content


def pack(facts: PageFacts) -> bytes:
    """Facts as they are kept; frames and words make them compress well."""
    return zlib.compress(_encode(facts), 1)


def unpack(blob: bytes) -> PageFacts:
    """The facts again."""
    return _page(zlib.decompress(blob))


class Row(NamedTuple):
    """A file as it will be kept, whole without the tables: another process may have made it."""

    values: tuple[str | int | bytes, ...]
    """Those of the table of pages, but for the number."""
    answer: Answer
    ids: frozenset[str]
    places: Places
    counted: tuple[tuple[str, str, str], ...]
    outward: bytes
    """A digest of these three, of all that concerns others than the file itself."""

    @property
    def url(self) -> str:
        """The address of the file."""
        return str(self.values[0])


def row_of(path: str, digest: str, facts: PageFacts, cluster: Cluster) -> Row:
    """A file at its path, with the SHA-256 of its content."""
    answer = (facts.state, facts.status, facts.reason, facts.final_url, content_of(facts))
    places, counted = places_linked(facts, cluster), _counted(facts)
    said = msgspec.msgpack.encode((sorted(facts.ids), sorted(places.items()), counted))
    outward = hashlib.blake2b(said, digest_size=16).digest()
    values = (
        facts.url, path, facts.site, digest, *answer, facts.kind, facts.depth, outward, pack(facts),
    )  # fmt: skip
    return Row(values, answer, facts.ids, places, counted, outward)


class Tables:
    """One process at a time has the file open for change."""

    def __init__(self, place: Path, sites: Iterable[Sequence[object]], as_of: datetime) -> None:
        self._place = place
        self._as_of = as_of.astimezone(SHANGHAI).isoformat()
        self._for = {"format": FORMAT, "code": _code(), "sites": json.dumps(list(sites))}
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self.is_fresh, self.mark = False, ""
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self.guarded():
                self.db = self._open()
                self._check()
        except BadSnapshot:
            with self.guarded():
                self.db = self._open()
                self._create()
        self.graph = Graph(self.db)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """
        What goes wrong with the file becomes a sentence: BadSnapshot when it was damaged and is thrown away.
        """
        try:
            yield
        except sqlite3.Error as error:
            if reason := sqlite_reason_of(error):
                raise CannotInspect(
                    f"{self._place}：读写不了这个文件（{reason}）。"
                    "请检查磁盘空间和权限，并确认没有另一个程序正在使用它。"
                ) from error
            self._throw_away()
            raise self._damaged from error
        except (zlib.error, msgspec.DecodeError) as error:
            self._throw_away()
            raise self._damaged from error

    @property
    def _damaged(self) -> BadSnapshot:
        return BadSnapshot(
            f"{self._place}：这个文件已损坏，或不是本版本的，已经删去。请重试，下一次会读全部网页。"
        )

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._place, timeout=_PATIENCE, isolation_level=None)
        self.db = db
        db.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
        db.execute(f"PRAGMA cache_size = -{_CACHE}")
        db.execute("PRAGMA synchronous = NORMAL")
        return db

    def _check(self) -> None:
        notes = dict(self.db.execute("SELECT key, value FROM notes"))
        if any(notes.get(key) != value for key, value in self._for.items()):
            self._throw_away()
            raise self._damaged
        self.mark = notes["mark"]

    def _create(self) -> None:
        self.is_fresh = True
        self.db.execute("BEGIN IMMEDIATE")
        for statement in filter(str.strip, _TABLES.split(";")):
            self.db.execute(statement)
        for key, value in {**self._for, "mark": ""}.items():
            self._note(key, value)
        self._note("as_of", self._as_of)

    def _throw_away(self) -> None:
        self.close()
        for suffix in ("", "-journal", "-wal", "-shm"):
            self._place.with_name(self._place.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Gives the file back; what was not committed never was."""
        with suppress(sqlite3.Error, AttributeError):
            self.db.close()

    def begin(self) -> None:
        """From here on there is a change."""
        if not self.db.in_transaction:
            self.db.execute("BEGIN IMMEDIATE")
            self._note("as_of", self._as_of)

    def commit(self, mark: str) -> None:
        """The change is kept."""
        self.begin()
        self.settle()
        self._note("mark", mark)
        self.db.execute("COMMIT")
        self.is_fresh, self.mark = False, mark

    def _note(self, key: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, value))

    def file(self, url: str) -> KeptFile | None:
        """What is kept of a file, without its facts."""
        row = self.db.execute(_FIND, (url,)).fetchone()
        return KeptFile(*row) if row else None

    def facts(self, url: str) -> PageFacts | None:
        """The facts of a file."""
        row = self.db.execute("SELECT facts FROM pages WHERE url = ?", (url,)).fetchone()
        return unpack(row[0]) if row else None

    def paths(self, host: str) -> set[str]:
        """Every file of a site."""
        return {
            path for (path,) in self.db.execute("SELECT path FROM pages WHERE site = ?", (host,))
        }

    def write(self, new: Row, old: PageFacts | None, cluster: Cluster) -> None:
        """A file in the place of what was at its address."""
        page = self.rewrite(new)
        before = places_linked(old, cluster) if old else {}
        self.graph.change(page, before, new.places)
        self._count(new.counted, 1)
        if old:
            self._count(_counted(old), -1)

    def rewrite(self, new: Row) -> int:
        """A file in the place of one that was the same outward; its id."""
        (page,) = self.db.execute(_WRITE, (None, *new.values)).fetchone()
        return int(page)

    def remove(self, page: int, old: PageFacts, cluster: Cluster) -> None:
        """A file is gone."""
        self.graph.change(page, places_linked(old, cluster), {})
        self.db.execute("DELETE FROM pages WHERE id = ?", (page,))
        self._count(_counted(old), -1)

    def write_inventory(
        self, host: str, inventory: Inventory | None, columns: Sequence[Column]
    ) -> set[str]:
        """A site has other columns; the addresses that became a column's, or are one's no more."""
        before = {
            url for (url,) in self.db.execute("SELECT url FROM columns WHERE host = ?", (host,))
        }
        self.db.execute("DELETE FROM columns WHERE host = ?", (host,))
        self.db.execute("DELETE FROM services WHERE host = ?", (host,))
        if inventory is not None:
            says = inventory.site
            self.db.execute(
                "INSERT INTO services VALUES (?, ?, ?)",
                (host, says.has_services, says.has_interaction),
            )
        rows = [(host, at, column.url, _encode(column)) for at, column in enumerate(columns)]
        self.db.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", rows)
        return before ^ {column.url for column in columns}

    def hosts_of_columns(self, urls: Iterable[str]) -> set[str]:
        """Sites that show one of their columns at one of these addresses."""
        found = "SELECT host FROM columns WHERE url = ?"
        return {host for url in urls for (host,) in self.db.execute(found, (url,))}

    def write_robots(self, host: str, text: str) -> None:
        """A site has another robots.txt; empty for none."""
        self.db.execute("DELETE FROM robots WHERE host = ?", (host,))
        if text:
            self.db.execute("INSERT INTO robots VALUES (?, ?)", (host, text))

    def robots(self, host: str) -> str:
        """The robots.txt of a site."""
        row = self.db.execute("SELECT text FROM robots WHERE host = ?", (host,)).fetchone()
        return str(row[0]) if row else ""

    def moved_to(self, host: str, path: str) -> str | None:
        """Where the map of a site leads an old path."""
        row = self.db.execute(
            "SELECT target FROM moved WHERE host = ? AND path = ?", (host, path)
        ).fetchone()
        return row[0] if row else None

    def inventory(self, host: str) -> tuple[int | None, int | None] | None:
        """What the inventory of a site says that it offers; None without one."""
        row: tuple[int | None, int | None] | None = self.db.execute(
            "SELECT has_services, has_interaction FROM services WHERE host = ?", (host,)
        ).fetchone()
        return row

    def site(self, host: str, origin: str, columns: Iterable[Column]) -> SiteFacts:
        """A site as a whole, out of what was counted."""
        home = self.db.execute(
            "SELECT url FROM pages WHERE site = ? AND kind = 'home' ORDER BY depth, length(url), url LIMIT 1",
            (host,),
        ).fetchone()
        counts = self._counted(host, "page_count")
        return site_facts(
            host,
            columns,
            self.inventory(host),
            name=next(iter(self._counted(host, "site_name")), ""),
            site_id_code=next(iter(self._counted(host, "site_id_code")), ""),
            home_url=home[0] if home else f"{origin}/",
            page_count=counts.get("", 0),
        )

    def settle(self) -> None:
        """What was counted is in the tables."""
        rows = [(*key, count) for key, count in self._counts.items() if count]
        self.db.executemany(_COUNT, rows)
        self.db.execute("DELETE FROM counts WHERE count = 0")
        self._counts.clear()

    def _counted(self, host: str, what: str) -> Mapping[str, int]:
        rows = self.db.execute(
            "SELECT value, count FROM counts WHERE site = ? AND what = ? ORDER BY count DESC, value",
            (host, what),
        )
        return dict(rows.fetchall())

    def _count(self, counted: Iterable[tuple[str, str, str]], change: int) -> None:
        for each in counted:
            self._counts[each] += change


def _counted(facts: PageFacts) -> tuple[tuple[str, str, str], ...]:
    """What a page adds to what is known of its site."""
    values = {
        "page_count": "" if content_of(facts) == "html" else None,
        "site_name": facts.meta.get("sitename") or None,
        "site_id_code": facts.meta.get("siteidcode") or None,
    }
    return tuple((facts.site, what, value) for what, value in values.items() if value is not None)


@cache
def _code() -> str:
    """What facts are made by: other code makes other facts of the same bytes."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for name in _MAKERS:
        place = package / name
        for file in sorted(place.glob("*.py")) if place.is_dir() else [place]:
            digest.update(file.read_bytes())
    for parser in _PARSERS:
        digest.update(version(parser).encode())
    return digest.hexdigest()
