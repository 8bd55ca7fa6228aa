"""
Pictures without a word for those who cannot see them.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault

_PICTURE = "/static/site.css"
"""Anything that is there: what is asked is the attribute."""


@fault(times=4)
def picture_without_words(page: Page) -> Answers:
    """No `alt` at all."""
    added = page.append(f'<p><img src="{_PICTURE}" width="10" height="10"></p>')
    return [page.answer(_PICTURE)] if added else None


@fault()
def twice_the_same(page: Page) -> Answers:
    """The same picture twice is one finding; an empty title is no name."""
    added = page.append(f'<p><img src="{_PICTURE}" title=""><img src="{_PICTURE}"></p>')
    return [page.answer(_PICTURE)] if added else None


@fault(scope="list")
def logo_of_a_list_page(page: Page) -> Answers:
    """A picture of the frame on one page alone."""
    pictures = page.root.xpath("//header//img[@alt]")
    if not pictures:
        return None
    del pictures[0].attrib["alt"]
    return [page.answer(pictures[0].get("src"))]


@fault()
def button_without_a_name(page: Page) -> Answers:
    """A picture that sends a form is never decoration."""
    added = page.append(f'<form><input type="image" src="{_PICTURE}" alt=""></form>')
    return [page.answer(_PICTURE)] if added else None


@fault()
def neighbour_another_name(page: Page) -> Answers:
    """A picture with a title says something; one that is hidden need not."""
    pictures = f'<img src="{_PICTURE}" title="示例"><img src="{_PICTURE}" hidden>'
    return [] if page.append(f"<p>{pictures}</p>") else None


@fault()
def neighbour_decoration(page: Page) -> Answers:
    """An empty alternative says that there is nothing to see."""
    return (
        []
        if page.append(f'<p><img src="{_PICTURE}" alt=""><img src="{_PICTURE}" alt></p>')
        else None
    )
