"""旧地址转向: an address that no record remembers."""

from cms.feed.fields import Made, Ref, Text
from cms.feed.kind import Kind

REDIRECT = Kind(
    "redirect",
    fields=[
        Ref("site", table="wagtailcore_site", is_optional=False, card=True),
        Text("path", card=True),
        Made("target", shape={"type": "string"}, card=True),
    ],
    example_id=7,
    example={"site": 1, "path": "/old/notice.asp", "target": "zq:article/5"},
)
