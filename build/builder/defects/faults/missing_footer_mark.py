"""
Footers without one of the eight marks, or with a wrong one.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault


def _removed(page: Page, label: str, *texts: str) -> Answers:
    """The footer without the items that hold one of the texts."""
    footer = page.one("footer")
    items = footer.iter("li") if footer is not None else ()
    found = [item for item in items if any(text in item.text_content() for text in texts)]
    for item in found:
        item.getparent().remove(item)
    return [page.answer(label=label)] if found else None


@fault()
def conac(page: Page) -> Answers:
    """党政机关网站标识"""
    return _removed(page, "conac", "党政机关网站标识")


@fault()
def error_report(page: Page) -> Answers:
    """我为政府网站找错"""
    return _removed(page, "error_report", "找错")


@fault()
def site_id_code(page: Page) -> Answers:
    """网站标识码"""
    return _removed(page, "site_id_code", "标识码")


@fault()
def another_site_id_code(page: Page) -> Answers:
    """A code that is not the one in the tag."""
    footer = page.one("footer")
    code = page.site.inventory["site"]["site_id_code"]
    shown = footer.xpath(".//span[.=$code]", code=code) if footer is not None else []
    if not shown:
        return None
    shown[0].text = "9999999999"
    return [page.answer(label="site_id_code")]


@fault()
def host_body(page: Page) -> Answers:
    """主办单位"""
    return _removed(page, "host_body", "主办单位")


@fault()
def contact(page: Page) -> Answers:
    """联系方式: telephone, mail and address."""
    return _removed(page, "contact", "电话", "邮箱", "地址")


@fault()
def neighbour_mail_alone(page: Page) -> Answers:
    """One way to reach the site is enough."""
    return None if _removed(page, "contact", "电话", "地址") is None else []


@fault()
def icp(page: Page) -> Answers:
    """ICP备案编号"""
    return _removed(page, "icp", "ICP备")


@fault()
def icp_without_its_link(page: Page) -> Answers:
    """The number stands there and leads nowhere."""
    link = page.root.xpath("//footer//a[contains(., 'ICP备')]")
    if not link:
        return None
    link[0].drop_tag()
    return [page.answer(label="icp")]


@fault()
def police(page: Page) -> Answers:
    """公安机关备案标识"""
    return _removed(page, "police", "公网安备")


@fault(scope="list")
def site_map(page: Page) -> Answers:
    """站点地图"""
    return _removed(page, "site_map", "站点地图")


@fault(scope="home", times=1)
def all_of_them(page: Page) -> Answers:
    """No footer at all: eight findings, and links to it that lead nowhere."""
    footer = page.one("footer")
    if footer is None:
        return None
    footer.getparent().remove(footer)
    labels = ("conac", "error_report", "site_id_code", "host_body")
    marks = [page.answer(label=each) for each in (*labels, "contact", "icp", "police", "site_map")]
    skips = page.root.xpath("//a[@href=$place]", place=f"#{footer.get('id')}")
    return [*marks, *(page.answer(each.get("href"), rule="missing_fragment") for each in skips)]
