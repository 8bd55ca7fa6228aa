"""
The outputs: one module each, found by walking this package.

An output is two pure functions: `files(view, place)` yields the addresses it owns in a place,
`render(view, address)` returns the bytes, or a `MediaFile` for what should not be read into memory. It
touches no disk and knows nothing of Pelican. The first line of its docstring is its title in
`--list-outputs`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from builder.addressing import Address
from builder.places import Place
from builder.view import View


@dataclass(frozen=True, slots=True)
class MediaFile:
    """Content that already lies in a file, with its digest in hex."""

    path: Path
    sha256: str


class Output(Protocol):
    """What a module of this package offers."""

    __doc__: str

    def files(self, view: View, place: Place) -> Iterator[Address]:
        """The addresses it owns in a place."""

    def render(self, view: View, address: Address) -> bytes | MediaFile:
        """What stands at one of them."""


def all_outputs() -> dict[str, Output]:
    """Every output by name, sorted."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: cast(Output, importlib.import_module(f"{__name__}.{name}")) for name in names}
