"""
What a folder holds, and the hash that follows from it.

A listing is one entry after another, in the order of their names' bytes:

    f <SHA-256 of the content> <name>\\0
    d <hash of the sub-folder> <name>\\0

The hash of a folder is the SHA-256 of its listing. How a folder is stored, its times, owners and
modes are no part of it, and neither are folders without any file: a plain copy has the same hash.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

RELEASE_FILE = "/.well-known/zhanqun/release.json"
"""Says which release a site is; laid beside the tree at the switch, and no part of its hash."""

_DIGEST = 64
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Entry:
    """A file by its SHA-256, or a sub-folder by its hash."""

    name: str
    digest: str
    is_folder: bool


def encode(entries: Iterable[Entry]) -> bytes:
    """The listing of a folder, whatever the order of its entries."""
    named = sorted((os.fsencode(entry.name), entry) for entry in entries)
    return b"".join(
        b"%s %s %s\0" % (b"d" if entry.is_folder else b"f", entry.digest.encode(), name)
        for name, entry in named
    )


def decode(listing: bytes) -> list[Entry]:
    """The entries of a listing that `encode` wrote."""
    return [
        Entry(os.fsdecode(line[_DIGEST + 3 :]), line[2 : _DIGEST + 2].decode(), line[:1] == b"d")
        for line in listing.split(b"\0")[:-1]
    ]


def digest(content: bytes) -> str:
    """The hash of a listing, or of a small file."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: str | Path) -> str:
    """SHA-256 of a file's content; what `sha256sum` prints."""
    number = os.open(path, os.O_RDONLY)
    try:
        found = hashlib.sha256()
        while chunk := os.read(number, _CHUNK):
            found.update(chunk)
    finally:
        os.close(number)
    return found.hexdigest()


def read(path: str) -> bytes:
    """The content of a small file."""
    with open(path, "rb", buffering=0) as file:
        return file.read()


def hash_folder(folder: Path) -> str:
    """The root hash of a tree, however it is stored; links are followed."""
    return _hash(folder, RELEASE_FILE[1:].split("/")) or digest(b"")


def _hash(folder: Path, left_out: list[str]) -> str | None:
    """None for a folder without any file; `left_out` is the path of a file that does not count."""
    entries = []
    for child in folder.iterdir():
        rest = left_out[1:] if left_out[:1] == [child.name] else []
        if child.is_dir():
            if found := _hash(child, rest):
                entries.append(Entry(child.name, found, True))
        elif left_out != [child.name]:
            entries.append(Entry(child.name, file_digest(child), False))
    return digest(encode(entries)) if entries else None
