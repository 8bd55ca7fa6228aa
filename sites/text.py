"""
Folding: what two texts have in common when a reader would call them the same.

``国发［２０１８］４３号``, ``国发〔2018〕43号`` and ``国发 (2018) 43 号`` fold to one string. Each character
becomes exactly one character or is dropped, so that a place in the folded text leads back to its
place in the original (`Folded.span`). All functions are pure.

- Width and compatibility forms are unified (NFKC, where that is one character), letters are lower case.
- White space, controls and invisible characters are dropped; between two Latin letters or digits
  one space is left, because there it separates words.
- Punctuation is kept, in classes: every opening bracket is ``(``, every closing one ``)``,
  ``、`` is ``,``, every dash ``-``, every quotation mark ``"``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

WORD_CHARACTERS = "0-9a-z"
"""Folded characters that form words by themselves, for use inside a regular expression's ``[]``."""

_CLASSES = {
    "(": "([{〔〖【［（｛《〈〘〚⟨‹«",
    ")": ")]}〕〗】］）｝》〉〙〛⟩›»",
    ",": ",，、﹐﹑､",
    "-": "-‐‑‒–—―−－─﹣",
    '"': "\"'“”„‟‘’‚‛「」『』＂＇｢｣〝〞",
    "·": "·•・‧∙･⋅",
}
_CLASS_OF = {character: name for name, members in _CLASSES.items() for character in members}

_INVISIBLE = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
"""Controls, format characters such as U+200B and U+FEFF, lone surrogates, white space."""


class _FoldTable(dict[int, str]):
    """
    A table for `str.translate`, filled as characters are met; what is to be dropped is a space.
    """

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in _CLASS_OF:
        return _CLASS_OF[character]
    compatible = unicodedata.normalize("NFKC", character)
    folded = compatible if len(compatible) == 1 else character
    lower = folded.lower()
    folded = lower if len(lower) == 1 else folded
    is_variation_selector = "\ufe00" <= folded <= "\ufe0f"
    if folded.isspace() or unicodedata.category(folded) in _INVISIBLE or is_variation_selector:
        return " "
    return _CLASS_OF.get(folded, folded)


_TABLE = _FoldTable()
_KEPT = re.compile(rf"[^ ]+|(?<=[{WORD_CHARACTERS}]) (?= *[{WORD_CHARACTERS}])")
_RUN = re.compile(rf"[{WORD_CHARACTERS}]+|[^\W{WORD_CHARACTERS}_]+")
_WORD = re.compile(rf"[{WORD_CHARACTERS}]+")
_ORDINAL_MARKS = str.maketrans("", "", "年第号")


def fold(text: str) -> str:
    """
    The folded form of `text`; folding it again changes nothing.
    """
    return "".join(_KEPT.findall(text.translate(_TABLE)))


@dataclass(frozen=True, slots=True)
class Folded:
    """
    A folded text that knows where each of its characters stood.
    """

    text: str
    _run_ends: tuple[int, ...]
    _run_starts: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """
        The place in the original of the folded characters from `start` up to `end`, ``start < end``.
        """
        return self._place(start), self._place(end - 1) + 1

    def _place(self, index: int) -> int:
        run = bisect_right(self._run_ends, index)
        before = self._run_ends[run - 1] if run else 0
        return self._run_starts[run] + index - before


def fold_with_places(text: str) -> Folded:
    """
    ``fold(text)`` together with the way back.
    """
    runs = [(run[0], run.start()) for run in _KEPT.finditer(text.translate(_TABLE))]
    return Folded(
        text="".join(run for run, _ in runs),
        _run_ends=tuple(accumulate(len(run) for run, _ in runs)),
        _run_starts=tuple(start for _, start in runs),
    )


def runs(folded: str) -> Iterator[str]:
    """
    The stretches of a folded text between punctuation: Latin words and numbers, each by itself,
    and runs of other letters, chiefly Chinese.
    """
    return (match[0] for match in _RUN.finditer(folded))


def is_word(run: str) -> bool:
    """
    Whether a run is a Latin word or a number.
    """
    return _WORD.match(run) is not None


def bigrams(run: str) -> list[str]:
    """
    Every two neighbouring characters of a run: ``政务公开`` → ``政务 务公 公开``.
    """
    return [run[index : index + 2] for index in range(len(run) - 1)]


def index_terms(folded: str) -> set[str]:
    """
    What a folded text is found by: its words and numbers whole, everything else by bigrams.

    A text that contains another (whole words counted) has all its terms. The reverse does not hold:
    who needs a phrase must compare the texts. A single character has no term.
    """
    terms: set[str] = set()
    for run in runs(folded):
        if is_word(run):
            terms.add(run)
        else:
            terms.update(bigrams(run))
    return terms


def number_key(number: str) -> str:
    """
    What identifies a 文号 or 索引号, however it is punctuated: letters and digits without 年, 第, 号.

    ``国发〔2018〕43号`` and ``国发 2018 第43号`` → ``国发2018|43``: digits stay apart where they were.
    """
    kept = "".join(f" {run} " if is_word(run) else run for run in runs(fold(number)))
    return re.sub(r"(?<=\d) +(?=\d)", "|", kept.translate(_ORDINAL_MARKS)).replace(" ", "")
