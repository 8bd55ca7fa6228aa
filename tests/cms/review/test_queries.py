"""No screen and no step asks the database more often because there are more pages."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.core.models import ContentPage
from cms.feed.bulk import insert_articles
from cms.feed.export import open_feed
from cms.lookup.texts import bring_up_to_date
from cms.news.models import Article
from cms.review.rights import Role
from tests.bench.editors import form_in, written
from tests.cms.review.desk import Desk


def test_the_number_of_queries_does_not_grow_with_the_tree(desk: Desk):
    """
    Of every screen that shows pages, and of every step from the empty form to the withdrawal: in a tree of
    100 texts as many as in one of 300.
    """
    for role in Role:
        desk.client(role)
    _queries(desk)
    _grow(desk, 100)
    before = _queries(desk)

    _grow(desk, 200)

    assert _queries(desk) == before
    assert len(before) > 25


def _grow(desk: Desk, count: int) -> None:
    """More pages, which were exported and can be found."""
    for column in (desk.city.news, desk.city.notices):
        column.refresh_from_db()
        insert_articles(column, count // 2, desk.city.body)
    open_feed()
    while bring_up_to_date():
        pass


def _queries(desk: Desk) -> dict[str, int]:
    """Screen or step → the number of queries, on the way of a text that leaves no trace."""
    with transaction.atomic():
        counted = _on_its_way(desk, "示例渠清淤")
        transaction.set_rollback(True)
    return counted


def _on_its_way(desk: Desk, title: str) -> dict[str, int]:
    counted: dict[str, int] = {}

    def count(name: str, ask: Callable[[], HttpResponse]) -> HttpResponse:
        with CaptureQueriesContext(connection) as captured:
            answer = ask()
        assert answer.status_code == 200, name
        counted[name] = len(captured)
        return answer

    def look(name: str, role: Role, view: str, *arguments: object, **asked: object) -> HttpResponse:
        client, address = desk.client(role), reverse(view, args=arguments)
        return count(name, lambda: client.get(address, asked, follow=True))

    def send(name: str, role: Role, address: str, fields: dict[str, str]) -> HttpResponse:
        client = desk.client(role)
        return count(name, lambda: client.post(address, fields, follow=True))

    news, notices = desk.city.news.pk, desk.city.notices.pk
    look("column", Role.EDITOR, "wagtailadmin_explore", news)
    look("site", Role.SITE_MANAGER, "wagtailadmin_explore", desk.city.home.pk)
    look("texts", Role.EDITOR, "documents_of_sites:index")
    look("texts, found", Role.EDITOR, "documents_of_sites:index", state="live", q="工作")
    look("texts, of a column", Role.EDITOR, "documents_of_sites:index", column=news)
    look("search", Role.EDITOR, "wagtailadmin_pages:search", q="工作")
    look("chooser", Role.EDITOR, "wagtailadmin_choose_page_child", notices)
    look("chooser, search", Role.EDITOR, "wagtailadmin_choose_page_search", q="工作")
    look("body", Role.EDITOR, "wagtailsnippets_bodies_body:edit", desk.city.body.pk)
    look("settings", Role.SITE_MANAGER, "wagtailadmin_pages:edit", notices)
    for kind in ContentPage.__subclasses__():
        place = (kind._meta.app_label, kind._meta.model_name, notices)
        look(f"new {kind.__name__}", Role.EDITOR, "wagtailadmin_pages:add", *place)

    add = reverse("wagtailadmin_pages:add", args=["news", "article", notices])
    form = form_in(desk.client(Role.EDITOR).get(add).content.decode(), "title")
    send("save new", Role.EDITOR, add, written(form, title))
    page = Article.objects.get(title=title)
    shown = look("editor", Role.EDITOR, "wagtailadmin_pages:edit", page.pk)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = written(form_in(shown.content.decode(), "title"), title)
    send("save", Role.EDITOR, edit, form)
    send("submit", Role.EDITOR, edit, form | {"action-submit": "1"})
    for role in (Role.FIRST, Role.SECOND, Role.FINAL):
        look(f"start of {role}", role, "wagtailadmin_home")
        look(f"editor of {role}", role, "wagtailadmin_pages:edit", page.pk)
        step = reverse("review_step", args=[page.pk, "approve"])
        send(f"approve by {role}", role, step, {"comment": ""})
    assert Article.objects.get(pk=page.pk).live
    look("history", Role.EDITOR, "wagtailadmin_pages:history", page.pk)
    look("usage", Role.EDITOR, "wagtailadmin_pages:usage", page.pk)
    look("withdraw", Role.FINAL, "review_step", page.pk, "withdraw")
    withdrawn = {"kind": "ordinary", "reason": "已过时"}
    step = reverse("review_step", args=[page.pk, "withdraw"])
    send("withdrawn", Role.FINAL, step, withdrawn)
    return counted
