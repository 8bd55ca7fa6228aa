"""
Links to places within a page that are not there.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault


def _added(page: Page, href: str) -> Answers:
    if not page.append(f'<p>见<a href="{href}">有关规定</a>。</p>'):
        return None
    return [page.answer(href if not href.startswith("#") else page.url + href)]


@fault(times=3)
def place_on_the_same_page(page: Page) -> Answers:
    """A table of contents that was not kept up."""
    return _added(page, "#section-99")


@fault()
def place_on_another_page(page: Page) -> Answers:
    """The page is there, the place is not."""
    return _added(page, "/sitemap.html#no-such-part")


@fault()
def chinese_place(page: Page) -> Answers:
    """A place with a Chinese name, encoded."""
    return _added(page, "#%E9%99%84%E4%BB%B6%E4%B9%9D")


@fault(times=3)
def main_without_its_name(page: Page) -> Answers:
    """The skip link leads to a part that lost its name."""
    main = page.one("main")
    if main is None or main.attrib.pop("id", None) != "main":
        return None
    return [page.answer(f"{page.url}#main")]


@fault(scope="list")
def main_of_a_list(page: Page) -> Answers:
    """The same on a list page."""
    return main_without_its_name.plant(page)


@fault()
def neighbour_place_that_is_there(page: Page) -> Answers:
    """Chinese names, names of anchors, the top of the page, a fragment on a file."""
    links = ("#%E7%AC%AC%E4%B8%80%E7%AB%A0", "#第一章", "#old", "#top", "#", "/sitemap.html#main")
    markup = "".join(f'<a href="{href}">示例</a>' for href in links)
    places = '<p id="第一章">第一章</p><p><a name="old"></a>旧式的位置</p>'
    return [] if page.append(f"<p>{markup}</p>{places}") else None
