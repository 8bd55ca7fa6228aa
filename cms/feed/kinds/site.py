"""A site: Wagtail's own row, and what `site.toml` says of it."""

from cms.feed.fields import Made, closed
from cms.feed.kind import Kind

_TEXT = {"type": "string"}
_FLAG = {"type": "boolean"}
_WORDS = {"type": "array", "items": _TEXT}
CONTACT = ("phone", "email", "address", "postcode", "hours")

SITE = Kind(
    "site",
    fields=[
        Made("slug", shape=_TEXT, card=True),
        Made("name", shape=_TEXT, card=True),
        Made("short_name", shape=_TEXT, card=True),
        Made("type", shape={"type": "string", "enum": ["portal", "department"]}, card=True),
        Made("domain", shape=_TEXT, card=True),
        Made("site_id_code", shape=_TEXT),
        Made("host_body", shape=_TEXT),
        Made("operating_body", shape=_TEXT),
        Made("icp_number", shape=_TEXT),
        Made("police_number", shape=_TEXT),
        Made("error_report_url", shape=_TEXT),
        Made("conac_url", shape=_TEXT),
        Made("contact", shape=closed(dict.fromkeys(CONTACT, _TEXT))),
        Made("main_color", shape=_TEXT),
        Made("logo", shape={"type": ["integer", "null"]}),
        Made("description", shape=_TEXT),
        Made("keywords", shape=_WORDS),
        Made("has_services", shape=_FLAG),
        Made("has_interaction", shape=_FLAG),
        Made("position", shape={"type": "integer"}, card=True),
    ],
    example_id=1,
    example={
        "slug": "portal",
        "name": "示例市人民政府门户网站",
        "short_name": "示例市政府",
        "type": "portal",
        "domain": "www.example.gov.cn",
        "site_id_code": "9999000001",
        "host_body": "示例市人民政府",
        "operating_body": "示例市人民政府办公室",
        "icp_number": "示ICP备99990001号-1",
        "police_number": "示公网安备99990002000001号",
        "error_report_url": "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=9999000001",
        "conac_url": "",
        "contact": {
            "phone": "0999-99990001",
            "email": "zfbgs@example.gov.cn",
            "address": "示例市中心区人民路1号",
            "postcode": "999900",
            "hours": "工作日 9:00—12:00，13:30—17:30",
        },
        "main_color": "#1f5fa8",
        "logo": None,
        "description": "示例市人民政府门户网站，发布政府信息，提供政务服务，回应社会关切",
        "keywords": ["示例市", "政务公开"],
        "has_services": True,
        "has_interaction": True,
        "position": 0,
    },
)
