"""
The eight marks of a footer (《政府网站发展指引》网页设计规范, UI-10): how each is recognised.

Each test answers "" when the mark is there, else the end of a Chinese sentence that says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from link_checker.facts import Link, PageFacts
from link_checker.snapshot import Snapshot

_SITE_ID_CODE = re.compile(r"标识码[^0-9A-Za-z]{0,8}(\d{10}|bm\d{8}|[A-Z]\d{9})(?![0-9A-Za-z])")
_CONTACT = re.compile(
    r"(?:联系|电话|热线|传真|Tel|TEL)[^。]{0,30}?\d{3}|(?:地址|邮箱|邮件)\s*[：:]\s*\S{3}"
)
_ICP = re.compile(r"[\u4e00-\u9fa5]ICP备\s*\d+\s*号")
_POLICE = re.compile(r"公网安备\s*\d{14}\s*号?")
_ICP_HOSTS = ("beian.miit.gov.cn", "miitbeian.gov.cn")
_POLICE_HOSTS = ("beian.mps.gov.cn", "beian.gov.cn")
_CONAC_IDS = frozenset({"_ideConac", "imgConac", "conac"})
_ERROR_REPORT_IDS = frozenset({"_span_jiucuo", "span_jiucuo"})


class Mark(NamedTuple):
    """One of the eight."""

    label: str
    title: str
    complaint: Callable[[PageFacts, Snapshot], str]


def _hosted(links: tuple[Link, ...], hosts: tuple[str, ...]) -> bool:
    return any(host in link.href for link in links for host in hosts)


def _worded(page: PageFacts, *words: str) -> bool:
    if any(word in page.footer_text for word in words):
        return True
    return any(word in link.text for link in page.links for word in words)


def _conac(page: PageFacts, snapshot: Snapshot) -> str:
    found = (
        _hosted(page.links, ("conac.cn",))
        or not page.ids.isdisjoint(_CONAC_IDS)
        or _worded(page, "党政机关网站", "党政机关标识", "事业单位网站")
    )
    return "" if found else "没有找到"


def _error_report(page: PageFacts, snapshot: Snapshot) -> str:
    found = (
        _hosted(page.links, ("zfwzgl.www.gov.cn", "jiucuo.js"))
        or not page.ids.isdisjoint(_ERROR_REPORT_IDS)
        or _worded(page, "政府网站找错", "网站纠错")
    )
    return "" if found else "没有找到"


def _site_id_code(page: PageFacts, snapshot: Snapshot) -> str:
    shown = _SITE_ID_CODE.search(page.footer_text)
    if shown is None:
        return "没有找到"
    tagged = page.meta.get("siteidcode", "")
    if tagged and tagged != shown[1] and _SITE_ID_CODE.fullmatch(f"标识码{tagged}"):
        return f"是 {shown[1]}，与网页标签 SiteIDCode 的 {tagged} 不一致"
    return ""


def _host_body(page: PageFacts, snapshot: Snapshot) -> str:
    return "" if "主办" in page.footer_text else "没有找到"


def _contact(page: PageFacts, snapshot: Snapshot) -> str:
    found = _CONTACT.search(page.footer_text) or _worded(page, "联系我们", "联系方式")
    return "" if found else "没有找到"


def _icp(page: PageFacts, snapshot: Snapshot) -> str:
    if not _ICP.search(page.footer_text):
        return "没有找到"
    return "" if _hosted(page.links, _ICP_HOSTS) else UNLINKED.format("工业和信息化部备案系统")


def _police(page: PageFacts, snapshot: Snapshot) -> str:
    if not _POLICE.search(page.footer_text):
        return "没有找到"
    return "" if _hosted(page.links, _POLICE_HOSTS) else UNLINKED.format("公安机关备案系统")


def _site_map(page: PageFacts, snapshot: Snapshot) -> str:
    maps = [link for link in page.links if "网站地图" in link.text or "站点地图" in link.text]
    if not maps:
        return "没有找到"
    is_broken = all(snapshot.state(link.target).state == "broken" for link in maps if link.target)
    return "打不开" if is_broken and any(link.target for link in maps) else ""


UNLINKED = "没有链接到{}"

MARKS = (
    Mark("conac", "党政机关网站标识", _conac),
    Mark("error_report", "“我为政府网站找错”入口", _error_report),
    Mark("site_id_code", "网站标识码", _site_id_code),
    Mark("host_body", "主办单位", _host_body),
    Mark("contact", "联系方式", _contact),
    Mark("icp", "ICP备案编号", _icp),
    Mark("police", "公安机关备案标识", _police),
    Mark("site_map", "站点地图", _site_map),
)
