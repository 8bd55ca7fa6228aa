"""
robots.txt by RFC 9309.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

from protego import Protego

LARGEST = 512_000
"""RFC 9309, 2.5: at least 500 kibibytes are to be read."""


def user_agent() -> str:
    """The honest name we go by; robots.txt files name it `zhanqun-link-checker`."""
    try:
        return f"zhanqun-link-checker/{version('zhanqun')}"
    except PackageNotFoundError:
        return "zhanqun-link-checker/0"


class Robots:
    """What a site allows us. Matching is protego's; this class knows what answers mean."""

    def __init__(self, text: str, agent: str) -> None:
        self._rules = Protego.parse(text)
        self._forbids = "disallow" in text.lower()
        self._agent = agent

    @classmethod
    def from_answer(cls, status: int, body: bytes, agent: str) -> Robots:
        """
        A file that does not exist (4xx) allows everything; a server that fails (5xx)
        forbids everything for now (RFC 9309, 2.3.1.3 and 2.3.1.4).
        """
        if status >= 500:
            return cls("User-agent: *\nDisallow: /\n", agent)
        if status >= 400:
            return cls("", agent)
        return cls(body[:LARGEST].decode("utf-8-sig", "replace"), agent)

    def allows(self, url: str) -> bool:
        """Whether an address may be asked."""
        return not self._forbids or bool(self._rules.can_fetch(url, self._agent))

    @property
    def delay(self) -> float:
        """Seconds the site asks us to wait between requests."""
        return float(self._rules.crawl_delay(self._agent) or 0)

    @property
    def sitemaps(self) -> Iterable[str]:
        """The sitemap files the site names."""
        return list(self._rules.sitemaps)
