"""政策解读: leaves the desk with its document only."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.policies.models import Interpretation, PolicyDocument

pytestmark = pytest.mark.django_db


def fault(**fields: Any) -> str:
    """What the editor is told at the field 所解读的文件."""
    empty = dict.fromkeys(
        ("summary", "keywords", "content_source", "author", "editor", "link_url"), ""
    )
    form_class = Interpretation.get_edit_handler().get_form_class()
    data = nested_form_data(
        {
            **empty,
            "title": "解读",
            "form": "text",
            "body": streamfield([]),
            **{
                name: inline_formset([]) for name in ("attachments", "extra_placements", "comments")
            },
            **fields,
        }
    )
    return "".join(form_class(data, instance=Interpretation()).errors.get("document", [""]))


def test_an_interpretation_without_its_document_does_not_leave_the_desk():
    """
    A draft may lack it, and so may what only links elsewhere.
    """
    said = "没有选择所解读的文件。请选择：读者要能从解读找到原文，从原文找到解读。"

    assert fault(**{"action-submit": "1"}) == said
    assert fault() == ""
    assert fault(**{"action-submit": "1", "link_url": "https://www.example.org/jd.html"}) == ""


def test_a_document_knows_its_interpretations():
    """
    What the editor chose is found from the other side.
    """
    assert PolicyDocument._meta.get_field("interpretations").related_model is Interpretation
