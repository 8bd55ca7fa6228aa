"""What an editor may create."""

from __future__ import annotations

from cms.columns.models import Column
from cms.core.forms import ContentPageForm
from cms.feed.registry import page_types
from cms.gazette.models import GazetteIssue
from cms.institutions.models import BodyProfile, Leader, StandingPage
from cms.interviews.models import Interview
from cms.news.models import Article
from cms.policies.models import Interpretation, PolicyDocument
from cms.statistics.models import DataRelease
from cms.topics.models import Topic


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
