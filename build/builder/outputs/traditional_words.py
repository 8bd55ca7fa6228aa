"""
繁體版的说明：受保护的词，供搜索服务换字时使用。
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from builder.addressing import Address
from builder.places import Place
from builder.traditional import WORDS
from builder.versions import has_traditional, protected_words
from builder.view import View


def files(view: View, place: Place) -> Iterator[Address]:
    """One file on each site that has 繁體版."""
    if place.is_site and has_traditional(view, place.site):
        yield Address(place.site, WORDS)


def render(view: View, address: Address) -> bytes:
    """Each word with how it is written."""
    return msgspec.json.encode(protected_words(view, address.site))
