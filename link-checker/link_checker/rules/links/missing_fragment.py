"""
页内位置不存在: a link to a place within a page that has no such place.

Looks at    every link with a fragment (`#…`) to a page that was read
Reports     a fragment that is no `id` or anchor name on the page it leads to; once a page and address
Undecided   when the page it leads to could not be read
Remedy      改正链接中“#”之后的名称，或者在目标网页上补上这个位置
Wrong       <p>见<a href="#section-99">第九十九条</a>。</p>
Wrong       <p>见<a href="#%E9%99%84%E4%BB%B6%E4%B9%9D">附件九</a>。</p>
Wrong       <p>见<a href="/sitemap.html#no-such-part">站点地图</a>。</p>
Right       <p>见<a href="#%E7%AC%AC%E4%B8%80%E7%AB%A0">第一章</a>。</p><p id="第一章">第一章 总则</p>
Right       <p>见<a href="#old">旧文</a>，<a href="#top">回到顶部</a>。</p><p><a name="old"></a>旧文</p>
"""

from __future__ import annotations

from link_checker.facts import Link, PageFacts
from link_checker.outcomes import Finding, Undecided
from link_checker.registry import Answers, page_rule
from link_checker.snapshot import Snapshot
from link_checker.wording import named

_FOR_SCRIPTS = ("/", "!", ":~:")
"""Fragments that name a view of a script or a piece of text, not a place."""
_FOR_NOBODY = frozenset({"top", "none", "null", "void", "nogo"})
"""`#top` is always there; the others stand where a script takes the click."""


@page_rule()
def missing_fragment(page: PageFacts, snapshot: Snapshot) -> Answers:
    """Judges each fragment on the page once."""
    seen = set()
    for link in page.links:
        fragment = link.fragment
        if not fragment or link.kind not in ("a", "area") or not _names_a_place(fragment):
            continue
        place = (link.target, fragment)
        if place not in seen:
            seen.add(place)
            yield from _judge(page, link, snapshot)


def _names_a_place(fragment: str) -> bool:
    return (
        not fragment.startswith(_FOR_SCRIPTS)
        and fragment.lower() not in _FOR_NOBODY
        and fragment.strip("#") != ""
    )


def _judge(page: PageFacts, link: Link, snapshot: Snapshot) -> Answers:
    answer = snapshot.state(link.target)
    ids = page.ids if link.target == page.url else snapshot.ids(answer.final_url)
    if ids is not None and link.fragment not in ids:
        yield Finding(
            url=page.url,
            message=(
                f"{named(link)}要到目标网页上名为“{link.fragment[:60]}”的位置，"
                "那里没有这个位置。请改正“#”之后的名称。"
            ),
            target=f"{link.target}#{link.fragment}",
            evidence=link.href[:200],
            line=link.line,
        )
    elif ids is None and answer.state not in ("ok", "broken"):
        is_silent = answer.state == "unreachable"
        yield Undecided(
            url=page.url,
            reason="unreachable" if is_silent else "insufficient_data",
            message="链接所指的网页没有读到，不能确定页内位置是否存在。请在能访问该网页时再次检查。",
            target=f"{link.target}#{link.fragment}",
        )
