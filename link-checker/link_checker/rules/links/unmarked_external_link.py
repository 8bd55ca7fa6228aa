"""
外链未提示: a link that leaves the sites of the government without a word that it leads away.

Looks at    every visible link to another site, except sites under `.gov.cn`, `.政务`, `.gov.hk` and `.gov.mo`,
            sites inspected together with this one, names under `.localhost`, the registry of Party
            and government marks (conac.cn), and the page of 我为政府网站找错, which is at a number at times
Reports     one that the page does not mark as external; put to a person where a script may show the notice
Undecided   never
Remedy      为指向非政府网站的链接加上离开提示（例如 data-external 或“外部链接”字样）
Wrong       <p><a href="https://platform.example/page">示例平台</a></p>
Wrong       <p><a href="//platform.example/other">示例平台</a></p>
Wrong       <p><a href="https://www.gov.cn.example/">名称像政府网站</a></p>
Wrong       <p><a href="https://fakegov.cn.example/">示例平台</a></p>
Wrong       <p><a href="https://news.example/1" target="_blank" rel="noopener">示例新闻</a></p>
Wrong       <p><a href="https://banner.example/"><img src="data:," alt="示例"></a></p>
Right       <p><a href="https://platform.example/page" data-external="">示例平台</a></p>
Right       <p><a href="https://a.example/" rel="external">示例</a>
            <a href="https://b.example/" class="external-link">示例</a>
            <a href="https://c.example/" title="即将离开本网站">示例</a>
            <a href="https://d.example/">示例（外部链接）</a></p>
Right       <p><a href="https://sub.example.gov.cn/">政府网站</a>
            <a href="https://e.example/" style="display: none">看不见的链接</a></p>
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from link_checker.certainty import is_plain
from link_checker.facts import Link, PageFacts
from link_checker.outcomes import Finding
from link_checker.registry import ADDRESSED, Answers, page_rule
from link_checker.snapshot import Snapshot
from link_checker.wording import named
from sites.hosts import needs_notice

_THIS_MACHINE = ".localhost"
_ERROR_REPORT = "/exposure/jiucuo.html"


@page_rule(kinds=ADDRESSED)
def unmarked_external_link(page: PageFacts, snapshot: Snapshot) -> Answers:
    """Judges each address of the page once."""
    inspected = {site.host for site in snapshot.sites}
    own = (f"https://{page.site}/", f"http://{page.site}/")
    seen = set()
    for link in page.links:
        if link.target.startswith(own) or link.is_marked_external or link.target in seen:
            continue
        if not _leads_away(link, inspected):
            continue
        seen.add(link.target)
        yield Finding(
            url=page.url,
            message=(
                f"{named(link)}指向政府域名以外的网站 {_host(link.target)}，"
                "没有提示将离开本网站。请加上离开提示。"
            ),
            target=link.target,
            evidence=link.href[:200],
            line=link.line,
            needs_review=not is_plain(page, snapshot),
        )


def _leads_away(link: Link, inspected: set[str]) -> bool:
    if link.kind not in ("a", "area") or not link.is_visible or not link.target:
        return False
    host = _host(link.target)
    if host in inspected or not needs_notice(host) or _is_of_this_machine(host):
        return False
    return urlsplit(link.target).path != _ERROR_REPORT


def _is_of_this_machine(host: str) -> bool:
    """Where sites are looked at before they go out."""
    return f".{host.partition(':')[0]}".endswith(_THIS_MACHINE)


@lru_cache(maxsize=10_000)
def _host(url: str) -> str:
    return urlsplit(url).netloc
