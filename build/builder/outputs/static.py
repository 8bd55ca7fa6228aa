"""
主题文件：样式与脚本，以内容命名；样式在 /static/site.css。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.addressing import Address
from builder.frame import is_grey, site_colors
from builder.places import Place
from builder.view import View

STYLE = "/static/site.css"


def files(view: View, place: Place) -> Iterator[Address]:
    """The theme's own files and the site's style sheet."""
    if place.is_site:
        yield Address(place.site, STYLE)
        yield from (Address(place.site, path) for path in view.static_files())


def render(view: View, address: Address) -> bytes:
    """A file as the theme has it."""
    if address.path == STYLE:
        return view.site_style(
            site_colors(view, address.site), is_grey=is_grey(view, address.site)
        ).encode()
    return view.static_files()[address.path]
