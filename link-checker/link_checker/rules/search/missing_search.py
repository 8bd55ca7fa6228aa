"""
没有站内搜索: a home page from which nobody can search the site.

Looks at    the home page of every site: its search form, else a visible link named 搜索 or 检索
Reports     a home page with neither; a search form or page that leads to nothing; put to a person where
            a script may build the search
Undecided   when the home page was not read, or the address of the search could not be asked for
Remedy      在每个网页的页头提供全站搜索
"""

from __future__ import annotations

import re

from link_checker.certainty import is_plain
from link_checker.facts import PageFacts, SiteFacts
from link_checker.outcomes import Finding, Undecided
from link_checker.registry import Answers, site_rule
from link_checker.snapshot import Snapshot

_NAMED_SEARCH = re.compile(r"搜\s*索|检\s*索|站内查询")


@site_rule(needs=("home",))
def missing_search(site: SiteFacts, snapshot: Snapshot) -> Answers:
    """Judges the home page."""
    home = snapshot.page(snapshot.state(site.home_url).final_url)
    if home is None:
        return
    places = _places(home)
    states = {place: snapshot.state(place).state for place in places if place}
    if not places:
        yield Finding(
            url=home.url,
            message="首页没有站内搜索。请在页头提供全站搜索。",
            needs_review=not is_plain(home, snapshot),
        )
    elif states and set(states.values()) == {"broken"}:
        target = next(iter(states))
        yield Finding(
            url=home.url,
            message="首页的搜索打不开，所指的网页不存在。请改正搜索的地址。",
            target=target,
        )
    elif states and "ok" not in states.values():
        yield Undecided(
            url=home.url,
            reason="unreachable",
            message="搜索的地址没有访问到，不能确定搜索是否可用。请人工试一次搜索。",
            target=next(iter(states)),
        )


def _places(home: PageFacts) -> list[str]:
    """Where the searches of the page lead; empty text where the page does not say."""
    searches = {form.action for form in home.forms if form.is_search}
    sent_to = [link.target for link in home.links if link.kind == "form" and link.href in searches]
    # A search box without a form of its own says nothing of where it leads.
    places = sent_to or [""] * len(searches)
    places += [
        link.target
        for link in home.links
        if link.kind in ("a", "area") and link.is_visible and _NAMED_SEARCH.search(link.text)
    ]
    return places
