"""
Where names are found, and which addresses may be connected to.

The address that was checked is the one connected to: the resolver hands the connector nothing else,
so a name that changes its address between two lookups gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from link_checker.addresses import host_of, origin_of, port_of
from link_checker.errors import BadUse

if TYPE_CHECKING:
    from aiohttp.abc import ResolveResult


class PrivateAddressError(OSError):
    """A link led to this machine or into a private network."""


@dataclass(frozen=True)
class Place:
    """An address and port to connect to."""

    address: str
    port: int

    @classmethod
    def parse(cls, name: str, place: str) -> Place:
        """`127.0.0.1:8080`, `[::1]:8080`."""
        address, _, port = place.rpartition(":")
        address = address.strip("[]")
        try:
            return cls(str(ipaddress.ip_address(address)), int(port))
        except ValueError:
            raise BadUse(
                f"--host {name}={place}：应写作“名称=IP地址:端口”，例如 {name}=127.0.0.1:8080。"
            ) from None


@lru_cache(maxsize=4096)
def is_private(address: str) -> bool:
    """This machine, a private network, or anything else that is not on the public internet."""
    try:
        ip = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None)
    return not (mapped or ip).is_global or ip.is_multicast


def is_local_name(host: str) -> bool:
    """`localhost` and every name under it (RFC 6761), which libc does not resolve."""
    return host == "localhost" or host.endswith(".localhost")


class Resolver:
    """
    Resolves names for the connector. `asked` are the hosts and ports somebody gave us: only they may lie
    on this machine or in a private network.
    """

    def __init__(self, places: Mapping[str, Place], asked: Collection[tuple[str, int]]) -> None:
        self._places = places
        self._asked = frozenset(asked)
        self._refuses_origin = lru_cache(maxsize=4096)(self._is_refused)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name; PrivateAddressError when there is none we may connect to."""
        place = self._places.get(host)
        if place is not None:
            return [_result(host, place.address, place.port)]
        addresses = ["127.0.0.1"] if is_local_name(host) else await _look_up(host, port)
        if (host, port) not in self._asked:
            addresses = [address for address in addresses if not is_private(address)]
            if not addresses:
                raise PrivateAddressError(f"{host} is not on the public internet")
        return [_result(host, address, port) for address in addresses]

    def refuses(self, url: str) -> bool:
        """Whether an address names a private place by number: numbers never reach `resolve`."""
        return self._refuses_origin(origin_of(url))

    def _is_refused(self, origin: str) -> bool:
        host = host_of(origin)
        return is_private(host) and (host, port_of(origin)) not in self._asked

    def is_near(self, url: str) -> bool:
        """Whether a site was given a place or lies on this machine: no pace is kept there."""
        host = host_of(url)
        return host in self._places or is_local_name(host) or is_private(host)


async def _look_up(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return {
        "hostname": host,
        "host": address,
        "port": port,
        "family": family,
        "proto": 0,
        "flags": socket.AI_NUMERICHOST,
    }
