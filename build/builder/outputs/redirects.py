"""
跳转：旧地址上的静态页面，以及供网页服务器使用的对照表。
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from builder.addressing import Address, folder_href
from builder.contexts import Link, Moved
from builder.former import former_addresses
from builder.frame import frame
from builder.places import Place
from builder.trace import derived_for_page
from builder.traditional import is_inside
from builder.versions import has_traditional
from builder.view import View

MAP = "/.well-known/zhanqun/redirects.map"
_LONGEST_NAME = 255
"""In bytes, as file systems count."""


def files(view: View, place: Place) -> Iterator[Address]:
    """The map, and a page at each old address that can be one."""
    if place.is_site:
        yield Address(place.site, MAP)
        pages = {_file(path) for path in former_addresses(view, place.site)}
        if has_traditional(view, place.site):
            # They come as twins.
            pages = {path for path in pages if not is_inside(path)}
        yield from (Address(place.site, path) for path in sorted(pages) if _is_page(path))


def render(view: View, address: Address) -> bytes:
    """A line `old new;` for each address, or the page that leads on."""
    if address.path == MAP:
        former = former_addresses(view, address.site)
        return "".join(map_line(old, to.href) for old, to in former.items()).encode()
    context = Moved(
        **frame(view, address, name="页面已移动", is_indexed=False),
        target=_target(view, address.site, address.path),
    )
    return view.render("moved", context)


def map_line(old: str, new: str) -> str:
    """A line of the map: where an old path leads."""
    return f"{_encoded(folder_href(old))} {_encoded(new)};\n"


@derived_for_page
def _target(view: View, site: int, path: str) -> Link:
    former = former_addresses(view, site)
    return former.get(path) or former[path.removesuffix("index.html")]


def _file(path: str) -> str:
    return f"{path}index.html" if path.endswith("/") else path


def _is_page(path: str) -> bool:
    """Whether the path names a page that a folder can hold; a folder with a dot may be a file."""
    *folders, name = path[1:].split("/")
    has_folders = all(folders) and not any("." in folder for folder in folders)
    is_short = all(len(part.encode()) <= _LONGEST_NAME for part in (*folders, name))
    return has_folders and is_short and name.endswith((".html", ".htm"))


def _encoded(address: str) -> str:
    """Nothing in it ends the line, and `$` begins no variable of the web server."""
    return quote(address, safe=":/?#[]@!&'()*+,=%~-._")
