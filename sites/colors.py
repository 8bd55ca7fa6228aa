"""
Colour arithmetic: contrast as WCAG 2.2 counts it, and the few colours a site needs from its main one.
"""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

WHITE = "#ffffff"
READABLE = 4.5
"""The least contrast of text, WCAG 2.2 criterion 1.4.3."""

_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Palette:
    """
    A site's colours. White on `main`, and `dark` on `tint`, are readable.
    """

    main: str
    dark: str
    tint: str
    on_main: str = WHITE


def is_color(text: str) -> bool:
    """
    Whether `text` is a colour as site.toml writes it: ``#1f5fa8``.
    """
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """
    The contrast ratio of two colours, from 1 to 21.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def nearest_readable(color: str, background: str = WHITE) -> str:
    """
    `color` itself, or the lightest of the same hue and saturation that is readable on `background`.
    """
    if contrast(color, background) >= READABLE:
        return color.lower()
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(color))
    while contrast(color, background) < READABLE and lightness > 0:
        lightness = max(0.0, lightness - 0.004)
        color = _to_hex(colorsys.hls_to_rgb(hue, lightness, saturation))
    return color


def palette(main: str) -> Palette:
    """
    The colours derived from a site's main one, which must be readable on white.
    """
    tint = _mix(main, WHITE, 0.92)
    return Palette(main.lower(), nearest_readable(_mix(main, "#000000", 0.3), tint), tint)


def _channels(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _to_hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(color: str) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in _channels(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(color: str, other: str, share: float) -> str:
    """`color` with `share` of `other` in it."""
    red, green, blue = (
        own * (1 - share) + foreign * share
        for own, foreign in zip(_channels(color), _channels(other), strict=True)
    )
    return _to_hex((red, green, blue))
