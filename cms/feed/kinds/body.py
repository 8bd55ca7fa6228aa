"""机构."""

from cms.feed.fields import Made, Number, Ref, Text
from cms.feed.kind import Kind

BODY = Kind(
    "body",
    fields=[
        Text("name", card=True),
        Text("short_name", card=True),
        Text("credit_code"),
        Ref("parent", table="bodies_body"),
        Made("functions", shape={"type": "string", "contentMediaType": "text/html"}),
        Text("address"),
        Text("phone"),
        Text("hours"),
        Number("position", card=True),
    ],
    example_id=3,
    example={
        "name": "示例市人民政府办公室",
        "short_name": "市政府办公室",
        "credit_code": "119999009999000117",
        "parent": None,
        "functions": "<p>协助市政府领导处理市政府日常工作。</p>",
        "address": "示例市中心区人民路1号",
        "phone": "0999-99990001",
        "hours": "工作日 9:00—12:00，13:30—17:30",
        "position": 0,
    },
)
