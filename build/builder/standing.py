"""
概况和说明: a standing page beside the others of its column.
"""

from __future__ import annotations

from msgspec.structs import replace

from builder.contexts import Field, Link
from builder.frame import site_context
from builder.items import STANDING, by_rank, page_link
from builder.records import Ref, StandingRecord
from builder.trace import derived
from builder.view import View


def standing_context(view: View, page: StandingRecord, reader: int) -> dict[str, object]:
    """The fields of `contexts.StandingPage` that an article does not have."""
    entry = view.entry(Ref(STANDING, page.id))
    links = _standing_in(view, entry.home, reader) if entry else ()
    own = view.page_href(entry, reader) if entry else ""
    return {
        "siblings": tuple(replace(link, is_current=link.href == own) for link in links),
        "contact": _contact(view, reader) if page.shows_contact else (),
    }


@derived
def _standing_in(view: View, column: int, reader: int) -> tuple[Link, ...]:
    """The standing pages of a column in their order; made once for all of them."""
    entries = [each for each in view.order(column).entries if each.kind == STANDING]
    return tuple(page_link(view, each, reader) for each in by_rank(view, entries))


def _contact(view: View, number: int) -> tuple[Field, ...]:
    site = site_context(view, number)
    contact = site.contact
    rows = (
        Field("主办单位", site.host_body),
        Field("承办单位", site.operating_body),
        Field("联系电话", contact.phone, is_number=True),
        Field("电子邮箱", contact.email),
        Field("联系地址", contact.address),
        Field("邮政编码", contact.postcode, is_number=True),
        Field("办公时间", contact.hours),
    )
    return tuple(row for row in rows if row.value)
