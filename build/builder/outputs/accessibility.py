"""
无障碍声明：怎样使用、依照的标准、还没有做到的、向谁反映。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.addressing import Address
from builder.contexts import Accessibility, Link
from builder.frame import ACCESSIBILITY, frame, home_crumb
from builder.places import Place
from builder.view import View

_TITLE = "无障碍声明"


def files(view: View, place: Place) -> Iterator[Address]:
    """One page on each site."""
    if place.is_site:
        yield Address(place.site, ACCESSIBILITY)


def render(view: View, address: Address) -> bytes:
    """The statement."""
    crumbs = (home_crumb(), Link(_TITLE, ACCESSIBILITY))
    context = Accessibility(**frame(view, address, name=_TITLE, crumbs=crumbs))
    return view.render("accessibility", context)
