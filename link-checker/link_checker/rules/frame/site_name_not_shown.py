"""
页头未显示网站名称: a page whose header does not show the full name of the site.

Looks at    the header of home, column, content and service pages, texts and text alternatives; not that of
            a version in traditional characters
Reports     a page whose header holds no full site name (`SiteName`, with or without “网站” at its end), once;
            put to a person where the name may stand in a picture or a script may show it
Undecided   when the site gives its name in no meta tag; when a page has no header in its HTML and runs
            scripts, which may add it
Remedy      在页头显著位置显示网站全称
"""

from __future__ import annotations

import re
from functools import lru_cache

from link_checker.certainty import is_plain
from link_checker.facts import PageFacts
from link_checker.outcomes import Finding, Undecided
from link_checker.registry import ADDRESSED, Answers, page_rule
from link_checker.snapshot import Snapshot

_SPACE = re.compile(r"\s+")
_KIND_OF_SITE = "(?:门户)?网"
_KIND = re.compile(rf"(?<=.{{4}}){_KIND_OF_SITE}站?$")
"""What a site is, after the name of its body or place."""


@page_rule(kinds=ADDRESSED)
def site_name_not_shown(page: PageFacts, snapshot: Snapshot) -> Answers:
    """One finding at most."""
    site = snapshot.site(page.site)
    if page.is_traditional:
        return
    if not site.name:
        yield Undecided(
            url=site.home_url,
            reason="needs_data",
            message="网站没有用网页标签 SiteName 给出名称，无法核对页头。请先补上 SiteName。",
        )
    elif not page.header_text and not is_plain(page, snapshot):
        yield Undecided(
            url=page.url,
            reason="insufficient_data",
            message="网页源码中没有页头，页头可能由脚本载入，无法判断。请在浏览器中打开网页核对页头。",
        )
    elif not _shows(page, site.name):
        yield Finding(
            url=page.url,
            message=f"页头没有显示网站名称“{site.name}”。请在页头显著位置显示网站全称。",
            evidence=page.header_text[:200],
            needs_review=not site.has_column_inventory or not _names_its_pictures(page),
        )


def _shows(page: PageFacts, name: str) -> bool:
    if _says(page.header_text, name):
        return True
    return any(link.kind == "img" and _says(link.text, name) for link in page.links)


def _says(text: str, name: str) -> bool:
    """Whether a text holds the name, whole or without what kind of thing the site is."""
    if _SPACE.sub("", name) in _SPACE.sub("", text):
        return True
    return _KIND.search(name) is not None and _bare(name).search(text) is not None


@lru_cache(maxsize=100)
def _bare(name: str) -> re.Pattern[str]:
    """The name of the body or place alone; a body of a longer name is another one."""
    letters = _KIND.sub("", _SPACE.sub("", name))
    return re.compile(
        r"\s*".join(map(re.escape, letters)) + rf"(?={_KIND_OF_SITE}|[^\u4e00-\u9fff]|$)"
    )


def _names_its_pictures(page: PageFacts) -> bool:
    return all(link.has_text_alternative is not False for link in page.links)
