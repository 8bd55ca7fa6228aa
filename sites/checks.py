"""
What the values of site.toml must be, by themselves and across the cluster.

Each check returns the end of a sentence whose beginning names the file and the key, or "".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from sites.colors import READABLE, WHITE, contrast, is_color, nearest_readable
from sites.config import SiteConfig, SiteFacts
from sites.credit_code import is_credit_code

_SITE_ID_CODE = re.compile(r"\d{10}|bm\d{8}|[A-Z]\d{9}")
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_PORTAL_DOMAIN = re.compile(rf"www\.{_LABEL}\.gov\.cn")
_DEPARTMENT_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+gov\.cn")
_ICP_NUMBER = re.compile(r"[\u4e00-\u9fa5]ICP备\d+号(-\d+)?")
_POLICE_NUMBER = re.compile(r"[\u4e00-\u9fa5]公网安备\s*\d{14}号")
_INDICATORS = re.compile(r"[a-z0-9_]+")
_LOGO_TYPES = (".svg", ".png")


def faults_of_site(facts: SiteFacts, folder: Path, place: str) -> Iterator[str]:
    """
    One sentence for each value of a site that cannot be right.
    """
    for key, check in _CHECKS.items():
        if complaint := check(getattr(facts, key)):
            yield f"{place}：{key} {complaint}"
    if complaint := _domain(facts):
        yield f"{place}：domain {complaint}"
    if complaint := _logo(facts.logo, folder):
        yield f"{place}：logo {complaint}"


def faults_of_cluster(
    sites: Sequence[SiteConfig], places: Mapping[str, str], folder: str
) -> Iterator[str]:
    """
    One sentence for each thing that two sites cannot both say, and for a missing or second portal.
    """
    for key in ("domain", "site_id_code", "name"):
        first: dict[str, str] = {}
        for site in sites:
            value = getattr(site, key)
            if value in first:
                yield (
                    f"{places[site.slug]}：{key}“{value}”与 {places[first[value]]} 相同。"
                    "请改正其中一个。"
                )
            first.setdefault(value, site.slug)
    yield from _faults_of_portal(sites, places, folder)


def _faults_of_portal(
    sites: Sequence[SiteConfig], places: Mapping[str, str], folder: str
) -> Iterator[str]:
    portals = [site for site in sites if site.is_portal]
    if not portals:
        yield f"{folder}：没有门户网站。请把其中一个 site.toml 的 type 写成 portal。"
    for second in portals[1:]:
        yield (
            f"{places[second.slug]}：type 是 portal，但 {places[portals[0].slug]} 已是门户网站。"
            "请把其中一个改为 department。"
        )
    if len(portals) == 1:
        cluster = portals[0].domain.removeprefix("www")
        for site in sites:
            if not site.is_portal and not site.domain.endswith(cluster):
                yield (
                    f"{places[site.slug]}：domain“{site.domain}”不是门户网站域名的下级。"
                    f"请改用以 {cluster} 结尾的域名。"
                )


def _site_id_code(value: str) -> str:
    if len(value) != 10:
        return f"有 {len(value)} 位，应为 10 位。请在全国政府网站信息报送系统中核对。"
    if not _SITE_ID_CODE.fullmatch(value):
        return (
            f"是“{value}”，应为 10 位数字，或 bm 加 8 位数字，或一个大写字母加 9 位数字。"
            "请在全国政府网站信息报送系统中核对。"
        )
    return ""


def _domain(facts: SiteFacts) -> str:
    if facts.is_portal and not _PORTAL_DOMAIN.fullmatch(facts.domain):
        return (
            f"是“{facts.domain}”，门户网站的域名应形如 www.地名.gov.cn，全用小写。"
            "请按国办函〔2018〕55号改正。"
        )
    if not facts.is_portal and not _DEPARTMENT_DOMAIN.fullmatch(facts.domain):
        return (
            f"是“{facts.domain}”，部门网站的域名应形如 部门.地名.gov.cn，全用小写。"
            "请按国办函〔2018〕55号改正。"
        )
    return ""


def _logo(name: str, folder: Path) -> str:
    if Path(name).name != name or not name.endswith(_LOGO_TYPES):
        return f"是“{name}”，应为同一文件夹里的 SVG 或 PNG 文件名。请改正。"
    if not (folder / name).is_file():
        return f"所指的文件“{name}”不存在。请把它放进 {folder.parent.name}/{folder.name}/，或改正文件名。"
    return ""


def _main_color(value: str) -> str:
    if not is_color(value):
        return f"是“{value}”，应为井号加六位十六进制数，如 #1f5fa8。请改正。"
    if contrast(value, WHITE) < READABLE:
        return (
            f"“{value}”与白色的对比度是 {contrast(value, WHITE):.2f}，应不低于 {READABLE}。"
            f"同一色相中最接近的可用颜色是 {nearest_readable(value)}，请改用它。"
        )
    return ""


def _credit_code(value: str) -> str:
    if is_credit_code(value):
        return ""
    return f"“{value}”不是正确的统一社会信用代码（18 位，末位为校验码）。请对照机构的证书核对。"


def _icp_number(value: str) -> str:
    if _ICP_NUMBER.fullmatch(value):
        return ""
    return f"是“{value}”，应形如 京ICP备12345678号-1。请在工业和信息化部备案系统中核对。"


def _police_number(value: str) -> str:
    if _POLICE_NUMBER.fullmatch(value):
        return ""
    return f"是“{value}”，应形如 京公网安备11010102000001号（14 位数字）。请在公安备案平台中核对。"


def _address_on(*hosts: str) -> Callable[[str], str]:
    """A check for an address on one of `hosts`."""

    def check(value: str) -> str:
        address = urlsplit(value)
        if address.scheme in ("http", "https") and address.hostname in hosts:
            return ""
        return f"是“{value}”，应为 {'、'.join(hosts)} 上的网址。请从该系统中复制本网站的网址。"

    return check


def _indicators(value: str) -> str:
    if _INDICATORS.fullmatch(value):
        return ""
    return f"是“{value}”，应为指标体系的名称，如 gb_2019_19。请改正。"


_CHECKS: dict[str, Callable[[str], str]] = {
    "site_id_code": _site_id_code,
    "host_credit_code": _credit_code,
    "icp_number": _icp_number,
    "police_number": _police_number,
    "error_report_url": _address_on("zfwzgl.www.gov.cn"),
    "conac_url": _address_on("bszs.conac.cn", "dcs.conac.cn"),
    "main_color": _main_color,
    "indicators": _indicators,
}
