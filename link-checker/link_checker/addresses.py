"""
Addresses as a browser understands them (URL standard), joined by ada.

Percent-encoding stays as the standard leaves it: `%7E` and `~` are two addresses.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import ada_url

Joined = tuple[str, str]
"""An address without fragment, empty when it is none of http(s), and the decoded fragment."""

_DEFAULT_PORTS = {"http": 80, "https": 443}


def resolve(href: str, base: str = "") -> str | None:
    """The absolute address with its fragment; None where a browser would refuse it."""
    try:
        return str(ada_url.join_url(base, href) if base else ada_url.normalize_url(href))
    except ValueError:
        # Half characters out of broken scripts: browsers put U+FFFD in their place.
        whole = href.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return resolve(whole, base) if whole != href else None


def join(base: str, href: str) -> Joined:
    """What a link leads to from a page at `base`."""
    address = resolve(href, base)
    if address is None or not address.startswith(("http://", "https://")):
        return "", ""
    target, _, fragment = address.partition("#")
    return target, unquote(fragment)


def normalise(url: str) -> str:
    """The one spelling of an http(s) address, without fragment; empty when it is none."""
    return join("", url)[0]


def site_of(url: str) -> str:
    """The host of a normalised address, with its port where that is not the scheme's own."""
    parts = url.split("/", 3)
    return parts[2].rpartition("@")[2] if len(parts) > 2 else ""


def host_of(url: str) -> str:
    """The host of a normalised address alone, without port and brackets."""
    host = site_of(url)
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def port_of(url: str) -> int:
    """The port that is asked."""
    parts = urlsplit(url)
    return parts.port or _DEFAULT_PORTS.get(parts.scheme, 80)


class Joiner:
    """
    Joins links, remembering what was joined: frames repeat the same links on every page of a folder.

    `canonical` gives one name to addresses that are known under several.
    """

    def __init__(self, canonical: Callable[[str], str] | None = None) -> None:
        self._canonical = canonical
        self._in_folder = lru_cache(maxsize=65_536)(self._join)

    def __call__(self, base: str, href: str) -> Joined:
        """As `join`, with `base` normalised and without fragment."""
        first = href[:1]
        if not first or first in "#? \t\r\n":
            return self._join(base, href)
        if first == "/":
            return self._in_folder(origin_of(base), href)
        return self._in_folder(folder_of(base), href)

    def _join(self, base: str, href: str) -> Joined:
        target, fragment = join(base, href)
        return (self._canonical(target), fragment) if self._canonical else (target, fragment)


@lru_cache(maxsize=4096)
def origin_of(url: str) -> str:
    """Scheme, host and port of a normalised address, with a slash."""
    return "/".join(url.split("/", 3)[:3]) + "/"


@lru_cache(maxsize=4096)
def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1]


def folder_of(url: str) -> str:
    """The address up to the last `/` of its path: what relative links stand on."""
    return _folder(url.partition("?")[0])
