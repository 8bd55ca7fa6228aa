"""
What a crawl may cost, us and the site.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Every bound of a crawl; reaching one is written down, never silent."""

    pages: int = 100_000
    """Addresses asked on the sites that are inspected."""
    seconds: float = 3600.0
    """The whole run."""
    external: int = 2000
    """Addresses asked on other sites."""
    depth: int = 60
    """Links away from the start."""
    redirects: int = 10
    timeout: float = 20.0
    """One answer from asking to its last byte."""
    connect_timeout: float = 8.0
    bytes: int = 10_000_000
    """A body, after decompression."""
    header_bytes: int = 16_384
    links: int = 20_000
    """Links taken from one page."""
    address: int = 2000
    """Characters of an address."""
    retries: int = 2
    retry_delay: float = 1.0
    connections: int = 6
    """At one time on one site."""
    pace: float = 0.1
    """Seconds between two requests to a public site; none to one on this machine or network."""
    crawl_delay: float = 5.0
    """The longest Crawl-delay of robots.txt that is kept."""
