"""
页头未显示网站名称: a page whose header does not show the full name of the site.

Looks at    the header of home, column, content and service pages, texts and text alternatives
Reports     a page whose header holds no full site name (`SiteName`), once; put to a person where the name
            may stand in a picture or a script may show it
Undecided   when the site gives its name in no meta tag
Remedy      在页头显著位置显示网站全称
"""

from __future__ import annotations

import re

from link_checker.facts import PageFacts
from link_checker.outcomes import Finding, Undecided
from link_checker.registry import ADDRESSED, Answers, page_rule
from link_checker.snapshot import Snapshot

_SPACE = re.compile(r"\s+")


@page_rule(kinds=ADDRESSED)
def site_name_not_shown(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding at most."""
    site = snapshot.site(page.site)
    if not site.name:
        yield Undecided(
            url=site.home_url,
            reason="needs_data",
            message="网站没有用网页标签 SiteName 给出名称，无法核对页头。请先补上 SiteName。",
        )
    elif not _shows(page, _SPACE.sub("", site.name)):
        yield Finding(
            url=page.url,
            message=f"页头没有显示网站名称“{site.name}”。请在页头显著位置显示网站全称。",
            evidence=page.header_text[:200],
            needs_review=not site.has_column_inventory or not _names_its_pictures(page),
        )


def _shows(page: PageFacts, name: str) -> bool:
    if name in _SPACE.sub("", page.header_text):
        return True
    return any(link.kind == "img" and name in _SPACE.sub("", link.text) for link in page.links)


def _names_its_pictures(page: PageFacts) -> bool:
    return all(link.has_text_alternative is not False for link in page.links)
