"""The screens of the admin, as somebody in a role meets them, and the words on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection

from cms.core.models import ContentPage
from cms.news.models import Article
from cms.placements import placing
from cms.review.guard import import_right
from cms.review.rights import Role, State
from cms.timing import bundles
from tests.cms.placements.neighbours import Neighbours, neighbours_of
from tests.cms.review.desk import Desk

_SPOKEN = ("title", "placeholder", "aria-label", "aria-description", "alt")
_SILENT = {"script", "style", "template", "svg", "noscript"}
_LATIN = re.compile(r"[A-Za-z]{2,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NAMES = re.compile(
    r"https?://\S+|/[\w/.-]+|\S+@\S+|www\.[\w.]+|[\w-]+\.(?:jpg|pdf|txt|toml)|\d{6,}\w+|Asia/Shanghai"
    r"|zhanqun \w+|CSV|GET|POST|neighbour[-.][\w.]+|\b(?:editor|[a-z]+_(?:reviewer|manager|administrator))\b"
)
"""Addresses, file names, codes, commands, user names: what has no translation."""


def screens(desk: Desk) -> dict[str, tuple[Role, str]]:
    """Name of a screen → who looks at it, and where."""
    city = desk.city
    pages = {state: desk.at(state) for state in State}
    document = desk.document()
    draft, live = pages[State.DRAFT], pages[State.LIVE]
    bundle = bundles.make(desk.people[Role.SITE_MANAGER], "预案", timezone.now())
    neighbours = neighbours_of(desk)
    neighbours.shown(live)
    offered, asked, shown = (
        neighbours.offered(city.article),
        *(placing.request(desk.people[Role.EDITOR], _text_of(neighbours), city.news) for _ in "ab"),
    )
    placing.accept(desk.people[Role.FINAL], shown, city.news)
    city.picture.collection = Collection.objects.get(name="示例")
    city.picture.uploaded_by_user = desk.people[Role.EDITOR]
    city.picture.save()
    names: list[tuple[Role, str, list[Any]]] = [
        *((role, "wagtailadmin_home", []) for role in Role),
        *((role, "wagtailadmin_account", []) for role in (Role.EDITOR, Role.AUDIT)),
        (Role.EDITOR, "wagtailadmin_explore", [city.home.pk]),
        (Role.EDITOR, "wagtailadmin_explore", [city.notices.pk]),
        (Role.SITE_MANAGER, "wagtailadmin_explore", [city.notices.pk]),
        (Role.EDITOR, "wagtailadmin_pages:search", []),
        (Role.EDITOR, "documents_of_sites:index", []),
        (Role.EDITOR, "wagtailadmin_pages:add_subpage", [city.notices.pk]),
        *((Role.EDITOR, "wagtailadmin_pages:add", _place(kind, city.notices)) for kind in _kinds()),
        (Role.EDITOR, "preview_share", [draft.pk]),
        (Role.EDITOR, "preview_links", []),
        (Role.SITE_MANAGER, "wagtailadmin_pages:add", ["columns", "column", city.home.pk]),
        (Role.SITE_MANAGER, "wagtailadmin_pages:edit", [city.notices.pk]),
        (Role.EDITOR, "wagtailadmin_pages:edit", [document.pk]),
        *((Role.EDITOR, "wagtailadmin_pages:edit", [page.pk]) for page in pages.values()),
        *(
            (Role.FIRST, "wagtailadmin_pages:edit", [pages[state].pk])
            for state in (State.FIRST, State.SECOND, State.FINAL)
        ),
        (Role.EDITOR, "wagtailadmin_pages:delete", [draft.pk]),
        (Role.EDITOR, "wagtailadmin_pages:move", [draft.pk]),
        (Role.EDITOR, "wagtailadmin_pages:copy", [draft.pk]),
        (Role.EDITOR, "wagtailadmin_pages:history", [live.pk]),
        (Role.EDITOR, "wagtailadmin_pages:workflow_history", [live.pk]),
        (Role.EDITOR, "wagtailadmin_pages:usage", [live.pk]),
        (Role.EDITOR, "wagtailimages:index", []),
        (Role.EDITOR, "wagtailimages:add_multiple", []),
        (Role.EDITOR, "wagtailimages:edit", [city.picture.pk]),
        (Role.EDITOR, "wagtailimages_chooser:choose", []),
        (Role.EDITOR, "wagtaildocs:index", []),
        (Role.EDITOR, "wagtaildocs:add_multiple", []),
        (Role.EDITOR, "wagtaildocs_chooser:choose", []),
        (Role.EDITOR, "wagtailadmin_choose_page_child", [city.home.pk]),
        *(
            (Role.EDITOR, f"wagtailadmin_choose_page_{kind}_link", [])
            for kind in ("external", "anchor", "email", "phone")
        ),
        (Role.EDITOR, "wagtailsnippets_bodies_body:list", []),
        (Role.EDITOR, "wagtailsnippets_bodies_body:add", []),
        (Role.EDITOR, "wagtailsnippets_bodies_body:edit", [city.body.pk]),
        (Role.SITE_MANAGER, "wagtailsettings:edit", ["columns", "sitesettings", city.site.pk]),
        (Role.SITE_MANAGER, "timing_bundles", []),
        (Role.SITE_MANAGER, "timing_add", []),
        (Role.SITE_MANAGER, "timing_bundle", [bundle.pk]),
        (Role.EDITOR, "placements", []),
        (Role.EDITOR, "placements_request", []),
        (Role.EDITOR, "placements_offer", [live.pk]),
        (Role.EDITOR, "placements_step", [offered.pk, "recall"]),
        (Role.FINAL, "placements", []),
        *((Role.FINAL, "placements_step", [asked.pk, name]) for name in ("accept", "decline")),
        *((Role.FINAL, "placements_step", [shown.pk, name]) for name in ("arrange", "take_off")),
        (Role.FINAL, "review_emergencies", []),
        (Role.FINAL, "review_step", [live.pk, "withdraw"]),
        (Role.FINAL, "review_step", [pages[State.FINAL].pk, "approve"]),
        (Role.FINAL, "review_step", [pages[State.FINAL].pk, "refuse"]),
        (Role.FINAL, "review_step", [pages[State.FINAL].pk, "clear"]),
        (Role.FINAL, "review_step", [draft.pk, "emergency"]),
        (Role.EDITOR, "review_step", [pages[State.FIRST].pk, "recall"]),
        (Role.AUDIT, "review_log", []),
        (Role.SECURITY, "wagtailusers_users:index", []),
        (Role.SECURITY, "wagtailusers_users:add", []),
        (Role.SECURITY, "wagtailusers_users:edit", [desk.people[Role.EDITOR].pk]),
        (Role.SECURITY, "wagtailsettings:edit", ["review", "reviewsettings", city.site.pk]),
        (Role.SYSTEM, "wagtailsites:index", []),
        (Role.SYSTEM, "wagtailsites:add", []),
        (Role.SYSTEM, "wagtailsnippets_columns_redirect:list", []),
        (Role.SYSTEM, "wagtailsnippets_columns_redirect:add", []),
        (Role.SYSTEM, "wagtailadmin_collections:index", []),
        (Role.SYSTEM, "wagtailadmin_collections:add", []),
    ]
    return {
        f"{role} {name} {' '.join(map(str, arguments))}": (role, reverse(name, args=arguments))
        for role, name, arguments in names
    }


def _text_of(neighbours: Neighbours) -> Article:
    """A public text of the other site."""
    with import_right("来自旧网站"):
        return neighbours.notices.add_child(instance=Article(title="邻居的通知"))


def _kinds() -> list[type[ContentPage]]:
    return ContentPage.__subclasses__()


def _place(kind: type[ContentPage], column: Any) -> list[Any]:
    return [kind._meta.app_label, kind._meta.model_name, column.pk]


def has_chinese(text: object) -> bool:
    """Whether there is a Chinese character in it."""
    return _CHINESE.search(str(text)) is not None


def untranslated(html: str) -> Iterator[str]:
    """What is written or read aloud on a screen with Latin words and no Chinese."""
    soup = BeautifulSoup(html, "lxml")
    for text in soup.find_all(string=True):
        silent = isinstance(text, PreformattedString) or _SILENT.intersection(
            {each.name for each in text.parents}
        )
        silent = silent or any(_is_hidden(each) for each in text.parents)
        if not silent:
            yield from _latin(str(text))
    for element in soup.find_all(True):
        for attribute in _SPOKEN:
            yield from _latin(str(element.get(attribute, "")))


def _is_hidden(element: Tag) -> bool:
    """For good: what is behind a tab is shown at a click."""
    return element.has_attr("hidden") and element.get("role") != "tabpanel"


def _latin(text: str) -> Iterator[str]:
    words = " ".join(text.split())
    if _CHINESE.search(words):
        return
    if _LATIN.search(_NAMES.sub("", words)):
        yield words
