"""
How our sites are served: what `zhanqun serve` does, and what `zhanqun nginx` has nginx do.
"""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath

from builder.outputs import column_inventory

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
METHODS = ("GET", "HEAD")

UNCHANGING = r"^/static/(?!site\.css$)"
"""Addresses that are named by their content."""
CACHED_FOR_EVER = "public, max-age=31536000, immutable"
CACHED_UNTIL_ASKED = "no-cache"

TYPES = {
    "html": "text/html",
    "htm": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "txt": "text/plain",
    "map": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "vtt": "text/vtt",
    "json": "application/json",
    "xml": "application/xml",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mov": "video/quicktime",
    "wasm": "application/wasm",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "doc": "application/msword",
    "wps": "application/vnd.ms-works",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
    "gz": "application/gzip",
}
OTHER_TYPE = "application/octet-stream"
TEXTS = {kind for kind in TYPES.values() if kind.startswith("text/")} | {
    "application/json",
    "application/xml",
}
"""They are in UTF-8, and say so."""

COMPRESSED = TEXTS | {"image/svg+xml", "image/bmp", "font/ttf", "font/otf", "application/wasm"}
COMPRESSED_FROM = 1000
"""In bytes; what is smaller fits into one packet anyway."""
COMPRESSION_LEVEL = 5


def content_type(path: str) -> str:
    """By the file's extension; texts say that they are in UTF-8."""
    kind = TYPES.get(PurePosixPath(path).suffix[1:].lower(), OTHER_TYPE)
    return f"{kind}; charset=utf-8" if kind in TEXTS else kind


def caching(path: str) -> str:
    """For how long a reader may keep what stands at an address."""
    return CACHED_FOR_EVER if re.match(UNCHANGING, path) else CACHED_UNTIL_ASKED


def built_sites(output: Path) -> dict[str, tuple[str, str]]:
    """Slug → name and domain of the sites in an output folder, the portal first."""
    found = {}
    for path in sorted(output.glob(f"*{column_inventory.PATH}")):
        site = json.loads(path.read_bytes())["site"]
        found[path.relative_to(output).parts[0]] = (site["name"], site["domain"])
    return dict(sorted(found.items(), key=lambda each: (each[0] != "portal", each[0])))
