"""
Reads built sites out of folders, the way a static server would show them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from link_checker.addresses import Joiner, host_of, normalise, site_of
from link_checker.crawl.limits import Limits
from link_checker.crawl.robots import Robots, user_agent
from link_checker.errors import BadUse, NoPages
from link_checker.extract import READABLE_TYPES, read, sitemap
from link_checker.extract.decode import decode
from link_checker.extract.inventory import PATH as INVENTORY
from link_checker.extract.inventory import Inventory, read_inventory
from link_checker.extract.memory import Memory
from link_checker.facts import PageFacts
from link_checker.served import (
    MOVED,
    Cluster,
    ServedSite,
    content_type_of,
    facts_of,
    is_hidden,
    is_public,
    read_file,
    read_moved,
)
from link_checker.snapshot import Snapshot, SnapshotWriter

Progress = Callable[[int, int], None]

_OF_A_WHOLE_SITE = (*ServedSite.indexes, "sitemap.xml", INVENTORY.lstrip("/"))
_DEEPEST = 64
_CHUNK = 1 << 20
_EVERY = 50


@dataclass(frozen=True)
class FolderSite(ServedSite):
    """A folder, the address its files stand at, and every name that leads there."""

    folder: Path
    origin: str
    """`http://portal.localhost:8080`, without a slash at its end."""
    names: frozenset[str]
    inventory: Inventory | None
    moved: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = True

    @cached_property
    def robots(self) -> Robots:
        """What its robots.txt allows us."""
        file = self.folder / "robots.txt"
        text = file.read_text("utf-8-sig", "replace") if file.is_file() else ""
        return Robots(text, user_agent())

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        try:
            return (self.folder / path).is_file()
        except OSError:
            return False

    def allows(self, url: str) -> bool:
        """Whether robots.txt lets us ask for an address."""
        return self.robots.allows(url)

    def moved_to(self, path: str) -> str | None:
        """Where the server's map leads an old path."""
        return self.moved.get(path)


def read_folders(
    folders: Sequence[Path | str],
    *,
    as_of: datetime,
    hosts: Mapping[str, str] | None = None,
    snapshot: Path | str = ":memory:",
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Snapshot:
    """
    Every file below the folders, as one cluster: links among them are followed inside the set.

    A folder is known by the domain its home page names, by `<folder name>.localhost` at any port, and by
    the names that `hosts` gives it. Links to anywhere else stand as `unreachable`: nothing is asked. A
    folder with neither home page nor column inventory nor sitemap holds pages saved from a site: what
    they link to and is not there was not saved, and stands as `not_tried`.
    """
    sites = _sites([Path(folder) for folder in folders], hosts or {})
    with SnapshotWriter(snapshot, as_of=as_of, source="folder") as writer:
        _Reader(sites, writer, limits or Limits(), progress).run()
        finished = writer.finish()
    if not any(site.page_count for site in finished.sites):
        finished.close()
        raise NoPages(
            f"{'、'.join(map(str, folders))}：文件夹里没有网页。请指定生成的网站所在的文件夹，例如 var/output/portal。"
        )
    return finished


class _Reader:
    def __init__(
        self,
        sites: Sequence[FolderSite],
        writer: SnapshotWriter,
        limits: Limits,
        progress: Progress | None,
    ) -> None:
        self._sites, self._writer, self._limits, self._progress = sites, writer, limits, progress
        self._cluster = Cluster(sites)
        self._memory = Memory(Joiner(self._cluster.canonical))
        self._known: set[str] = set()

    def run(self) -> None:
        """All files, then what is linked but is no file of its own."""
        for site in self._sites:
            if site.inventory is not None:
                says = site.inventory.site
                self._writer.add_columns(
                    site.host,
                    site.inventory.exact_columns(site.origin + "/", self._memory.join),
                    has_services=says.has_services,
                    has_interaction=says.has_interaction,
                )
            for path, place in _files(site.folder):
                self._add(self._read(site, path, place))
        self._writer.flush()
        for url in sorted(self._writer.linked() - self._known):
            self._add_linked(url)

    def _add_linked(self, url: str) -> None:
        """What stands at an address that was not read, and at those it leads on to."""
        while url not in self._known:
            facts = self._cluster.linked(url, self._memory.join)
            self._known.add(url)
            self._writer.add(facts)
            url = facts.final_url

    def _add(self, facts: PageFacts) -> None:
        self._known.add(facts.url)
        self._writer.add(facts)
        if self._progress and len(self._known) % _EVERY == 0:
            self._progress(len(self._known), 0)

    def _read(self, site: FolderSite, path: str, place: Path) -> PageFacts:
        url = site.address(path)
        kind = content_type_of(path)
        try:
            size = place.stat().st_size
            if kind not in READABLE_TYPES:
                return facts_of(url, site.host, content_type=kind, size=size, sha256=_digest(place))
            if size > self._limits.bytes:
                return facts_of(url, site.host, "refused", reason="too_large", size=size)
            body = place.read_bytes()
        except OSError:
            return facts_of(url, site.host, "unreachable", reason="unreadable_file")
        return read_file(site, path, body, self._memory)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every public file below a folder with its path, in order; links that lead in circles end."""
    pending: list[tuple[str, Path, int]] = [("", folder, 0)]
    while pending:
        path, place, depth = pending.pop()
        try:
            children = sorted(place.iterdir())
        except OSError:
            continue
        for child in children:
            if is_hidden(child.name):
                continue
            if child.is_dir():
                if depth < _DEEPEST:
                    pending.append((f"{path}{child.name}/", child, depth + 1))
            elif child.is_file() and is_public(f"{path}{child.name}"):
                yield f"{path}{child.name}", child


def _digest(place: Path) -> str:
    digest = hashlib.sha256()
    with place.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _sites(folders: Sequence[Path], hosts: Mapping[str, str]) -> list[FolderSite]:
    # A site may be a link to its release: it is called by the link, and read as it is now.
    called = {folder.resolve(): Path(os.path.abspath(folder)).name for folder in folders}  # noqa: PTH100
    named: dict[Path, set[str]] = {folder: set() for folder in called}
    for folder in folders:
        if not folder.is_dir():
            raise BadUse(f"{folder}：没有这个文件夹。请检查路径，或先用 zhanqun build 生成网站。")
    for name, place in hosts.items():
        if not Path(place).is_dir():
            raise BadUse(
                f"--host {name}={place}：没有这个文件夹。检查文件夹时，应写作“名称=文件夹”。"
            )
        named.setdefault(Path(place).resolve(), set()).add(name.lower())
    return [
        _site(folder, called.get(folder, folder.name), names) for folder, names in named.items()
    ]


def _site(folder: Path, called: str, names: set[str]) -> FolderSite:
    inventory_file = folder / INVENTORY.lstrip("/")
    inventory = read_inventory(inventory_file.read_bytes()) if inventory_file.is_file() else None
    local = host_of(normalise(f"http://{called}.localhost/")) or "folder.localhost"
    domains = [*sorted(names), *_domains(folder), local]
    origin = _published_origin(folder, inventory) or f"http://{domains[0]}"
    return FolderSite(
        folder,
        origin,
        frozenset({*domains, host_of(origin)}),
        inventory,
        _moved(folder),
        is_whole=any((folder / name).is_file() for name in _OF_A_WHOLE_SITE),
    )


def _published_origin(folder: Path, inventory: Inventory | None) -> str:
    """Where the site says it stands: in its column inventory, else in its sitemap."""
    urls: Iterable[str] = [item.url for item in inventory.columns[:1]] if inventory else []
    file = folder / "sitemap.xml"
    if not urls and file.is_file():
        text = decode(file.read_bytes()[:20_000])[0]
        urls = [link.target for link in sitemap.links(text, "", Joiner())]
    url = normalise(next(iter(urls), ""))
    return f"{urlsplit(url).scheme}://{site_of(url)}" if url else ""


def _domains(folder: Path) -> list[str]:
    """The domains the home page names in `SiteDomain`."""
    home = next((folder / name for name in ServedSite.indexes if (folder / name).is_file()), None)
    if home is None or home.stat().st_size > _CHUNK * 10:
        return []
    facts = read(
        home.read_bytes(),
        url="http://folder.localhost/",
        site="",
        status=200,
        content_type="text/html",
        charset="",
        seconds=0.0,
        depth=0,
        join=Memory(),
    )
    said = facts.meta.get("sitedomain", "").replace("，", ",").replace(";", ",")
    urls = (normalise(f"http://{part.strip().removeprefix('http://')}") for part in said.split(","))
    return [host_of(url) for url in urls if url]


def _moved(folder: Path) -> dict[str, str]:
    file = folder / MOVED.lstrip("/")
    return read_moved(file.read_text("utf-8", "replace")) if file.is_file() else {}
