"""
Brings one place up to date: renders exactly the files whose traces a change touches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TypeVar, cast

import msgspec

from builder.addressing import Address
from builder.errors import OutputError
from builder.outputs import MediaFile, Output
from builder.places import Place
from builder.shards import Derived, File, Shard, decode, encode
from builder.trace import Key, Node, is_derived
from builder.traditional import has_twin, inside, outside
from builder.versions import has_traditional, twin
from builder.view import View

_Value = TypeVar("_Value")

Write = Callable[[Address, "bytes | MediaFile", bytes | None], "Written"]
"""Puts a content at its address unless the file there has this digest already."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file's SHA-256 and size in bytes."""

    digest: bytes
    size: int


@dataclass(slots=True)
class Made:
    """What became of a place."""

    place: Place
    shard: bytes = b""
    names: bytes = b""
    """Those of the keys that it reads."""
    files: dict[str, int] = field(default_factory=dict)
    """How many files there are, by output."""
    rendered: int = 0
    changed: dict[str, bytes] = field(default_factory=dict)
    """Path → SHA-256 of the files that were written."""
    new: dict[str, str] = field(default_factory=dict)
    """Path → output of those that were not there before."""
    gone: list[str] = field(default_factory=list)
    """Paths of the files that are no more."""
    reasons: dict[str, list[Key]] = field(default_factory=dict)
    """Path → what was touched that a rendered file had read; empty for a new one."""

    def follow(self, later: Made) -> None:
        """The place was made once more after this."""
        gone, before = set(later.gone), set(self.gone)
        self.shard, self.names, self.files = later.shard, later.names, later.files
        self.rendered += later.rendered
        self.changed = _without(gone, self.changed | later.changed)
        # What is there again is not new.
        self.new = _without(gone, self.new | _without(before, later.new))
        self.gone = sorted(before.difference(later.new) | gone)
        self.reasons |= later.reasons


class Maker:
    """Makes places with one view; `touched` are the keys that changed since they were made."""

    def __init__(
        self,
        view: View,
        outputs: Mapping[str, Output],
        write: Write,
        touched: AbstractSet[Key] = frozenset(),
    ) -> None:
        self._view = view
        self._outputs = outputs
        self._write = write
        self._touched = touched
        self._last: tuple[Address | None, bytes | MediaFile, set[Key]] = (None, b"", set())

    def make(self, place: Place, blob: bytes | None) -> Made:
        """The place as it is now; `blob` is the shard it was, None for one that is made anew."""
        old = decode(blob) if blob else Shard([], {}, [], [])
        known = {file.path: file for file in old.files}
        former = _Former(self._view, old, self._touched)
        traces = _Traces(self._view, old)
        if blob and not former.is_touched(old.listing):
            owners = {path: file.output for path, file in known.items()}
            listing = traces.kept(old.listing)
        else:
            with self._view.tracing() as reads:
                owners = owners_of(self._view, place, self._outputs)
            listing = traces.made(reads)
        made = Made(place, gone=[path for path in known if path not in owners])
        files = []
        for path, output in owners.items():
            made.files[output] = made.files.get(output, 0) + 1
            file = known.get(path)
            if file and file.output == output and not former.is_touched(file.reads):
                files.append(msgspec.structs.replace(file, reads=traces.kept(file.reads)))
            else:
                made.reasons[path] = former.reasons(file.reads) if file else []
                files.append(self._render(made, traces, output, path, file))
        shard = Shard(list(traces.keys), traces.derived, listing, files)
        self._view.forget_pages()
        made.shard, made.names = encode(shard), shard.names()
        return made

    def _render(
        self, made: Made, traces: _Traces, output: str, path: str, former: File | None
    ) -> File:
        address = Address(made.place.site, path)
        content, reads = self._content(self._outputs[output], address)
        written = self._write(address, content, former.digest if former else None)
        made.rendered += 1
        if former is None:
            made.new[path] = output
        if former is None or former.digest != written.digest:
            made.changed[path] = written.digest
        return File(output, path, written.digest, written.size, traces.made(reads))

    def _content(self, output: Output, address: Address) -> tuple[bytes | MediaFile, set[Key]]:
        """What stands at an address, and what was read for it."""
        view, path = self._view, outside(address.path)
        if path == address.path or not has_traditional(view, address.site):
            with view.tracing() as reads:
                content = output.render(view, address)
            self._last = address, content, reads
            return content, reads
        page = address._replace(path=path)
        # Its twin comes next, unless that is not made anew.
        _, content, read = (
            self._last if self._last[0] == page else (page, *self._content(output, page))
        )
        with view.tracing() as reads:
            content = twin(view, address.site, path, cast(bytes, content))
        return content, read | reads


def _without(paths: AbstractSet[str], found: dict[str, _Value]) -> dict[str, _Value]:
    return {path: value for path, value in found.items() if path not in paths}


def owners_of(view: View, place: Place, outputs: Mapping[str, Output]) -> dict[str, str]:
    """
    Which output makes which file of a place. Two that claim one address are an `OutputError`.
    """
    has_twins = has_traditional(view, place.site)
    found: dict[str, str] = {}
    for name, output in outputs.items():
        for address in output.files(view, place):
            if other := found.get(address.path):
                raise claimed_twice(view.site(place.site).name, address.path, other, name)
            found[address.path] = name
            if has_twins and has_twin(address.path):
                found[inside(address.path)] = name
    return found


def claimed_twice(site: str, path: str, one: str, other: str) -> OutputError:
    """The error for an address that two outputs claim."""
    first, second = sorted((one, other))
    return OutputError(
        f"{site}：地址 {path} 同时属于 {first} 和 {second}。请修改占用这个地址的栏目的路径名。"
    )


class _Former:
    """Tells what of a shard was touched. A derived value counts when it is another now."""

    def __init__(self, view: View, shard: Shard, touched: AbstractSet[Key]) -> None:
        self._view = view
        self._shard = shard
        self._touched = touched
        self._known: dict[int, bool] = {}

    def is_touched(self, reads: Iterable[int]) -> bool:
        """Whether any of these keys."""
        return any(self._is_touched(at) for at in reads)

    def reasons(self, reads: Iterable[int]) -> list[Key]:
        """The touched keys of the store and the theme that these come from."""
        found: dict[Key, None] = {}
        for at in reads:
            if self._is_touched(at):
                node = self._shard.derived.get(at)
                own = self.reasons(node.reads) if node else [self._shard.keys[at]]
                found.update(dict.fromkeys(own))
        return list(found)

    def _is_touched(self, at: int) -> bool:
        found = self._known.get(at)
        if found is None:
            node, key = self._shard.derived.get(at), self._shard.keys[at]
            if node is None:
                found = key in self._touched
            else:
                found = self.is_touched(node.reads) and self._differs(key, node)
            self._known[at] = found
        return found

    def _differs(self, key: Key, node: Derived) -> bool:
        try:
            return self._view.node(key).fingerprint != node.fingerprint
        except Exception:
            # What it was about is gone. Whoever still needs it fails for itself.
            return True


class _Traces:
    """The traces of a new shard, in which every key stands once."""

    def __init__(self, view: View, old: Shard) -> None:
        self.keys: dict[Key, int] = {}
        self.derived: dict[int, Derived] = {}
        self._view = view
        self._old = old
        self._places = {key: at for at, key in enumerate(old.keys)}
        self._again: dict[int, int] = {}

    def made(self, reads: Iterable[Key]) -> list[int]:
        """The indexes of keys that were read."""
        known, index = self.keys.get, self._index
        return [index(key) if (at := known(key)) is None else at for key in reads]

    def kept(self, reads: Iterable[int]) -> list[int]:
        """The indexes of keys by their indexes in the old shard."""
        found = []
        for at in reads:
            if at not in self._again:
                (self._again[at],) = self.made([self._old.keys[at]])
            found.append(self._again[at])
        return found

    def _index(self, key: Key) -> int:
        """The index of a key that has none yet."""
        found = self.keys[key] = len(self.keys)
        if is_derived(key):
            self.derived[found] = self._derived(key, self._view.known(key))
        return found

    def _derived(self, key: Key, node: Node | None) -> Derived:
        if node is None:
            # Nobody asked for it again: it is what it was.
            old = self._old.derived[self._places[key]]
            return Derived(old.fingerprint, self.kept(old.reads))
        return Derived(node.fingerprint, self.made(node.sources))
