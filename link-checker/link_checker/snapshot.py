"""
What a crawl or a folder leaves: pages, links and columns on disk; all that a rule may see.

A snapshot is one SQLite file. Facts of a page are one MessagePack value, decoded when asked for, so
that memory stays flat however large the site is.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

import msgspec

from link_checker import recognise
from link_checker.errors import BadSnapshot
from link_checker.facts import Column, FetchState, PageFacts, PageKind, SiteFacts
from sites.hosts import is_government

SHANGHAI = ZoneInfo("Asia/Shanghai")
FORMAT = "zhanqun-snapshot-1"
LINKING_PAGES_KEPT = 100
"""How many pages that link to one address are remembered; frames link to the same from everywhere."""

_BATCH = 500
_STATES_KEPT = 100_000
COLUMN_KINDS: tuple[PageKind, ...] = ("column",)
_TABLES = """
CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE pages (
    url TEXT PRIMARY KEY, site TEXT NOT NULL, state TEXT NOT NULL, status INTEGER NOT NULL,
    reason TEXT NOT NULL, final_url TEXT NOT NULL, content TEXT NOT NULL, kind TEXT NOT NULL,
    depth INTEGER NOT NULL, site_name TEXT NOT NULL, site_id_code TEXT NOT NULL, digest TEXT NOT NULL,
    facts BLOB NOT NULL
);
CREATE TABLE links (target TEXT NOT NULL, page TEXT NOT NULL);
CREATE TABLE columns (host TEXT NOT NULL, position INTEGER NOT NULL, url TEXT NOT NULL, facts BLOB NOT NULL);
CREATE TABLE services (host TEXT PRIMARY KEY, has_services INTEGER, has_interaction INTEGER);
CREATE TABLE sites (host TEXT PRIMARY KEY, facts BLOB NOT NULL);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS pages_of_site ON pages (site, content, url);
CREATE INDEX IF NOT EXISTS links_by_target ON links (target);
"""
_INSERT = "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_CERTAIN = 1.0

_encode = msgspec.msgpack.Encoder().encode
_page = msgspec.msgpack.Decoder(PageFacts).decode
_column = msgspec.msgpack.Decoder(Column).decode
_site = msgspec.msgpack.Decoder(SiteFacts).decode


class Target(NamedTuple):
    """What asking for an address came to."""

    state: FetchState
    status: int
    reason: str
    final_url: str


class ListPage(NamedTuple):
    """A column with the page it is shown on; without a page when that could not be read."""

    column: Column
    page: PageFacts | None
    is_unreachable: bool


class _Ids(msgspec.Struct):
    ids: frozenset[str] = frozenset()


_ids = msgspec.msgpack.Decoder(_Ids).decode


class SnapshotWriter:
    """
    Takes facts as they come and keeps a batch of them in memory, no more.

    With `resume` an unfinished file is continued; what it already holds is in `so_far()`.
    """

    def __init__(
        self, path: Path | str, *, as_of: datetime, source: str, resume: bool = False
    ) -> None:
        is_new = not (resume and Path(path).exists())
        if is_new and path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).unlink(missing_ok=True)
        self._db = _connect(path)
        self._pending: list[PageFacts] = []
        self._linking: dict[str, int] = {}
        self._linked_enough: set[str] = {""}
        """Targets that so many pages link to that no more are written down; the empty one is none."""
        if is_new:
            self._db.executescript(_TABLES)
            self.note("format", FORMAT)
            self.note("source", source)
            self.note("as_of", as_of.astimezone(SHANGHAI).isoformat())
        else:
            _check_format(self._db, path)
            self._linking = dict(
                self._db.execute("SELECT target, count(*) FROM links GROUP BY target")
            )
            self._linked_enough.update(
                target for target, count in self._linking.items() if count >= LINKING_PAGES_KEPT
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.flush()

    def add(self, facts: PageFacts) -> None:
        """One page or file; a second one with the same address takes the place of the first."""
        self._pending.append(facts)
        if len(self._pending) >= _BATCH:
            self.flush()

    def add_columns(
        self,
        host: str,
        columns: Iterable[Column],
        *,
        has_services: bool | None = None,
        has_interaction: bool | None = None,
    ) -> None:
        """The exact columns of a site, in their order, and what its inventory says it offers."""
        rows = [(host, at, column.url, _encode(column)) for at, column in enumerate(columns)]
        with self._db:
            self._db.execute("DELETE FROM columns WHERE host = ?", (host,))
            self._db.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", rows)
            self._db.execute(
                "INSERT OR REPLACE INTO services VALUES (?, ?, ?)",
                (host, has_services, has_interaction),
            )

    def note(self, key: str, value: str) -> None:
        """A remark about the whole: why a crawl stopped, how it was asked for."""
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, value))

    def so_far(self) -> Iterator[PageFacts]:
        """What the file already holds."""
        self.flush()
        for (blob,) in self._db.execute("SELECT facts FROM pages ORDER BY rowid"):
            yield _page(blob)

    def linked(self) -> set[str]:
        """Every address that something links to, as of the last flush."""
        return set(self._linking)

    def flush(self) -> None:
        """Everything added so far is in the file."""
        pages, self._pending = self._pending, []
        with self._db:
            self._db.executemany(_INSERT, map(_row, pages))
            self._db.executemany("INSERT INTO links VALUES (?, ?)", self._new_links(pages))

    def finish(self) -> Snapshot:
        """Merges copies, settles redirects, recognises columns and sites, builds the indexes."""
        self.flush()
        with self._db:
            self._db.executescript(_INDEXES)
            _merge_copies(self._db)
            _settle_redirects(self._db)
            self._mark_column_pages()
        snapshot = Snapshot(self._db)
        hosts = [host for (host,) in self._db.execute(_HOSTS)]
        inventories = {host: row for host, *row in self._db.execute("SELECT * FROM services")}
        for host in hosts:
            if host not in inventories:
                self._add_recognised(host, snapshot)
        with self._db:
            for host in hosts:
                facts = _site_facts(self._db, snapshot, host, inventories.get(host))
                self._db.execute(
                    "INSERT OR REPLACE INTO sites VALUES (?, ?)", (host, _encode(facts))
                )
        return Snapshot(self._db)

    def _new_links(self, pages: list[PageFacts]) -> Iterator[tuple[str, str]]:
        seen, enough = self._linking, self._linked_enough
        for page in pages:
            for target in {link.target for link in page.links} - enough:
                count = seen[target] = seen.get(target, 0) + 1
                if count >= LINKING_PAGES_KEPT:
                    enough.add(target)
                yield target, page.url

    def _mark_column_pages(self) -> None:
        """A page at the address of a column of an inventory is a column page, whatever it looks like."""
        rows = self._db.execute(
            "SELECT pages.facts FROM pages JOIN columns USING (url) WHERE kind NOT IN ('column', 'home')"
        ).fetchall()
        pages = (
            msgspec.structs.replace(_page(blob), kind="column", kind_certainty=_CERTAIN)
            for (blob,) in rows
        )
        self._db.executemany(_INSERT, map(_row, pages))

    def _add_recognised(self, host: str, snapshot: Snapshot) -> None:
        found = recognise.columns(snapshot.pages(host, COLUMN_KINDS))
        rows = [(host, at, column.url, _encode(column)) for at, column in enumerate(found)]
        with self._db:
            self._db.execute("DELETE FROM columns WHERE host = ?", (host,))
            self._db.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", rows)


_SAME_BYTES = """
SELECT site, digest, url FROM pages JOIN (
    SELECT site, digest FROM pages WHERE content = 'html' AND digest <> ''
    GROUP BY site, digest HAVING count(*) > 1
) USING (site, digest) WHERE content = 'html'
"""
_HOSTS = "SELECT DISTINCT site FROM pages WHERE site <> '' ORDER BY site"
_STATES = "SELECT state, status, reason, final_url FROM pages WHERE url = ?"


class Snapshot:
    """Read only. Everything a rule may know."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.notes: dict[str, str] = dict(db.execute("SELECT key, value FROM notes"))
        """Remarks about the whole: `source`, and `stopped` when a crawl ended before its end."""
        self.as_of = datetime.fromisoformat(self.notes["as_of"])
        rows = db.execute("SELECT facts FROM sites ORDER BY host")
        self.sites: tuple[SiteFacts, ...] = tuple(_site(blob) for (blob,) in rows)
        self._columns: dict[str, tuple[Column, ...]] = {}
        self._recent: OrderedDict[str, frozenset[str] | None] = OrderedDict()
        self._fine: set[str] = set()
        self.state = lru_cache(maxsize=_STATES_KEPT)(self._state)
        """
        `state(url) -> Target`: what asking for the address came to; `not_tried` when it is unknown.
        """

    @classmethod
    def open(cls, path: Path | str) -> Snapshot:
        """A finished snapshot on disk."""
        if not Path(path).is_file():
            raise BadSnapshot(f"{path}：没有这个快照文件。请先运行一次检查。")
        db = sqlite3.connect(path, check_same_thread=False)
        _check_format(db, path)
        return cls(db)

    def close(self) -> None:
        """Gives the file back."""
        self._db.close()

    def site(self, host: str) -> SiteFacts:
        """The site of that name; KeyError when there is none."""
        for site in self.sites:
            if site.host == host:
                return site
        raise KeyError(host)

    def pages(self, host: str, kinds: Collection[PageKind] = ()) -> Iterator[PageFacts]:
        """The HTML pages of a site that were read, in the order of their addresses."""
        wanted = f" AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
        yield from self._read(f"site = ? AND content = 'html'{wanted}", host, *kinds)

    def stylesheets(self, host: str) -> Iterator[PageFacts]:
        """The style sheets of a site that were read."""
        yield from self._read("site = ? AND content = 'css'", host)

    def failures(self) -> Iterator[PageFacts]:
        """Every address asked for in vain, with its reason, in the order of the addresses."""
        yield from self._read("state <> 'ok'")

    def page(self, url: str) -> PageFacts | None:
        """Any page or file that was asked for."""
        return next(self._read("url = ?", url), None)

    def ids(self, url: str) -> frozenset[str] | None:
        """What a fragment may point at on a page; None when it was not read as HTML."""
        known = self._recent
        if url in known:
            known.move_to_end(url)
            return known[url]
        row = self._db.execute(
            "SELECT facts FROM pages WHERE url = ? AND content = 'html'", (url,)
        ).fetchone()
        known[url] = found = _ids(row[0]).ids if row else None
        if len(known) > 1000:
            known.popitem(last=False)
        return found

    def not_ok(self, urls: Set[str]) -> set[str]:
        """Those of some addresses whose state is another than `ok`; the empty one is no address."""
        others = urls - self._fine
        found = {url for url in others if url and self.state(url).state != "ok"}
        if len(self._fine) > _STATES_KEPT:
            self._fine.clear()
        self._fine |= others - found
        return found

    def columns(self, host: str) -> tuple[Column, ...]:
        """The columns of a site: exact from its inventory, else recognised (see `certainty`)."""
        if host not in self._columns:
            rows = self._db.execute(
                "SELECT facts FROM columns WHERE host = ? ORDER BY position", (host,)
            )
            self._columns[host] = tuple(_column(blob) for (blob,) in rows)
        return self._columns[host]

    def list_pages(self, host: str) -> Iterator[ListPage]:
        """Each column with the page it is shown on."""
        for column in self.columns(host):
            page = self.page(column.url)
            if page is not None and page.final_url != page.url:
                page = self.page(page.final_url)
            readable = page is not None and page.state == "ok"
            yield ListPage(column, page if readable else None, not readable)

    def links_to(self, url: str, limit: int = 20) -> list[str]:
        """Pages that link to an address; of very many the first hundred are known."""
        rows = self._db.execute(
            "SELECT page FROM links WHERE target = ? ORDER BY rowid LIMIT ?", (url, limit)
        )
        return [page for (page,) in rows]

    def _state(self, url: str) -> Target:
        row = self._db.execute(_STATES, (url,)).fetchone()
        return Target(*row) if row else Target("not_tried", 0, "", url)

    def _read(self, where: str, *values: str) -> Iterator[PageFacts]:
        rows = self._db.execute(f"SELECT facts FROM pages WHERE {where} ORDER BY url", values)
        for (blob,) in rows:
            yield _page(blob)


def _connect(path: Path | str) -> sqlite3.Connection:
    db = sqlite3.connect(path, check_same_thread=False)
    db.execute("PRAGMA page_size = 16384")
    db.execute("PRAGMA synchronous = OFF")
    return db


def _check_format(db: sqlite3.Connection, path: Path | str) -> None:
    try:
        row = db.execute("SELECT value FROM notes WHERE key = 'format'").fetchone()
    except sqlite3.DatabaseError:
        row = None
    if row != (FORMAT,):
        raise BadSnapshot(f"{path}：不是本版本的快照文件。请重新检查网站，生成新的快照。")


def content_of(page: PageFacts) -> str:
    """`html` or `css` of what was read and leads nowhere else; empty for the rest."""
    if page.state == "ok" and page.url == page.final_url:
        if page.content_type in _HTML_TYPES:
            return "html"
        if page.content_type == "text/css":
            return "css"
    return ""


def _row(page: PageFacts) -> tuple[object, ...]:
    name, code = page.meta.get("sitename", ""), page.meta.get("siteidcode", "")
    return (
        page.url, page.site, page.state, page.status, page.reason, page.final_url, content_of(page),
        page.kind, page.depth, name, code, page.sha256, _encode(page),
    )  # fmt: skip


def _merge_copies(db: sqlite3.Connection) -> None:
    """
    One page that a server shows at several addresses (`/a/`, `/a/index.html`, `/a/?from=home`) counts once,
    at the shortest of them; the others lead there.
    """
    copies: dict[tuple[str, str, str], list[str]] = {}
    for site, digest, url in db.execute(_SAME_BYTES):
        path = url.partition("?")[0].removesuffix("index.html")
        copies.setdefault((site, digest, path), []).append(url)
    for urls in copies.values():
        first, *others = sorted(urls, key=lambda url: (len(url), url))
        for url in others:
            (blob,) = db.execute("SELECT facts FROM pages WHERE url = ?", (url,)).fetchone()
            page = msgspec.structs.replace(_page(blob), final_url=first)
            db.execute(_INSERT, _row(page))


def _settle_redirects(db: sqlite3.Connection) -> None:
    """An address that leads on is as good as where it ends; one that never ends is broken."""
    moved = dict(
        db.execute("SELECT url, final_url FROM pages WHERE url <> final_url AND state = 'ok'")
    )
    settled = []
    for url in moved:
        seen, end = {url}, moved[url]
        while end in moved and end not in seen:
            seen.add(end)
            end = moved[end]
        row = db.execute("SELECT facts FROM pages WHERE url = ?", (url,)).fetchone()
        page = _page(row[0])
        if end in seen:
            page = msgspec.structs.replace(page, state="broken", reason="redirect_loop")
        else:
            last = db.execute(_STATES, (end,)).fetchone() or ("not_tried", 0, "", end)
            page = msgspec.structs.replace(
                page, state=last[0], status=last[1], reason=last[2], final_url=end
            )
        settled.append(_row(page))
    db.executemany(_INSERT, settled)


def _site_facts(
    db: sqlite3.Connection,
    snapshot: Snapshot,
    host: str,
    inventory: list[int | None] | None,
) -> SiteFacts:
    (count,) = db.execute(
        "SELECT count(*) FROM pages WHERE site = ? AND content = 'html'", (host,)
    ).fetchone()
    home = db.execute(
        "SELECT url FROM pages WHERE site = ? ORDER BY kind <> 'home', depth, length(url), url LIMIT 1",
        (host,),
    ).fetchone()
    return site_facts(
        host,
        snapshot.columns(host),
        inventory,
        name=_most_common(db, "site_name", host),
        site_id_code=_most_common(db, "site_id_code", host),
        home_url=home[0],
        page_count=count,
    )


def site_facts(
    host: str,
    columns: Iterable[Column],
    inventory: Sequence[int | None] | None,
    *,
    name: str,
    site_id_code: str,
    home_url: str,
    page_count: int,
) -> SiteFacts:
    """A site out of what was counted; `inventory` is what its inventory says it offers, None without one."""
    says = [None if value is None else bool(value) for value in inventory or (None, None)]
    guess = recognise.offers(columns) if inventory is None else (None, None)
    return SiteFacts(
        host=host,
        name=name,
        site_id_code=site_id_code,
        home_url=home_url,
        page_count=page_count,
        has_column_inventory=inventory is not None,
        has_services=says[0] if says[0] is not None else guess[0],
        has_interaction=says[1] if says[1] is not None else guess[1],
        is_government=is_government(host),
    )


def _most_common(db: sqlite3.Connection, name: str, host: str) -> str:
    row = db.execute(
        f"SELECT {name} FROM pages WHERE site = ? AND {name} <> '' "
        f"GROUP BY {name} ORDER BY count(*) DESC, {name} LIMIT 1",
        (host,),
    ).fetchone()
    return str(row[0]) if row else ""
