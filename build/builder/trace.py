"""
What a file was made of: the names of everything that was read for it.

A key names something that can change by itself: a record, its card, what stands in a column, a template.
`builder.syncing` tells which of them a feed changed. A *derived* value is a function of such reads (a
site's header, the neighbours of a page). It is a read like another, with a trace of its own and the
fingerprint of its value: where the value is still the same, what read it is not touched. What one
derived value takes from another it has from the same sources.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import msgspec
from markupsafe import Markup

Key = tuple[Any, ...]
"""Words and numbers only, the first of them a word."""

P = ParamSpec("P")
T = TypeVar("T")

_MAKERS: dict[str, Callable[..., Any]] = {}
_OF_ONE_PAGE: set[str] = set()


class Node:
    """A derived value, what of the store and the theme was read for it, and its fingerprint."""

    __slots__ = ("_fingerprint", "sources", "value")

    def __init__(self, value: Any, sources: set[Key]) -> None:
        self.value = value
        self.sources = sources
        self._fingerprint = b""

    @property
    def fingerprint(self) -> bytes:
        """The same for equal values, in every process."""
        if not self._fingerprint:
            self._fingerprint = fingerprint(self.value)
        return self._fingerprint


class Tracer:
    """Notes what is read; the view is one."""

    def __init__(self) -> None:
        self._reads: set[Key] = set()
        self._nodes: dict[Key, Node] = {}
        self._passing: dict[Key, Node] = {}

    def note(self, key: Key) -> None:
        """Something is being read."""
        self._reads.add(key)

    def tracing(self, reads: set[Key] | None = None) -> Tracing:
        """The keys that are read meanwhile."""
        return Tracing(self, set() if reads is None else reads)

    def read_into(self, reads: set[Key]) -> set[Key]:
        """Note in this set from now on; the one until now."""
        before, self._reads = self._reads, reads
        return before

    def node(self, key: Key) -> Node:
        """The derived value a key names, made at its first use."""
        found = self.known(key)
        if found is None:
            with self.tracing() as reads:
                value = _MAKERS[key[0]](self, *key[1:])
            found = Node(value, self._sources(reads))
            (self._passing if key[0] in _OF_ONE_PAGE else self._nodes)[key] = found
        return found

    def _sources(self, reads: set[Key]) -> set[Key]:
        inner = [key for key in reads if is_derived(key)]
        reads.difference_update(inner)
        return reads.union(*(self.node(key).sources for key in inner)) if inner else reads

    def known(self, key: Key) -> Node | None:
        """The derived value a key names, where it was asked for."""
        return self._nodes.get(key) or self._passing.get(key)

    def derive(self, key: Key) -> Any:
        """Read a derived value."""
        self._reads.add(key)
        found = self._nodes.get(key) or self._passing.get(key) or self.node(key)
        return found.value

    def forget_pages(self) -> None:
        """Let go of the derived values of single pages: memory does not grow with the cluster."""
        self._passing.clear()


class Tracing:
    """A stretch of reading; a generator would take as long as what is read in most of them."""

    __slots__ = ("_before", "_reads", "_tracer")

    def __init__(self, tracer: Tracer, reads: set[Key]) -> None:
        self._tracer = tracer
        self._reads = reads

    def __enter__(self) -> set[Key]:
        self._before = self._tracer.read_into(self._reads)
        return self._reads

    def __exit__(self, *_: object) -> None:
        self._tracer.read_into(self._before)


class Untraced(set[Key]):
    """The reads of somebody who does not want to know them."""

    def add(self, key: Key) -> None:
        """Nothing is kept."""


def derived(make: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, P], T]:
    """
    A value that is made once of what the view holds and is the same for every file. Its arguments are
    words and numbers, or tuples of them: they name it.
    """
    name = f"{make.__module__}.{make.__qualname__}"
    _MAKERS[name] = make

    @wraps(make)
    def read(view: Any, *arguments: P.args, **_: P.kwargs) -> T:
        return cast(T, view.derive((name, *arguments)))

    return cast(Callable[Concatenate[Any, P], T], read)


def derived_for_page(make: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, P], T]:
    """The same for what one file or few read: it is not kept beyond their place."""
    _OF_ONE_PAGE.add(f"{make.__module__}.{make.__qualname__}")
    return derived(make)


def is_derived(key: Key) -> bool:
    """Whether it names a derived value, and not something of the store or the theme."""
    return key[0] in _MAKERS


def fingerprint(value: Hashable) -> bytes:
    """Eight bytes that are the same for equal values only."""
    return hashlib.blake2b(_encoder.encode(value), digest_size=8).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, Markup):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be a derived value")


_encoder = msgspec.msgpack.Encoder(enc_hook=_plain)
