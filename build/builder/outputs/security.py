"""
security.txt：发现安全问题的人与谁联系（RFC 9116）。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from builder.addressing import Address
from builder.dates import CHINA
from builder.frame import site_context
from builder.outputs.column_inventory import contents
from builder.places import Place
from builder.trace import derived
from builder.view import View

PATH = "/.well-known/security.txt"


def files(view: View, place: Place) -> Iterator[Address]:
    """One file on each site."""
    if place.is_site:
        yield Address(place.site, PATH)


def render(view: View, address: Address) -> bytes:
    """
    The contacts of the host body. They are taken as true until the middle of the year after the one in
    which the site last published something: a site that nobody keeps has nobody who answers.
    """
    email, phone = _contact(view, address.site)
    lines = (
        email and f"Contact: mailto:{quote(email, '@')}",
        phone and f"Contact: tel:{quote(phone)}",
        f"Expires: {_last_year(view, address.site) + 1}-06-30T15:59:59Z",
        "Preferred-Languages: zh, en",
        f"Canonical: {view.absolute(address)}",
    )
    return "".join(f"{line}\n" for line in lines if line).encode()


@derived
def _contact(view: View, site: int) -> tuple[str, str]:
    contact = site_context(view, site).contact
    return contact.email, contact.phone


@derived
def _last_year(view: View, site: int) -> int:
    found = (contents(view, column.id)[1] for column in view.columns(site))
    last = max((each for each in found if each is not None), default=0)
    return datetime.fromtimestamp(last, CHINA).year
