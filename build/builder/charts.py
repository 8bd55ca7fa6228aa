"""
Charts as SVG that needs no script: lengths are shares of the width and heights are in letters, so that a
chart fits a phone and large print alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_ROW = 3.2
"""Height of a bar with its words above it, in em."""
_LONGEST = 14
"""Letters of a label; the table has the rest."""


def bar_chart(title: str, bars: Sequence[tuple[str, str, float]]) -> Markup:
    """Horizontal bars, each with label and value as shown; negative ones go left from zero."""
    if not bars:
        return Markup()
    low = min(0.0, *(value for _, _, value in bars))
    high = max(0.0, *(value for _, _, value in bars))
    span = (high - low) or 1.0
    rows = Markup().join(
        _bar(at, label, shown, 100 * (min(value, 0.0) - low) / span, 100 * abs(value) / span)
        for at, (label, shown, value) in enumerate(bars)
    )
    return Markup(
        '<svg class="chart" role="img" aria-label="%s" width="100%%" height="%sem">%s</svg>'
    ) % (
        title,
        _short(len(bars) * _ROW),
        rows,
    )


def _bar(at: int, label: str, shown: str, start: float, width: float) -> Markup:
    top = at * _ROW
    name = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
    return Markup(
        '<text x="0" y="%sem">%s</text><text x="100%%" y="%sem" text-anchor="end">%s</text>'
        '<rect x="%s%%" y="%sem" width="%s%%" height="0.9em"/>'
    ) % (
        _short(top + 1.1),
        name,
        _short(top + 1.1),
        shown,
        _short(start),
        _short(top + 1.6),
        _short(width),
    )


def _short(number: float) -> str:
    """At most two decimals, and none that say nothing."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
