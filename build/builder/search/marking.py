"""
Marking in a text what was found, and cutting out the place.

Only real hits are marked: the phrases themselves, wherever they stand, never the stray bigrams
they are made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from sites.text import fold, fold_with_places

SNIPPET_LENGTH = 120
_LEAD = 30
_BLOCK_LENGTH = 2_000
_COMPARED_HITS = 50
_OVERLAP = 600
"""More than the longest phrase and a snippet take, so that no hit is lost between two blocks."""
_SENTENCE_END = re.compile(r"[。！？；\n]")

Span = tuple[int, int]


def find_spans(text: str, patterns: Iterable[re.Pattern[str]]) -> list[Span]:
    """
    Where the patterns, made for folded texts, match in `text`: sorted, overlapping ones joined.
    """
    folded = fold_with_places(text)
    found = sorted(
        folded.span(*match.span())
        for pattern in patterns
        for match in pattern.finditer(folded.text)
    )
    spans: list[Span] = []
    for start, end in found:
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def mark(text: str, spans: Sequence[Span]) -> Markup:
    """
    `text` as HTML, escaped, each span enclosed in ``<mark>``.
    """
    pieces: list[Markup] = []
    position = 0
    for start, end in spans:
        pieces += [escape(text[position:start]), Markup("<mark>%s</mark>") % text[start:end]]
        position = end
    pieces.append(escape(text[position:]))
    return Markup("").join(pieces)


def mark_all(text: str, patterns: Iterable[re.Pattern[str]]) -> Markup:
    """
    The whole of a short text with everything found in it marked.
    """
    return mark(text, find_spans(text, patterns))


def snippet(text: str, patterns: Sequence[re.Pattern[str]]) -> Markup:
    """
    Some 120 characters of `text`, marked: near its beginning, where most of the phrases stand
    together; its beginning itself when there is no hit.
    """
    spans, candidates = _first_spans(text, patterns)
    start, end = _window(text, _richest(text, spans, candidates) if spans else (0, 0))
    inside = [(a - start, min(b, end) - start) for a, b in spans if start <= a < end]
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    return Markup("%s%s%s") % (before, mark(text[start:end], inside), after)


def _first_spans(text: str, patterns: Sequence[re.Pattern[str]]) -> tuple[list[Span], int]:
    """
    The spans of the first block that has any, for most laws need not be read to their end;
    and how many of them lie far enough from its end that what follows them is there too.
    """
    for start in range(0, len(text), _BLOCK_LENGTH):
        block = text[start : start + _BLOCK_LENGTH + _OVERLAP]
        # A block may begin inside a word; what begins there was seen in the block before.
        spans = [span for span in find_spans(block, patterns) if span[0] > 0 or start == 0]
        if candidates := sum(a <= _BLOCK_LENGTH for a, _ in spans):
            return [(start + a, start + b) for a, b in spans], candidates
    return [], 0


def _richest(text: str, spans: Sequence[Span], candidates: int) -> Span:
    """
    The hit that is followed by the most different ones within a snippet; the first among equals.
    """
    folded = [(start, fold(text[start:end])) for start, end in spans[:_COMPARED_HITS]]

    def variety(index: int) -> int:
        reach = folded[index][0] + SNIPPET_LENGTH - _LEAD
        return len({hit for start, hit in folded[index:] if start < reach})

    return spans[max(range(min(candidates, len(folded))), key=variety)]


def _window(text: str, hit: Span) -> Span:
    """
    The part to show: from the beginning of the sentence if that is near.
    """
    earliest = max(0, hit[0] - _LEAD)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, earliest, hit[0])]
    start = ends[-1] if ends else earliest
    return start, min(len(text), max(start + SNIPPET_LENGTH, hit[1]))
