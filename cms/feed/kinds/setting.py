"""首页设置 of a site."""

from cms.feed.fields import Made, Ref, Text, Words, closed, page_ref
from cms.feed.kind import Kind

SETTING = Kind(
    "setting",
    fields=[
        Ref("site", table="wagtailcore_site", is_optional=False, card=True),
        Made("headline", shape=page_ref(is_optional=True), card=True),
        Words("hot_words", card=True),
        Made(
            "blocks",
            shape={
                "type": "array",
                "items": closed({"column": {"type": "integer"}, "count": {"type": "integer"}}),
            },
            card=True,
        ),
        Text("notice", card=True),
    ],
    example_id=8,
    example={
        "site": 1,
        "headline": {"kind": "article", "id": 5},
        "hot_words": ["公共交通", "票价"],
        "blocks": [{"column": 2, "count": 6}],
        "notice": "",
    },
)
