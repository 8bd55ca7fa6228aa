"""
Where columns and pages used to be, and where they are now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.addressing import Address, folder_href
from builder.contexts import Link
from builder.data_releases import KIND as DATA_RELEASE
from builder.frame import ATOM, RSS
from builder.issued import profile_at, profile_of
from builder.items import page_link
from builder.outputs import leaving, media, subjects
from builder.outward import WEB
from builder.paging import paginate
from builder.records import ColumnRecord, RedirectRecord
from builder.references import parse_reference
from builder.trace import derived
from builder.traditional import has_twin, inside, led, outside
from builder.versions import has_traditional
from builder.view import Entry, View
from sites.addresses import feed_address, list_address

_ROOT = "/"
_PAGE = re.compile(r"(.*/([0-9]{1,18}))\.(html|csv)")
_OWN = ("/static/", "/search/", "/.well-known/", "/zfxxgk/catalogue/", "/elder/")
_FILES = (
    "/index.html",
    "/sitemap.html",
    "/accessibility.html",
    "/sitemap.xml",
    "/404.html",
    "/410.html",
    "/robots.txt",
    "/feed.xml",
    "/rss.xml",
)


@dataclass(frozen=True, slots=True)
class Former:
    """An old address and what is now to be read instead."""

    old: Address
    target: Link


@derived
def former_addresses(view: View, site: int) -> dict[str, Link]:
    """
    Old path → where it leads now, for everything that had an address on the site and has another.
    An address that is in use is never redirected.
    """
    own = _of_ledger(view, site) | _by_site(view).get(site, {})
    for redirect in view.redirects(site):
        target = _target(view, redirect)
        is_path = redirect.path.startswith("/") and "\0" not in redirect.path
        if target is not None and is_path and not _is_live(view, Address(site, redirect.path)):
            own[redirect.path] = target
    if has_traditional(view, site):
        twins = {
            inside(path): Link(link.title, led(link.href), is_external=link.is_external)
            for path, link in own.items()
            if has_twin(path)
        }
        own |= {
            path: link for path, link in twins.items() if not _is_live(view, Address(site, path))
        }
    return dict(sorted(own.items()))


@derived
def gone_addresses(view: View, site: int) -> tuple[str, ...]:
    """Old paths that lead nowhere now: what stood there was withdrawn."""
    former = former_addresses(view, site)
    return tuple(
        path
        for path in sorted(view.ledger(site))
        if path not in former and not _is_live(view, Address(site, path))
    )


@derived
def _of_ledger(view: View, site: int) -> dict[str, Link]:
    found = {}
    for path, name in view.ledger(site).items():
        if not _is_live(view, Address(site, path)) and (target := _now(view, site, path, name)):
            found[path] = target
    return found


def _now(view: View, site: int, path: str, name: str) -> Link | None:
    """Where what stood at a path is to be read now."""
    plain = outside(path)
    if plain != path and _is_live(view, Address(site, plain)):
        # The site has no 繁體版 any more.
        return Link(folder_href(plain), folder_href(plain))
    kind, _, number = name.partition("/")
    if kind == "page":
        entry = view.page_numbered(int(number))
        if (
            entry
            and path.endswith((f"/{ATOM}", f"/{RSS}"))
            and (profile := profile_of(view, entry))
        ):
            feed = feed_address(profile.page.path, path.rpartition("/")[2])
            return Link(profile.name, view.href(Address(profile.page.site, feed), site))
        return page_link(view, entry, site) if entry else None
    if kind == "column":
        column = view.column(int(number))
        file = path.rpartition("/")[2]
        href = view.column_href(column.id, site) if column else ""
        return Link(column.title, href + (file if file in (ATOM, RSS) else "")) if column else None
    if kind == "media":
        record = view.media(int(number))
        if record and record.id in media.used_on(view, site):
            return Link(record.name, view.media_href(record.id) or "")
    return None


@derived
def _by_site(view: View) -> dict[int, dict[str, Link]]:
    found: dict[int, dict[str, Link]] = {}
    for former in _moved(view):
        if not _is_live(view, former.old):
            found.setdefault(former.old.site, {}).setdefault(former.old.path, former.target)
    return found


def _moved(view: View) -> Iterator[Former]:
    for site in view.sites():
        for column in view.columns(site.id):
            if old := _former_folders(view, column):
                yield from _of_column(view, column, old)
    for entry, columns in view.moved_pages():
        for number in columns:
            left = view.column(number)
            if left is not None:
                yield from _of_page(view, entry, _folders(view, left))


def _of_column(view: View, column: ColumnRecord, old: Iterable[Address]) -> Iterator[Former]:
    """Its list pages, its feeds, and the pages that have their home in it."""
    order = view.order(column.id)
    path = view.column_path(column.id)
    runs = paginate(order.entries).runs
    names = [list_address("", run.year, run.number) for run in runs]
    for folder in old:
        for name in ("index.html", ATOM, RSS, *names):
            now = view.href(Address(column.site, path + name), folder.site)
            yield Former(Address(folder.site, folder.path + name), Link(column.title, now))
    for entry in order.entries:
        if entry.home == column.id and not entry.is_link:
            yield from _of_page(view, entry, old)


def _of_page(view: View, entry: Entry, folders: Iterable[Address]) -> Iterator[Former]:
    for folder in folders:
        old = Address(folder.site, view.address_in(folder.path, entry))
        yield Former(old, page_link(view, entry, folder.site))


def _former_folders(view: View, column: ColumnRecord) -> list[Address]:
    now = Address(column.site, view.column_path(column.id))
    return [folder for folder in _folders(view, column) if folder != now]


def _folders(view: View, column: ColumnRecord) -> list[Address]:
    """Every folder the column ever had, its own and its parents' old names combined."""
    return sorted(_all_folders(view, column, frozenset()))


def _all_folders(view: View, column: ColumnRecord, within: frozenset[int]) -> set[Address]:
    if column.id in within:
        return set()
    within |= {column.id}
    places = [(column.parent, column.slug), *((each.parent, each.slug) for each in column.former)]
    found: set[Address] = set()
    for number, slug in places:
        parent = view.column(number) if number is not None else None
        if parent is not None:
            above = _all_folders(view, parent, within)
            found |= {Address(folder.site, f"{folder.path}{slug}/") for folder in above}
        elif number is None:
            found.add(Address(column.site, f"{_ROOT}{slug}/"))
    return found


def _target(view: View, redirect: RedirectRecord) -> Link | None:
    reference = parse_reference(redirect.target)
    if reference is None:
        if not redirect.target.startswith(WEB):
            return None
        notice = view.outward_href(redirect.target, redirect.site, redirect.site)
        return Link(redirect.target, notice, is_external=True)
    ref, rendition = reference
    href = view.reference(ref, rendition, redirect.site)
    if href is None:
        return None
    entry = view.entry(ref)
    return page_link(view, entry, redirect.site) if entry else Link(href, href)


def _is_live(view: View, address: Address) -> bool:
    """Whether something stands at the address now."""
    plain = outside(address.path)
    if plain != address.path:
        has_it = has_traditional(view, address.site) and has_twin(plain)
        return has_it and _is_live(view, Address(address.site, plain))
    path = address.path + "index.html" if address.path.endswith("/") else address.path
    if path in _FILES or path.startswith(_OWN):
        return True
    if path.startswith("/media/"):
        return media.stands_at(view, address)
    if path.startswith("/leaving/"):
        return leaving.stands_at(view, address)
    if subjects.stands_at(view, address._replace(path=path)):
        return True
    folder, _, name = path.rpartition("/")
    if name in ("index.html", ATOM, RSS):
        here = Address(address.site, f"{folder}/")
        return view.column_at(here) is not None or profile_at(view, *here) is not None
    column, is_list, _ = path.partition("/page/")
    if is_list and view.column_at(Address(address.site, column + "/")) is not None:
        return True
    return _is_page(view, address._replace(path=path))


def _is_page(view: View, address: Address) -> bool:
    """Whether a page is at the address, or the table of one that releases data."""
    found = _PAGE.fullmatch(address.path)
    entry = view.page_numbered(int(found.group(2))) if found else None
    if found is None or entry is None or entry.is_link:
        return False
    is_table = found.group(3) == "csv"
    here = address._replace(path=f"{found.group(1)}.html")
    return view.address(entry) == here and (not is_table or entry.kind == DATA_RELEASE)
