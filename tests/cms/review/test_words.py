"""Every screen of the admin is in Chinese, and says what the trade says."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.forms import Form
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.admin.panels import FieldPanel, get_edit_handler

from cms.placements import forms as placements_forms
from cms.review import forms as review_forms
from cms.review.rights import Role
from cms.timing import forms as timing_forms
from tests.cms.review.desk import Desk
from tests.cms.review.screens import has_chinese, screens, untranslated

OURS = tuple(config for config in apps.get_app_configs() if config.name.startswith("cms."))


def test_every_screen_is_in_chinese(desk: Desk):
    """
    Of each role, of texts at every state: what is written, what a screen reader says, what a field hints.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for name, (role, address) in screens(desk).items():
        answer = desk.client(role).get(address)
        assert answer.status_code == 200, f"{name}: {answer.status_code}"
        is_json = answer.headers["Content-Type"].startswith("application/json")
        for words in untranslated(answer.json()["html"] if is_json else answer.content.decode()):
            found[words].add(name)

    assert dict(found) == {}


def test_every_field_that_is_asked_for_has_a_chinese_name():
    """
    Types, fields, choices and help of all our models; columns that the machine alone writes are nobody's.
    """
    wrong = []
    for config in OURS:
        for model in config.get_models():
            asked = [field for field in model._meta.get_fields() if _is_asked(field)]
            if asked and hasattr(model, "panels") and not has_chinese(model._meta.verbose_name):
                wrong.append(model._meta.label)
            for field in asked:
                choices = [label for value, label in field.flatchoices if value != ""]
                words = [
                    field.verbose_name,
                    *choices,
                    *([field.help_text] if field.help_text else []),
                ]
                wrong += [f"{field}: {word}" for word in words if not has_chinese(word)]

    assert wrong == []


def _is_asked(field: object) -> bool:
    """Whether an editor may meet the field in one of our forms."""
    model = getattr(field, "model", None)
    if not getattr(field, "editable", False) or model is None or field.auto_created:
        return False
    if model.__module__.partition(".")[0] != "cms" or (field.is_relation and field.primary_key):
        return False
    names = {panel.field_name for panel in _panels(model)}
    return field.name in names


def _panels(model: type) -> list:
    if not (hasattr(model, "panels") or hasattr(model, "edit_handler")):
        return []

    def below(panel: object) -> list:
        inside = [each for child in getattr(panel, "children", ()) for each in below(child)]
        return [panel, *inside] if isinstance(panel, FieldPanel) else inside

    return below(get_edit_handler(model))


def test_every_form_of_ours_speaks_chinese():
    """
    Labels, help and errors.
    """
    wrong = []
    for module in (review_forms, timing_forms, placements_forms):
        for form in vars(module).values():
            if (
                isinstance(form, type)
                and issubclass(form, Form)
                and form.__module__ == module.__name__
            ):
                for name, field in form.base_fields.items():
                    words = [field.label, field.help_text, *field.error_messages.values()]
                    wrong += [
                        f"{form.__name__}.{name}: {word}"
                        for word in words
                        if word and not has_chinese(word)
                    ]

    assert wrong == []


@pytest.mark.parametrize("file", sorted((settings.ROOT / "cms").rglob("templates/**/*.html")))
def test_our_templates_hold_no_english(file: Path):
    """
    Between their tags.
    """
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", file.read_text(encoding="utf-8"), flags=re.S)

    assert list(untranslated(text)) == []


@pytest.mark.parametrize(
    ("role", "items"),
    [
        (Role.EDITOR, ["栏目", "稿件", "机构", "图片", "附件", "跨站展示", "紧急发布", "分享链接"]),
        (Role.FIRST, ["栏目", "稿件", "跨站展示", "紧急发布"]),
        (
            Role.SITE_MANAGER,
            [
                "栏目",
                "稿件",
                "机构",
                "图片",
                "附件",
                "发布包",
                "跨站展示",
                "紧急发布",
                "分享链接",
                "设置",
            ],
        ),
        (Role.SYSTEM, ["设置"]),
        (Role.SECURITY, ["设置"]),
        (Role.AUDIT, ["日志"]),
    ],
)
def test_the_menu_holds_what_a_role_needs(role: Role, items: list[str], desk: Desk):
    """
    In the words of the trade, and nothing that the role cannot use.
    """
    request = desk.client(role).get(reverse("wagtailadmin_home")).wsgi_request
    assert sorted(item.label for item in admin_menu.menu_items_for_request(request)) == sorted(
        items
    )
