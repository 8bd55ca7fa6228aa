"""
Where a draft is to be seen: of a page itself, the lists on which it stands, and the home page; of a column its list;
of 首页设置 the home page; of 机构 the pages that describe it; of a placement the list that it puts a page into.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from builder.addressing import Address
from builder.drafts import DraftView, NotShownError
from builder.entries import Entry
from builder.frame import HOME
from builder.outputs import lists
from builder.records import Ref
from sites.addresses import list_address

PAGE, LIST, FRONT = "page", "list", "home"
"""What an editor may ask for."""
_NO_COLUMN = "网站上还没有这篇稿件所在的栏目，暂时不能预览。请等栏目上线后再试。"
_NO_SITE = "网站还没有生成，暂时不能预览。请等网站上线后再试。"
_NO_PROFILE = "还没有网页说明这个机构，没有可以预览的。请先发布它的“机构职能”页面。"


@dataclass(frozen=True, slots=True)
class Showing:
    """The places of a draft with their titles, the first foremost; those that an editor asked for by name."""

    places: Mapping[Address, str]
    named: Mapping[str, Address] = field(default_factory=dict)
    is_link: bool = False
    """The page only leads elsewhere and has no file of its own."""

    def at(self, show: str) -> Address:
        """What was asked for; the foremost place where the draft has no such."""
        return self.named.get(show) or next(iter(self.places))


def showing(view: DraftView) -> Showing:
    """Where the draft of the view is to be seen; NotShownError when nowhere."""
    subject = view.draft.subject
    return _BY_KIND.get(subject.kind, _of_page)(view, subject)


def _of_page(view: DraftView, page: Ref) -> Showing:
    entry = view.entry(page)
    if entry is None:
        raise NotShownError(409, _NO_COLUMN)
    own = {} if entry.is_link else {view.address(entry): "本页"}
    lists_with_it = {
        _list_with(view, entry, column): _title(view, column)
        for column in view.columns_showing(page)
    }
    home = Address(view.address(entry).site, HOME)
    named = {LIST: _list_with(view, entry, entry.home), FRONT: home}
    return Showing({**own, **lists_with_it, home: "网站首页"}, named, entry.is_link)


def _of_column(view: DraftView, column: Ref) -> Showing:
    line = view.ancestry(column.id)
    if line[0].parent is not None or all(site.id != line[0].site for site in view.sites()):
        raise NotShownError(409, _NO_COLUMN)
    places = {_list(view, each.id): _title(view, each.id) for each in reversed(line)}
    home = Address(line[0].site, HOME)
    return Showing({**places, home: "网站首页"}, {FRONT: home})


def _of_setting(view: DraftView, setting: Ref) -> Showing:
    number = view.record(setting).site
    if all(site.id != number for site in view.sites()):
        raise NotShownError(409, _NO_SITE)
    column = view.main_columns(number)[0].id
    at = _list(view, column)
    return Showing({Address(number, HOME): "网站首页", at: _title(view, column)}, {LIST: at})


def _of_body(view: DraftView, body: Ref) -> Showing:
    profiles = (
        entry
        for entry in view.all_of_type("body_profile")
        if view.record(entry.ref).described_body == body.id and not entry.is_link
    )
    places = {view.address(entry): _site_name(view, entry) for entry in profiles}
    if not places:
        raise NotShownError(409, _NO_PROFILE)
    return Showing(places)


def _of_placement(view: DraftView, placement: Ref) -> Showing:
    record = view.record(placement)
    entry = view.entry(Ref(record.page.kind, record.page.id))
    if entry is None or view.column(record.column) is None:
        raise NotShownError(409, _NO_COLUMN)
    home = Address(view.ancestry(record.column)[-1].site, HOME)
    places = {_list_with(view, entry, record.column): _title(view, record.column)}
    return Showing({**places, home: "网站首页"}, {FRONT: home})


_BY_KIND: Mapping[str, Callable[[DraftView, Ref], Showing]] = {
    "column": _of_column,
    "setting": _of_setting,
    "body": _of_body,
    "placement": _of_placement,
}
"""Whatever is not here is a type of page."""


def _list(view: DraftView, column: int) -> Address:
    """The newest list page of a column."""
    return Address(view.ancestry(column)[-1].site, list_address(view.column_path(column)))


def _list_with(view: DraftView, entry: Entry, column: int) -> Address:
    """The list page of a column on which the page stands."""
    site = view.ancestry(column)[-1].site
    return Address(site, lists.page_of(view, column, entry.ref))


def _title(view: DraftView, column: int) -> str:
    record = view.column(column)
    return f"栏目：{record.title if record else ''}"


def _site_name(view: DraftView, entry: Entry) -> str:
    """Which site's page about a body it is."""
    return f"机构职能：{view.site(view.address(entry).site).name}"
