"""Why the system refused, in Chinese."""

from __future__ import annotations

import pytest

from sites.reasons import reason_of


def test_names_a_known_reason_in_chinese(tmp_path):
    """
    As the messages around it.
    """
    with pytest.raises(OSError) as refusal:
        (tmp_path / "nowhere").open()

    assert reason_of(refusal.value) == "不存在"


def test_leaves_an_unknown_reason_to_the_system():
    """
    Better English than nothing.
    """
    assert reason_of(OSError(0, "something else")) == "something else"
