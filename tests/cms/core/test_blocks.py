"""What an editor may put into a body."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cms.core.blocks import TableBlock


def test_a_table_is_cleaned_when_it_is_saved():
    """
    Looks and scripts go, cells and what merges them stay.
    """
    typed = (
        '<table style="color:red" onclick="x()"><tr><td colspan="2" class="Mso">甲</td></tr>'
        "<tr><td>乙<script>alert(1)</script></td><td>丙</td></tr></table>"
    )

    saved = TableBlock().clean(typed)

    assert 'colspan="2"' in saved
    assert all(word in saved for word in "甲乙丙")
    assert not any(word in saved for word in ("style", "onclick", "Mso", "script", "alert"))


def test_text_beside_a_table_is_refused():
    """
    One sentence that says where it belongs.
    """
    with pytest.raises(ValidationError, match="只能放表格"):
        TableBlock().clean("<p>说明</p><table><tr><td>甲</td></tr></table>")
