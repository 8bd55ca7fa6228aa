"""Pictures and attachments, by content."""

from cms.feed.fields import Made, closed
from cms.feed.kind import Kind

_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}
_PIXELS = {"type": ["integer", "null"]}
_FILE = {"sha256": _TEXT, "size": _NUMBER, "type": _TEXT}

MEDIA = Kind(
    "media",
    fields=[
        Made("sha256", shape=_TEXT, card=True),
        Made("size", shape=_NUMBER, card=True),
        Made("type", shape=_TEXT, card=True),
        Made("name", shape=_TEXT, card=True),
        Made("alt", shape=_TEXT, card=True),
        Made("width", shape=_PIXELS, card=True),
        Made("height", shape=_PIXELS, card=True),
        Made(
            "renditions",
            shape={
                "type": "object",
                "additionalProperties": closed({**_FILE, "width": _NUMBER, "height": _NUMBER}),
            },
            card=True,
        ),
    ],
    example_id=4,
    example={
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "size": 81920,
        "type": "image/jpeg",
        "name": "新线路.jpg",
        "alt": "一辆公共汽车停在新设的站台旁",
        "width": 1600,
        "height": 1067,
        "renditions": {
            "wide": {
                "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                "size": 61440,
                "type": "image/jpeg",
                "width": 1200,
                "height": 800,
            },
            "card": {
                "sha256": "fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13",
                "size": 20480,
                "type": "image/jpeg",
                "width": 480,
                "height": 320,
            },
        },
    },
)
