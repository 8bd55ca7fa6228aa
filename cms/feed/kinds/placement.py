"""Which page is shown in which column."""

from cms.feed.fields import Made, page_ref
from cms.feed.kind import Kind

PLACEMENT = Kind(
    "placement",
    fields=[
        Made("page", shape=page_ref(), card=True),
        Made("column", shape={"type": "integer"}, card=True),
        Made("position", shape={"type": "integer"}, card=True),
        Made("is_pinned", shape={"type": "boolean"}, card=True),
        Made("former_columns", shape={"type": "array", "items": {"type": "integer"}}, card=True),
    ],
    example_id=5,
    example={
        "page": {"kind": "article", "id": 5},
        "column": 2,
        "position": 0,
        "is_pinned": False,
        "former_columns": [],
    },
)
