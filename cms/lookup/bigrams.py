"""
The index of SQLite: every two neighbouring characters of a text are a word of it, so that any stretch of
characters is a phrase. It keeps no text of its own; who takes a text out must hand in the same text again.
"""

from __future__ import annotations

import re

from sites.text import bigrams

TABLE = "lookup_bigrams"
CREATE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING"
    " fts5(head, body, content='', tokenize='unicode61 remove_diacritics 0')"
)
DROP = f"DROP TABLE IF EXISTS {TABLE}"
PUT = f"INSERT INTO {TABLE} (rowid, head, body) VALUES (%s, %s, %s)"
TAKE = f"INSERT INTO {TABLE} ({TABLE}, rowid, head, body) VALUES ('delete', %s, %s, %s)"
_MARK = re.compile(r"[\W_]")
_PRIVATE = 0xE000, 0x1900


def words(folded: str) -> str:
    """
    What the index is given for a text. The last character of a line stands alone as well, so that `市*` finds
    it there too.
    """
    lines = map(_spelled, folded.split("\n"))
    return " ".join(word for line in lines if line for word in (*bigrams(line), line[-1]))


def phrase(folded: str) -> str:
    """The question to the index for the texts that contain `folded`, which is not empty."""
    line = _spelled(folded)
    return f'"{" ".join(bigrams(line))}"' if len(line) > 1 else f'"{line}" *'


def _spelled(line: str) -> str:
    """
    With characters of the private use area, of which FTS5 makes words too, for marks and spaces, of which it
    does not.
    """
    return _MARK.sub(_as_letter, line)


def _as_letter(mark: re.Match[str]) -> str:
    first, size = _PRIVATE
    return chr(first + ord(mark[0]) % size)
