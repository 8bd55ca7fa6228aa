"""稿件, the list of all texts of the sites somebody works in."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.columns.models import SiteHome
from cms.core.models import ContentPage
from cms.news.models import Article
from cms.review.guard import import_right
from cms.review.rights import Role, State
from cms.review.states import in_state, state_of
from tests.cms.feed.city import a_column
from tests.cms.review.desk import Desk

LIST = reverse("documents_of_sites:index")


def listed(desk: Desk, role: Role = Role.EDITOR, **asked: Any) -> set[str]:
    """Titles in the list, narrowed by what is asked."""
    answer = desk.client(role).get(LIST, asked)
    return {page.title for page in answer.context["object_list"]}


@pytest.mark.parametrize("state", State)
def test_the_filter_and_the_label_agree(state: State, desk: Desk):
    """
    For every state: the condition in the database is what is written beside the page.
    """
    page = desk.at(state)
    everything = list(ContentPage.objects.all())

    assert page.pk in {each.pk for each in ContentPage.objects.filter(in_state(state))}
    for each in State:
        found = set(ContentPage.objects.filter(in_state(each)).values_list("pk", flat=True))
        assert found == {one.pk for one in everything if state_of(one) is each}
    assert page.title in listed(desk, state=state.value)
    assert state.label in desk.client(Role.EDITOR).get(LIST, {"q": page.title}).content.decode()


def test_the_list_is_narrowed_by_column_kind_editor_and_day(desk: Desk):
    """
    Each alone, and together with a search.
    """
    draft = desk.draft("关于防汛的通知")
    with import_right("test"):
        elsewhere = desk.city.add("关于防汛的消息", desk.city.news)
    today = f"{draft.latest_revision_created_at:%Y-%m-%d}"
    editor = desk.people[Role.EDITOR]

    assert listed(desk, column=desk.city.notices.pk) >= {draft.title, "草稿"}
    assert elsewhere.title not in listed(desk, column=desk.city.notices.pk)
    assert listed(desk, column=desk.city.home.pk) >= {draft.title, elsewhere.title}
    assert listed(desk, editor=editor.pk) == {draft.title}
    assert listed(desk, q="防汛", state="live") == {elsewhere.title}
    assert listed(desk, q="防汛", latest_revision_created_at_from=today) >= {draft.title}
    assert listed(desk, first_published_at_to="2001-01-01") == set()


def test_nobody_sees_the_texts_of_another_site(desk: Desk):
    """
    Neither in the list nor by a search.
    """
    home = Page.get_first_root_node().add_child(instance=SiteHome(title="别处", slug="other"))
    column = home.add_child(instance=a_column("通知", "tz"))
    column.add_child(instance=Article(title="别处的稿件", live=False))

    assert "别处的稿件" not in listed(desk)
    assert listed(desk, q="别处") == set()
    assert listed(desk, column=column.pk) == listed(desk)
