"""
How a static web server shows the files of a site: the address of a file, the file of an address, and what
stands at an address that is none.
"""

from __future__ import annotations

import mimetypes
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from link_checker.addresses import host_of, normalise, site_of
from link_checker.extract import read
from link_checker.extract.memory import Join, Memory
from link_checker.facts import FetchState, PageFacts

MOVED = "/.well-known/zhanqun/redirects.map"
"""Where a build leaves old addresses and where they lead, for the web server."""

_PAGES = {".html": "text/html", ".htm": "text/html", ".shtml": "text/html", ".xhtml": "text/html"}
_NOT_PAGES = frozenset({"404.html", "410.html"})
_GONE = ".well-known/zhanqun/gone/"
"""Below it a build marks withdrawn addresses."""
_HIDDEN_BUT_PUBLIC = ".well-known"


class ServedSite(ABC):
    """The files of one site, known by their paths below its root, `/` between the parts."""

    origin: str
    """`http://portal.localhost:8080`, without a slash at its end."""
    names: frozenset[str]
    """Every host that leads there."""
    indexes: tuple[str, ...] = ("index.html", "index.htm")
    """What is shown at the address of a folder, the first there is."""
    is_whole: bool = True
    """False for some saved pages of a site, which tell nothing of the pages that were not saved."""

    @abstractmethod
    def has(self, path: str) -> bool:
        """Whether there is such a file."""

    @abstractmethod
    def allows(self, url: str) -> bool:
        """Whether robots.txt lets us ask for an address."""

    @abstractmethod
    def moved_to(self, path: str) -> str | None:
        """Where the server's map leads an old path."""

    @property
    def host(self) -> str:
        """The name of the site in the snapshot."""
        return site_of(self.origin)

    def address(self, path: str) -> str:
        """The address of a file."""
        folder, _, name = path.rpartition("/")
        if name in self.indexes:
            path = f"{folder}/" if folder else ""
        return normalise(f"{self.origin}/{quote(path)}")

    def file(self, url: str) -> str | None:
        """The path of what a server shows at an address; None when there is nothing."""
        path = unquote(urlsplit(url).path).lstrip("/")
        if "\x00" in path or ".." in path.split("/"):
            return None
        if not path or path.endswith("/"):
            return next((path + name for name in self.indexes if self.has(path + name)), None)
        return path if self.has(path) else None

    def is_folder(self, url: str) -> bool:
        """Whether a server would lead on to the same address with a slash."""
        return not url.endswith("/") and self.file(url.partition("?")[0] + "/") is not None


class Cluster:
    """Sites that are looked at together: links among them are followed inside the set."""

    def __init__(self, sites: Iterable[ServedSite]) -> None:
        known = tuple(sites)
        self._by_name = {name: site for site in known for name in site.names}
        self._by_host = {site.host: site for site in known}

    def canonical(self, url: str) -> str:
        """One address for what several names lead to, whatever the scheme and port."""
        site = self._by_name.get(host_of(url))
        return url if site is None else f"{site.origin}/{url.split('/', 3)[3]}"

    def has(self, host: str) -> bool:
        """Whether a site is here under this canonical host."""
        return host in self._by_host

    def site(self, url: str) -> ServedSite | None:
        """The site that a canonical address belongs to."""
        return self._by_host.get(site_of(url))

    def linked(self, url: str, join: Join) -> PageFacts:
        """An address that was not read: an alias, an old address, nothing, or elsewhere."""
        site = self.site(url)
        if site is None:
            return facts_of(url, "", "unreachable", reason="not_asked")
        if not site.allows(url):
            # What a service answers is no file; a crawl would not ask for it either.
            return facts_of(url, site.host, "refused", reason="robots")
        path = site.file(url)
        if path is not None:
            return facts_of(url, site.host, final_url=site.address(clean(path)))
        if site.is_folder(url):
            return facts_of(url, site.host, final_url=url.partition("?")[0] + "/")
        moved = site.moved_to(unquote(urlsplit(url).path))
        if moved:
            target, _ = join(url, moved)
            return facts_of(url, site.host, status=301, final_url=target or url)
        if not site.is_whole:
            return facts_of(url, site.host, "not_tried", reason="not_saved")
        return facts_of(url, site.host, "broken", reason="missing_file", status=404)


def clean(path: str) -> str:
    """A path without the empty parts and the `.` that a file system passes over."""
    return "/".join(part for part in path.split("/") if part not in ("", "."))


def is_public(path: str) -> bool:
    """Whether a file is a page of the site: no hidden file, not the page for what is not there."""
    if path in _NOT_PAGES or path.startswith(_GONE):
        return False
    return not any(map(is_hidden, path.split("/")))


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is kept from readers."""
    return name.startswith(".") and name != _HIDDEN_BUT_PUBLIC


def content_type_of(path: str) -> str:
    """What a server says that a file is; empty when its name does not tell."""
    file = PurePosixPath(path)
    return _PAGES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or ""


def read_file(site: ServedSite, path: str, body: bytes, memory: Memory) -> PageFacts:
    """A page or style sheet as a reader of the site would get it."""
    return read(
        body,
        url=site.address(path),
        site=site.host,
        status=200,
        content_type=content_type_of(path),
        charset="",
        seconds=0.0,
        depth=path.count("/"),
        join=memory,
    )


def read_moved(text: str) -> dict[str, str]:
    """Old address → new one, from the map a build leaves for the web server."""
    pairs = (line.rstrip("; ").split(" ", 1) for line in text.splitlines())
    return {unquote(pair[0]): pair[1] for pair in pairs if len(pair) == 2}


def facts_of(
    url: str,
    site: str,
    state: FetchState = "ok",
    *,
    reason: str = "",
    status: int = 0,
    final_url: str = "",
    content_type: str = "",
    size: int = 0,
    sha256: str = "",
) -> PageFacts:
    """An address or file whose content nobody looked at."""
    return PageFacts(
        url=url,
        final_url=final_url or url,
        site=site,
        state=state,
        status=status or (200 if state == "ok" else 0),
        reason=reason,
        content_type=content_type,
        encoding="",
        size=size,
        seconds=0.0,
        depth=0,
        sha256=sha256,
    )
