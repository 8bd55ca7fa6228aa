"""
How addresses between sites are written, and what an output owns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from builder.records import SiteRecord

AddressMode = Literal["real", "local"]


class Address(NamedTuple):
    """A file of a site: the site's id, and a path from its root such as `/zwgk/index.html`."""

    site: int
    path: str

    @property
    def href(self) -> str:
        """The path as links print it: a folder's `index.html` is the folder."""
        return folder_href(self.path)


@dataclass(frozen=True, slots=True)
class Addressing:
    """`real` addresses use the sites' domains, `local` ones `http://<slug>.localhost:<port>`."""

    mode: AddressMode = "real"
    port: int = 8080

    def origin(self, site: SiteRecord) -> str:
        """Scheme and host of a site, without a slash at the end."""
        if self.mode == "real":
            return f"https://{site.domain}"
        return f"http://{site.slug}.localhost:{self.port}"


def folder_href(path: str) -> str:
    """`/zwgk/index.html` → `/zwgk/`; any other path as it is."""
    return path.removesuffix("index.html") if path.endswith("/index.html") else path
