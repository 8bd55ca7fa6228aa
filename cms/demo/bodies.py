"""
机构 beside the host bodies: invented, with codes that check.
"""

from __future__ import annotations

from cms.demo.items import BodySpec
from cms.demo.phrasebook import topics
from sites.config import SiteConfig
from sites.credit_code import check_character

_REGION = "11999900"
"""登记管理部门 and a region that no one has."""
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_OFFICES = (
    ("示例市人民政府办公室", "市政府办公室"),
    ("示例市人民代表大会常务委员会", "市人大常委会"),
    ("示例市水务局供水服务中心", "供水服务中心"),
    ("示例市疾病预防控制中心", "市疾控中心"),
    ("示例市教育局招生考试办公室", "招生考试办"),
    ("示例市财政局国库支付中心", "国库支付中心"),
    ("示例市交通运输局公路养护中心", "公路养护中心"),
    ("示例市住房保障中心", "住房保障中心"),
)
_PARENTS = ("portal", "", "water", "health", "education", "finance", "transport", "housing")


def organisation_code(number: int) -> str:
    """An organisation code of nine characters, its check character right (GB 11714—1997)."""
    digits = f"9999{number:04}"
    rest = (
        11 - sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    )
    return digits + {10: "X", 11: "0"}.get(rest, str(rest))


def credit_code(number: int) -> str:
    """An invented 统一社会信用代码 whose check character is right."""
    first = _REGION + organisation_code(number)
    return first + check_character(first)


def functions(site: str) -> str:
    """主要职责 as rich text, from the site's fields of work."""
    duties = (
        f"<li>负责{topic.name}，{topic.measures[0]}，{topic.measures[1]}。</li>"
        for topic in topics(site)
    )
    return f"<ol>{''.join(duties)}</ol>"


def further_bodies(sites: tuple[SiteConfig, ...]) -> tuple[BodySpec, ...]:
    """Offices and subordinate bodies of the host bodies."""
    by_slug = {site.slug: site for site in sites}
    return tuple(
        _body(number, by_slug.get(slug), slug, name, short_name)
        for number, ((name, short_name), slug) in enumerate(zip(_OFFICES, _PARENTS, strict=True))
    )


def _body(
    number: int, parent: SiteConfig | None, slug: str, name: str, short_name: str
) -> BodySpec:
    return BodySpec(
        name=name,
        short_name=short_name,
        credit_code=credit_code(101 + number),
        parent=parent.host_body if parent else "",
        functions=functions(slug or "portal"),
        address=parent.contact.address if parent else "示例市中心区人民路2号",
        phone=f"0999-9999{1001 + number}",
        hours="工作日 9:00—12:00，13:30—17:30",
        position=20 + number,
    )
