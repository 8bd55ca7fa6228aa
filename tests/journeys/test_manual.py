"""The manual of the editors shows the system as it is."""

from __future__ import annotations

import re

from tests.journeys.conftest import PROJECT
from tests.journeys.manual import PICTURES

MANUAL = PROJECT / "docs" / "editors.md"
MOST_BYTES = 1_500_000


def test_every_picture_of_the_manual_is_one_that_the_command_takes():
    """
    Each once, with a word on what it shows, and each of the command's is there.
    """
    shown = re.findall(r"!\[(.+?)\]\(images/manual/(.+?)\.webp\)", MANUAL.read_text())

    assert sorted(name for _, name in shown) == sorted(PICTURES)
    assert MANUAL.read_text().count("![") == len(shown)
    files = list((PROJECT / "docs/images/manual").iterdir())
    assert {file.name for file in files} == {f"{name}.webp" for name in PICTURES}
    assert sum(file.stat().st_size for file in files) < MOST_BYTES
