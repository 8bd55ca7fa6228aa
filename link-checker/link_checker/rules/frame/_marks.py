"""
The eight marks of a footer (《政府网站发展指引》网页设计规范, UI-10): how each is recognised.

Each test gets the text that may hold the mark and answers "" when it is there, else the end of a
Chinese sentence that says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from link_checker.facts import PageFacts
from link_checker.snapshot import Snapshot

_SITE_ID_CODE = re.compile(r"标识码[^0-9A-Za-z]{0,8}(\d{10}|bm\d{8}|[A-Z]\d{9})(?![0-9A-Za-z])")
_CONTACT = re.compile(
    r"(?:联系|电话|热线|传真|Tel|TEL)[^。]{0,30}?\d{3}|(?:地址|邮箱|邮件)\s*[：:]\s*\S{3}"
)
_HOST_BODY = re.compile(r"主办(?:单位)?\s*[：:]")
_END = 400
"""So much of a page's end is its footer, whatever it is made of."""
_ICP = re.compile(r"[\u4e00-\u9fa5]ICP备(?:案号?)?\s*[：:]?\s*\d+\s*号")
_POLICE = re.compile(r"公网安备\s*\d{14}\s*号?")
_ICP_HOSTS = ("beian.miit.gov.cn", "miitbeian.gov.cn")
_POLICE_HOSTS = ("beian.mps.gov.cn", "beian.gov.cn")
_LABEL = 12
"""A link of more characters is a headline."""
UNLINKED = "没有链接到{}"
_CONAC_IDS = frozenset({"_ideConac", "imgConac", "conac"})
_ERROR_REPORT_IDS = frozenset({"_span_jiucuo", "span_jiucuo"})


class Foot(NamedTuple):
    """Where the marks are looked for."""

    text: str
    labels: str
    """What the short links of the page say, a line each; a headline that holds the words is no mark."""
    addresses: str
    """Where the links of the page lead, as written, a line each."""


class Mark(NamedTuple):
    """One of the eight."""

    label: str
    title: str
    complaint: Callable[[PageFacts, Snapshot, Foot], str]
    is_often_drawn: bool = False
    """Handed out as a script that draws it: its absence from the HTML proves nothing on such a page."""


def _hosted(foot: Foot, hosts: tuple[str, ...]) -> bool:
    return any(host in foot.addresses for host in hosts)


def _worded(foot: Foot, *words: str) -> bool:
    return any(word in foot.text or word in foot.labels for word in words)


def _conac(page: PageFacts, snapshot: Snapshot, foot: Foot) -> str:
    found = (
        _hosted(foot, ("conac.cn",))
        or not page.ids.isdisjoint(_CONAC_IDS)
        or _worded(foot, "党政机关网站", "党政机关标识", "事业单位网站")
    )
    return "" if found else "没有找到"


def _error_report(page: PageFacts, snapshot: Snapshot, foot: Foot) -> str:
    found = (
        _hosted(foot, ("zfwzgl.www.gov.cn", "jiucuo"))
        or not page.ids.isdisjoint(_ERROR_REPORT_IDS)
        or _worded(foot, "政府网站找错", "网站纠错")
    )
    return "" if found else "没有找到"


def _site_id_code(page: PageFacts, snapshot: Snapshot, foot: Foot) -> str:
    shown = _SITE_ID_CODE.search(foot.text)
    if shown is None:
        return "没有找到"
    tagged = page.meta.get("siteidcode", "")
    if tagged and tagged != shown[1] and _SITE_ID_CODE.fullmatch(f"标识码{tagged}"):
        return f"是 {shown[1]}，与网页标签 SiteIDCode 的 {tagged} 不一致"
    return ""


def _host_body(page: PageFacts, snapshot: Snapshot, foot: Foot) -> str:
    # “某某办公室主办” is said of events too: only at the end of the page is it the site that is meant.
    found = (
        _HOST_BODY.search(foot.text) or "主办" in page.footer_text or "主办" in foot.text[-_END:]
    )
    return "" if found else "没有找到"


def _contact(page: PageFacts, snapshot: Snapshot, foot: Foot) -> str:
    found = _CONTACT.search(foot.text) or _worded(foot, "联系我们", "联系方式")
    return "" if found else "没有找到"


def _icp(page: PageFacts, snapshot: Snapshot, foot: Foot) -> str:
    if not _ICP.search(foot.text):
        return "没有找到"
    return "" if _hosted(foot, _ICP_HOSTS) else UNLINKED.format("工业和信息化部备案系统")


def _police(page: PageFacts, snapshot: Snapshot, foot: Foot) -> str:
    if not _POLICE.search(foot.text):
        return "没有找到"
    return "" if _hosted(foot, _POLICE_HOSTS) else UNLINKED.format("公安机关备案系统")


def _site_map(page: PageFacts, snapshot: Snapshot, foot: Foot) -> str:
    maps = [link for link in page.links if "网站地图" in link.text or "站点地图" in link.text]
    if not maps:
        is_said = "网站地图" in foot.text or "站点地图" in foot.text
        return "只有文字，没有链接" if is_said else "没有找到"
    is_broken = all(snapshot.state(link.target).state == "broken" for link in maps if link.target)
    return "打不开" if is_broken and any(link.target for link in maps) else ""


def foot_of(page: PageFacts, snapshot: Snapshot) -> Foot:
    """The footer; on a site nobody here built the whole page, whose footer may be recognised in part."""
    text = page.footer_text
    if not snapshot.site(page.site).has_column_inventory:
        text = "\n".join((text, page.header_text, page.own_text))
    labels = "\n".join([link.text for link in page.links if len(link.text) <= _LABEL])
    return Foot(text, labels, "\n".join([link.href for link in page.links]))


MARKS = (
    Mark("conac", "党政机关网站标识", _conac, is_often_drawn=True),
    Mark("error_report", "“我为政府网站找错”入口", _error_report, is_often_drawn=True),
    Mark("site_id_code", "网站标识码", _site_id_code),
    Mark("host_body", "主办单位", _host_body),
    Mark("contact", "联系方式", _contact),
    Mark("icp", "ICP备案编号", _icp),
    Mark("police", "公安机关备案标识", _police),
    Mark("site_map", "站点地图", _site_map),
)
