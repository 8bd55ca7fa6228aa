"""
离开提示：每个外部网址一页，读者点击后才离开本网站。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.addressing import Address
from builder.contexts import Leaving, Link
from builder.frame import frame
from builder.outward import WEB, host_of, leads_away
from builder.places import Place
from builder.trace import derived, derived_for_page
from builder.view import View
from sites.addresses import leaving_address

_NAME = "即将离开本网站"


def files(view: View, place: Place) -> Iterator[Address]:
    """One for each address outside the government that the site's pages and old addresses lead to."""
    if place.is_site:
        yield from (Address(place.site, path) for path in _notices(view, place.site))


def render(view: View, address: Address) -> bytes:
    """The notice, not to be indexed."""
    target = _target(view, *address)
    context = Leaving(
        **frame(view, address, name=_NAME, is_indexed=False),
        host=host_of(target),
        target=Link(target, target, is_external=True),
    )
    return view.render("leaving", context)


def stands_at(view: View, address: Address) -> bool:
    """Whether a notice has this address."""
    return address.path in _notices(view, address.site)


@derived
def _notices(view: View, site: int) -> dict[str, str]:
    """Path → where it leads to."""
    columns = [column.id for column in view.columns(site)]
    known = {*view.outward_of_bodies(), *(each for c in columns for each in view.outward(c))}
    known.update(each.target for each in view.redirects(site) if each.target.startswith(WEB))
    if setting := view.setting(site):
        known.update(link.url for link in setting.links if link.url and not link.page)
    return {leaving_address(each): each for each in sorted(known) if leads_away(view, each)}


@derived_for_page
def _target(view: View, site: int, path: str) -> str:
    return _notices(view, site)[path]
