"""
Collecting postings while documents are written.

Whoosh's own pool keeps a tuple for each posting, sorts them and takes them through pickle one by
one. Our postings are a term and a document number, and the numbers only grow: lists of numbers
need no sorting.
"""

from __future__ import annotations

import heapq
import pickle
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import IO

from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

_MAX_POSTINGS_IN_MEMORY = 16_000_000

_Key = tuple[str, bytes]
_Posting = tuple[str, bytes, int, float, bytes]


class TermsCodec(W3Codec):  # type: ignore[misc]
    """
    Whoosh's own file format, written without what scoring by field length would need.

    Reading back those lengths, a file look-up for each posting, took a third of the indexing time.
    """

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=1024, compression=0)


class TermsWriter(SegmentWriter):  # type: ignore[misc]
    """
    A Whoosh writer for an empty index all of whose fields are `Terms`.
    """

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, codec=TermsCodec())
        self.pool = PostingPool()


class PostingPool:
    """
    Postings by term, spilled to a temporary file when there are too many for the memory.
    """

    def __init__(self, limit: int = _MAX_POSTINGS_IN_MEMORY) -> None:
        self._numbers: dict[_Key, array[int]] = {}
        self._limit = limit
        self._count = 0
        self._spilled: list[IO[bytes]] = []

    def add(self, posting: _Posting) -> None:
        """
        Take a posting; document numbers never decrease.
        """
        key = posting[:2]
        numbers = self._numbers.get(key)
        if numbers is None:
            numbers = self._numbers[key] = array("I")
        numbers.append(posting[2])
        self._count += 1
        if self._count >= self._limit:
            self._spill()

    def iter_postings(self) -> Iterator[_Posting]:
        """
        Everything added, ordered by field, term and document.
        """
        parts = [*map(_read, self._spilled), self._ordered()]
        for key, group in groupby(heapq.merge(*parts, key=itemgetter(0)), key=itemgetter(0)):
            for _, numbers in group:
                for number in numbers:
                    yield (*key, number, 1.0, b"")

    def cleanup(self) -> None:
        """
        Forget everything.
        """
        self._numbers.clear()
        for file in self._spilled:
            file.close()

    def _ordered(self) -> Iterable[tuple[_Key, array[int]]]:
        return sorted(self._numbers.items(), key=itemgetter(0))

    def _spill(self) -> None:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by cleanup
        for item in self._ordered():
            pickle.dump(item, file)
        self._spilled.append(file)
        self._numbers.clear()
        self._count = 0


def _read(file: IO[bytes]) -> Iterator[tuple[_Key, array[int]]]:
    file.seek(0)
    while True:
        try:
            yield pickle.load(file)
        except EOFError:
            return
