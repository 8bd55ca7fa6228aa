"""The foot of the menu calls a user by the whole name; Wagtail by the first name, which in Chinese nobody goes by."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.sidebar import MainMenuModule

from cms.review.dashboard import name_of_person


def connect() -> None:
    """Put the name in place of the one that Wagtail gives to its menu."""
    given = MainMenuModule.js_args

    def js_args(self: Any) -> list[Any]:
        items, account_items, account = given(self)
        return [items, account_items, account | {"name": name_of_person(self.user)}]

    MainMenuModule.js_args = js_args
