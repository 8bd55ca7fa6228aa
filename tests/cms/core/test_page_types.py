"""What an editor may create."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel, PanelGroup

from cms.bodies.models import Body
from cms.columns.models import Column, SiteSettings
from cms.core.forms import ContentPageForm
from cms.feed.registry import page_types
from cms.gazette.models import GazetteIssue
from cms.institutions.models import BodyProfile, Leader, StandingPage
from cms.interviews.models import Interview
from cms.news.models import Article
from cms.policies.models import Interpretation, PolicyDocument
from cms.statistics.models import DataRelease
from cms.topics.models import Topic
from tests.cms.feed.city import a_city

SELF_EVIDENT = {
    # The choosers say it: 选择附件, 从栏目中选择.
    "file", "document", "changed", "column",
    "name", "kind",
    # Wagtail's own window of times.
    "go_live_at", "expire_at",
}  # fmt: skip


def test_a_column_offers_columns_and_the_types_of_content():
    """
    What the types have in common is not offered as a type itself.
    """
    assert set(Column.creatable_subpage_models()) == {
        Column,
        Article,
        BodyProfile,
        DataRelease,
        GazetteIssue,
        Interpretation,
        Interview,
        Leader,
        PolicyDocument,
        StandingPage,
        Topic,
    }


def test_the_editor_of_every_type_keeps_a_page_within_its_site():
    """
    Further columns are checked by the form that all types have.
    """
    forms = {model: model.get_edit_handler().get_form_class() for model in page_types()}

    assert [model for model, form in forms.items() if not issubclass(form, ContentPageForm)] == []


@pytest.mark.parametrize(
    "model", [*page_types(), Column, Body, SiteSettings], ids=lambda model: model.__name__
)
def test_every_field_that_is_not_self_evident_is_explained(model: type[Model]):
    """
    Beside it in the form, in whatever row it stands.
    """
    form = model.edit_handler if hasattr(model, "edit_handler") else ObjectList(model.panels)

    bare = [
        panel.field_name
        for panel in _fields(form.bind_to_model(model))
        if not (panel.help_text or panel.db_field.help_text or panel.field_name in SELF_EVIDENT)
    ]

    assert bare == []


def _fields(panel: Panel) -> Iterator[FieldPanel]:
    if isinstance(panel, FieldPanel):
        yield panel
    elif isinstance(panel, InlinePanel):
        yield from _fields(panel.child_edit_handler)
    elif isinstance(panel, PanelGroup):
        for child in panel.children:
            yield from _fields(child)


@pytest.mark.django_db
def test_a_correction_is_asked_of_what_was_public():
    """
    A new text has nothing to correct; what went out has.
    """
    city = a_city()
    get_user_model().objects.create_superuser("editor", password="a long password of ours")
    editor = Client()
    editor.force_login(get_user_model().objects.get())

    new = editor.get(reverse("wagtailadmin_pages:add", args=["news", "article", city.notices.pk]))
    public = editor.get(reverse("wagtailadmin_pages:edit", args=[city.article.pk]))

    assert 'name="correction"' not in new.content.decode()
    assert 'name="correction"' in public.content.decode()
