"""
Which output makes the file at an address, found without listing what all outputs make.
"""

from __future__ import annotations

import re

from builder.addressing import Address
from builder.outputs import Output, all_outputs, lists, pages
from builder.places import Place
from builder.view import View

_PAGE = re.compile(r".*/([0-9]{1,19})\.html")
_LIST = re.compile(r"(.*/)(?:index\.html|page/[^/]+/\d+\.html)")
_ELSEWHERE = {"gone", "ledger", "lists", "media", "pages", "redirects"}
"""What a site's own page is not made by, and what is long to list."""


def output_at(view: View, address: Address) -> Output | None:
    """
    The output that makes what its readers see at an address, media aside; None where nothing stands.
    """
    found = _PAGE.fullmatch(address.path)
    entry = view.page_numbered(int(found.group(1))) if found else None
    if entry is not None and not entry.is_link and view.address(entry) == address:
        return pages
    found = _LIST.fullmatch(address.path)
    column = view.column_at(Address(address.site, found.group(1))) if found else None
    if column is not None:
        owned = lists.files(view, Place(address.site, column))
        return lists if address in owned else None
    place = Place(address.site)
    outputs = (each for name, each in all_outputs().items() if name not in _ELSEWHERE)
    return next((each for each in outputs if address in each.files(view, place)), None)
