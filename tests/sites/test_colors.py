"""
Colours that can be read.
"""

from __future__ import annotations

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.colors import READABLE, contrast, nearest_readable, palette

any_color = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("color", "ratio"),
    [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0)],
)
def test_contrast_is_counted_as_the_guidelines_count_it(color: str, ratio: float) -> None:
    """
    Known values of WCAG 2.2, on white.
    """
    assert round(contrast(color, "#ffffff"), 2) == ratio


@given(any_color)
def test_the_nearest_readable_color_is_readable_and_of_the_same_hue(color: str) -> None:
    """
    Whatever is asked for, the proposal passes, and a colour that passes is its own proposal.
    """
    proposal = nearest_readable(color)

    assert contrast(proposal, "#ffffff") >= READABLE
    assert nearest_readable(proposal) == proposal
    assert abs(_hue(proposal) - _hue(color)) < 0.1 or _is_nearly_grey(proposal)


@given(any_color)
def test_every_pair_of_a_palette_is_readable(color: str) -> None:
    """
    White on the main colour, the dark one on the tint.
    """
    colors = palette(nearest_readable(color))

    assert contrast(colors.on_main, colors.main) >= READABLE
    assert contrast(colors.dark, colors.tint) >= READABLE


def _hls(color: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*(int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)))


def _hue(color: str) -> float:
    return _hls(color)[0]


def _is_nearly_grey(color: str) -> bool:
    channels = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    return max(channels) - min(channels) < 24
