"""栏目: a page of the tree, with its former places."""

from cms.feed.fields import Flag, Made, OptionalNumber, Text, Words, closed
from cms.feed.kind import Kind

_TEXT = {"type": "string"}
_COLUMN = {"type": ["integer", "null"]}

COLUMN = Kind(
    "column",
    fields=[
        Made("site", shape={"type": "integer"}, card=True),
        Made("parent", shape=_COLUMN, card=True),
        Text("slug", card=True),
        Made(
            "former",
            shape={"type": "array", "items": closed({"parent": _COLUMN, "slug": _TEXT})},
        ),
        Text("title", card=True),
        Text("description"),
        Words("keywords"),
        Text("column_type", card=True),
        Flag("must_update"),
        OptionalNumber("update_window_days"),
        Flag("is_hidden", card=True),
        Flag("in_navigation", card=True),
        Made("position", shape={"type": "integer"}, card=True),
    ],
    example_id=2,
    example={
        "site": 1,
        "parent": None,
        "slug": "tzgg",
        "former": [{"parent": None, "slug": "gg"}],
        "title": "通知公告",
        "description": "市政府及其办公室发布的通知和公告",
        "keywords": ["通知", "公告"],
        "column_type": "通知公告",
        "must_update": True,
        "update_window_days": 180,
        "is_hidden": False,
        "in_navigation": True,
        "position": 0,
    },
)
