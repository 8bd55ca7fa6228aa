"""
Whose a host is, by its name alone.
"""

from __future__ import annotations

from functools import lru_cache

_GOVERNMENT = (".gov.cn", ".政务", ".xn--zfr164b")
_LIKE_GOVERNMENT = (".gov.hk", ".gov.mo", ".conac.cn")


def is_government(host: str) -> bool:
    """Its name ends in `.gov.cn` or `.政务`; a port does not matter."""
    return host.rsplit(":", 1)[0].endswith(_GOVERNMENT)


@lru_cache(maxsize=10_000)
def needs_notice(host: str) -> bool:
    """
    Whether a link to the host must say that it leads away: it is none of the government's, nor the registry
    of Party and government marks (conac.cn).
    """
    return not is_government(host) and not f".{host.partition(':')[0]}".endswith(_LIKE_GOVERNMENT)
