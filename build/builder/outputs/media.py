"""
图片与附件：网站各页面用到的文件。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.addressing import Address
from builder.outputs import MediaFile
from builder.places import Place
from builder.records import MediaRecord
from builder.trace import derived
from builder.view import View
from sites.addresses import media_address


def files(view: View, place: Place) -> Iterator[Address]:
    """Every medium that the site's pages refer to, in all its sizes, and its logo."""
    if not place.is_site:
        return
    for number in used_on(view, place.site):
        if record := view.media(number):
            yield from (Address(place.site, path) for path in digests(record))


def render(view: View, address: Address) -> MediaFile:
    """The file as it lies in the build's media folder."""
    record = view.media(int(address.path.split("/")[2]))
    assert record is not None
    sha256 = digests(record)[address.path]
    return MediaFile(view.media_file(sha256), sha256)


def stands_at(view: View, address: Address) -> bool:
    """Whether a medium has this address."""
    number = address.path.split("/")[2]
    record = view.media(int(number)) if number.isascii() and number.isdigit() else None
    is_used = record is not None and record.id in used_on(view, address.site)
    return record is not None and is_used and address.path in digests(record)


@derived
def used_on(view: View, site: int) -> tuple[int, ...]:
    """Ids of the media that a site shows."""
    used = {media for column in view.columns(site) for media in view.media_of_column(column.id)}
    logo = view.site(site).logo
    return tuple(sorted(used | {logo} if logo else used))


def digests(record: MediaRecord) -> dict[str, str]:
    """Address → digest of the file and of its renditions."""
    found = {media_address(record.id, record.name): record.sha256}
    for name, rendition in sorted(record.renditions.items()):
        found[media_address(record.id, record.name, name)] = rendition.sha256
    return found
