"""
Pictures that travel inside the text itself, as ``data:`` addresses: their bytes are there, so they stay.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote_to_bytes

from PIL import Image

_DATA = re.compile(r"data:image/(png|jpe?g|gif|webp)(?:;[^;,]*)*?(;base64)?,(.*)", re.DOTALL)
_MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class EmbeddedPicture:
    """A picture with its bytes; two of the same content and text are equal."""

    sha256: str
    extension: str
    alt: str
    content: bytes = field(repr=False, compare=False)


def embedded_picture(address: str, alt: str) -> EmbeddedPicture | None:
    """The picture in a ``data:`` address; None when the address is no such thing or the bytes are none."""
    found = _DATA.fullmatch(address.strip())
    if not found:
        return None
    try:
        content = unquote_to_bytes(found[3])
        if found[2]:
            content = base64.b64decode(re.sub(rb"\s", b"", content), validate=True)
        if len(content) > _MAX_BYTES:
            return None
        with Image.open(BytesIO(content)) as image:
            image.verify()
    except (binascii.Error, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    extension = "jpg" if found[1] in ("jpg", "jpeg") else found[1]
    return EmbeddedPicture(hashlib.sha256(content).hexdigest(), extension, alt[:255], content)
