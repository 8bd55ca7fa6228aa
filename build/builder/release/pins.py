"""
Sites that were taken back to an earlier release: builds leave them as they are until they are freed.

    releases/pins/<site>      which release, and what its files name
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from builder.errors import StoreError
from builder.release.disk import make_folder


class Pin(msgspec.Struct, frozen=True):
    """The release that a site was taken back to, and the names of all that its files show or link to."""

    number: int
    names: frozenset[str] = frozenset()


class Pins:
    """The pinned sites of an output folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "pins"

    def all(self) -> dict[str, Pin]:
        """By site."""
        places = self._folder.iterdir() if self._folder.is_dir() else ()
        return {place.name: _read(place) for place in sorted(places) if place.name[0] != "."}

    def set(self, slug: str, pin: Pin) -> None:
        """Builds leave the site alone from now on."""
        make_folder(self._folder)
        fresh = self._folder / f".{slug}"
        fresh.write_bytes(msgspec.json.encode(pin))
        fresh.replace(self._folder / slug)

    def free(self, slug: str) -> None:
        """The next build makes the site anew."""
        self._folder.joinpath(slug).unlink(missing_ok=True)


def _read(place: Path) -> Pin:
    try:
        return msgspec.json.decode(place.read_bytes(), type=Pin)
    except msgspec.DecodeError as error:
        raise StoreError(
            f"{place}：这个文件已损坏，看不出网站停在哪个版本。"
            f"请删除它，再用 zhanqun rollback {place.name} 恢复到旧版本，或用 zhanqun build 更新到最新。"
        ) from error
