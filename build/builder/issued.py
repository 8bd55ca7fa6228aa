"""
What a body issues, as feeds beside the page that tells of the body (机构职能).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from builder.addressing import Address
from builder.contexts import Link
from builder.frame import ATOM, RSS
from builder.trace import derived
from builder.view import Entry, View
from sites.addresses import feed_address

KIND = "body_profile"


class Profile(NamedTuple):
    """The page that tells of a body."""

    page: Address
    body: int
    name: str


@derived
def profiles(view: View, site: int) -> tuple[Profile, ...]:
    """The pages of a site that tell of a body."""
    found = (profile_of(view, entry) for entry in _entries(view))
    return tuple(each for each in found if each and each.page.site == site)


@derived
def profile_at(view: View, site: int, folder: str) -> Profile | None:
    """The page whose feeds lie in a folder."""
    return next(
        (each for each in profiles(view, site) if feed_address(each.page.path, "") == folder), None
    )


def profile_of(view: View, entry: Entry) -> Profile | None:
    """What such a page tells of; None for one that is a mere link or names no body that there is."""
    if entry.is_link:
        return None
    page: Any = view.page(entry.ref)
    body = view.body(page.described_body) if page.described_body else None
    return Profile(view.address(entry), body.id, body.name) if body else None


def feed_links(view: View, entry: Entry) -> tuple[Link, ...]:
    """Atom and RSS of what the body of a page issues."""
    profile = profile_of(view, entry)
    if profile is None:
        return ()
    path = profile.page.path
    return (
        Link(f"{profile.name}发布 Atom", feed_address(path, ATOM)),
        Link(f"{profile.name}发布 RSS", feed_address(path, RSS)),
    )


@derived
def _entries(view: View) -> tuple[Entry, ...]:
    return view.all_of_type(KIND)
