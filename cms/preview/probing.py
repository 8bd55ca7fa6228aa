"""Whether the preview process answers, so that an editor reads a sentence where it does not."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

ALIVE = "/~/alive"
"""What the process answers with 204."""
_PATIENCE_S = 2


def is_answering(origin: str) -> bool:
    """Whether a preview process answers at this origin; a web server before it is not enough."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    # libc does not know *.localhost, browsers do (RFC 6761).
    place = "127.0.0.1" if host.endswith(".localhost") else host
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(place, parts.port, timeout=_PATIENCE_S)
    try:
        connection.request("GET", ALIVE, headers={"Host": parts.netloc})
        return connection.getresponse().status == 204
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
