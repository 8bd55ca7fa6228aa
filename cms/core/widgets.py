"""Form widgets of the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class SuggestInput(forms.TextInput):
    """A text field that suggests the words of a vocabulary and accepts others, as imported pages have them."""

    def __init__(self, words: Iterable[str], attrs: dict[str, Any] | None = None) -> None:
        self.words = tuple(words)
        super().__init__(attrs)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        list_id = f"words-of-{name}"
        field = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        options = format_html_join("", '<option value="{}">', ((word,) for word in self.words))
        return format_html('{}<datalist id="{}">{}</datalist>', field, list_id, options)
