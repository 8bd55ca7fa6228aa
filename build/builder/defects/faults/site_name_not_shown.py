"""
Headers without the full name of the site.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault


def _named(page: Page, name: str) -> Answers:
    link = page.root.xpath("//header//*[contains(@class, 'site-name')]/a")
    if not link:
        return None
    link[0].text = name
    return [page.answer()]


@fault(times=3)
def another_name(page: Page) -> Answers:
    """A name that the site does not have."""
    return _named(page, "示例政务网")


@fault()
def half_of_the_name(page: Page) -> Answers:
    """The full name is asked for."""
    name = page.site.inventory["site"]["name"]
    return _named(page, name[: len(name) // 2])


@fault(scope="list")
def no_name(page: Page) -> Answers:
    """Only the domain is left."""
    return _named(page, "")


@fault(scope="home", times=1)
def name_in_the_text_only(page: Page) -> Answers:
    """The name stands in the text of the home page, not in its header."""
    return _named(page, "欢迎")


@fault()
def neighbour_name_in_a_picture(page: Page) -> Answers:
    """A picture that says the name shows it."""
    name = page.site.inventory["site"]["name"]
    if _named(page, "") is None:
        return None
    page.root.xpath("//header//img")[0].set("alt", name)
    return []


@fault()
def neighbour_name_in_two_lines(page: Page) -> Answers:
    """White space within a name does not count."""
    name = page.site.inventory["site"]["name"]
    return None if _named(page, f"{name[:3]}\n {name[3:]}") is None else []
