"""
The folded texts of all indexed documents in one memory-mapped file.

The index says which documents *may* hold a phrase; whether one does is read here, character by
character, which makes every phrase exact without storing positions. Beside ``texts.bin`` (UTF-8)
lies ``texts.idx``: four 64-bit numbers for each document.
"""

from __future__ import annotations

import mmap
import re
from array import array
from pathlib import Path

from sites.text import WORD_CHARACTERS, is_word

_TEXTS = "texts.bin"
_PLACES = "texts.idx"
_NUMBERS_PER_DOCUMENT = 4
_SEPARATOR = b"\n"
"""Stands between the parts of a document; folding drops line breaks, so no phrase contains it."""

_WORD_BYTES = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyz")


class TextWriter:
    """
    Writes the file, one document after another; documents are numbered as they come, from 0.
    """

    def __init__(self, folder: Path) -> None:
        self._file = (folder / _TEXTS).open("wb")
        self._places_file = folder / _PLACES
        self._places = array("Q")

    def add(self, title: str, rest: tuple[str, ...], day: int) -> None:
        """
        Append a document: its folded title, its other folded parts, its date as ``20260301``.
        """
        start = self._file.tell()
        self._file.write(title.encode() + _SEPARATOR)
        title_end = self._file.tell()
        for part in rest:
            self._file.write(part.encode() + _SEPARATOR)
        self._places.extend((start, title_end, self._file.tell(), day))

    def close(self) -> None:
        """
        Finish both files.
        """
        # An empty file cannot be mapped.
        self._file.write(_SEPARATOR)
        self._file.close()
        self._places_file.write_bytes(self._places.tobytes())


class Phrase:
    """
    A folded phrase, not empty, made ready for looking it up in many texts.

    Where it begins or ends with a Latin letter or a digit, the word must begin or end there too:
    ``3号`` is not in ``43号``.
    """

    def __init__(self, folded: str) -> None:
        self._begins_word = is_word(folded[0])
        self._ends_word = is_word(folded[-1])
        self._bytes = folded.encode()
        before = f"(?<![{WORD_CHARACTERS}])" if self._begins_word else ""
        after = f"(?![{WORD_CHARACTERS}])" if self._ends_word else ""
        self.text = folded
        self.pattern = re.compile(before + re.escape(folded) + after)
        """Finds the phrase in a folded text."""

    def is_in(self, texts: mmap.mmap, start: int, end: int) -> bool:
        """
        Whether the phrase stands between two places of the mapped file.

        A search for plain bytes, many times faster than the pattern.
        """
        place = texts.find(self._bytes, start, end)
        while place >= 0:
            if not self._cuts_word(texts, place):
                return True
            place = texts.find(self._bytes, place + 1, end)
        return False

    def _cuts_word(self, texts: mmap.mmap, place: int) -> bool:
        after = place + len(self._bytes)
        return (self._begins_word and place > 0 and texts[place - 1] in _WORD_BYTES) or (
            self._ends_word and texts[after] in _WORD_BYTES
        )


class Texts:
    """
    The file, opened for reading; stays readable when it is deleted meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        with (folder / _TEXTS).open("rb") as file:
            self._texts = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._places = array("Q")
        self._places.frombytes((folder / _PLACES).read_bytes())

    def __len__(self) -> int:
        return len(self._places) // _NUMBERS_PER_DOCUMENT

    def day(self, number: int) -> int:
        """
        The date of a document as ``20260301``, 0 without one.
        """
        return self._places[number * _NUMBERS_PER_DOCUMENT + 3]

    def holds(self, number: int, phrase: Phrase) -> bool:
        """
        Whether a document holds the phrase in any of its parts.
        """
        place = number * _NUMBERS_PER_DOCUMENT
        return phrase.is_in(self._texts, self._places[place], self._places[place + 2])

    def title_holds(self, number: int, phrase: Phrase) -> bool:
        """
        Whether a document's title holds the phrase.
        """
        place = number * _NUMBERS_PER_DOCUMENT
        return phrase.is_in(self._texts, self._places[place], self._places[place + 1])

    def close(self) -> None:
        """
        Let go of the file.
        """
        self._texts.close()
