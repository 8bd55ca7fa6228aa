"""
Rows of a list in the editor of a page, as its form sees them.
"""

from __future__ import annotations

from django.forms import BaseFormSet, ModelForm


def kept_rows(rows: BaseFormSet) -> list[ModelForm] | None:
    """The rows that stay, in order; None where one of them has a fault already."""
    if not rows.is_valid():
        return None
    return [row for row in rows.forms if row.cleaned_data and not row.cleaned_data["DELETE"]]


def name_once(rows: list[ModelForm], field: str, list_name: str) -> None:
    """Tell each row that names the same page as one before it."""
    seen = set()
    for row in rows:
        page = row.cleaned_data[field]
        if page.pk in seen:
            row.add_error(field, f"“{page}”在“{list_name}”中有两次，请只留一行。")
        seen.add(page.pk)
