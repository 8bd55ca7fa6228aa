"""
图片与附件：网站各页面用到的文件。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.addressing import Address
from builder.outputs import MediaFile
from builder.records import MediaRecord
from builder.view import View
from sites.addresses import media_address


def files(view: View, site: int) -> Iterator[Address]:
    """Every medium that the site's pages refer to, in all its sizes."""
    for number in view.media_of_site(site):
        if record := view.media(number):
            yield from (Address(site, path) for path in _digests(record))


def render(view: View, address: Address) -> MediaFile:
    """The file as it lies in the build's media folder."""
    record = view.media(int(address.path.split("/")[2]))
    assert record is not None
    return MediaFile(view.media_file(_digests(record)[address.path]))


def _digests(record: MediaRecord) -> dict[str, str]:
    """Address → digest of the file and of its renditions."""
    found = {media_address(record.id, record.name): record.sha256}
    for name, rendition in sorted(record.renditions.items()):
        found[media_address(record.id, record.name, name)] = rendition.sha256
    return found
