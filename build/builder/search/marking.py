"""
Marking in a text what was found, and cutting out the place.

Only real hits are marked: the phrases themselves, wherever they stand, never the stray bigrams
they are made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from sites.text import fold_with_places

SNIPPET_LENGTH = 120
_LEAD = 30
_BLOCK_LENGTH = 2_000
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
    Some 120 characters of `text` around the first hit, marked; its beginning when there is no hit.
    """
    spans = _first_spans(text, patterns)
    start, end = _window(text, spans[0] if spans else (0, 0))
    inside = [(a - start, min(b, end) - start) for a, b in spans if start <= a < end]
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    return Markup("%s%s%s") % (before, mark(text[start:end], inside), after)


def _first_spans(text: str, patterns: Sequence[re.Pattern[str]]) -> list[Span]:
    """
    The spans of the first block that has any: most laws need not be read to their end.
    """
    for start in range(0, len(text), _BLOCK_LENGTH):
        block = text[start : start + _BLOCK_LENGTH + _OVERLAP]
        if spans := find_spans(block, patterns):
            return [(start + a, start + b) for a, b in spans]
    return []


def _window(text: str, hit: Span) -> Span:
    """
    The part to show: from the beginning of the sentence if that is near.
    """
    earliest = max(0, hit[0] - _LEAD)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, earliest, hit[0])]
    start = ends[-1] if ends else earliest
    return start, min(len(text), max(start + SNIPPET_LENGTH, hit[1]))
