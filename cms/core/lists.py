"""
Lists that are kept in one column.
"""

from __future__ import annotations

import re

_COMMAS = re.compile(r"[,，、;；\n]")


def words(text: str) -> list[str]:
    """The words of a column with commas between them, each once, in order."""
    return list(dict.fromkeys(word.strip() for word in _COMMAS.split(text) if word.strip()))
