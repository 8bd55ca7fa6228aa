"""
404 页：地址不存在时给读者看的页面。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.addressing import Address
from builder.contexts import NotFound
from builder.frame import frame
from builder.view import View

PATH = "/404.html"


def files(view: View, site: int) -> Iterator[Address]:
    """One page on each site."""
    yield Address(site, PATH)


def render(view: View, address: Address) -> bytes:
    """The page, not to be indexed."""
    context = NotFound(**frame(view, address, name="页面不存在", is_indexed=False))
    return view.render("404", context).encode()
