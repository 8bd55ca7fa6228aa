"""What Wagtail says to editors."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "cms/locale/zh_Hans/LC_MESSAGES"


def test_the_compiled_words_are_those_of_the_text():
    """
    django.mo, which Django reads, was made of the present django.po, which people read.
    """
    pairs = re.findall(r'^msgid (".+")\nmsgstr (".+")$', (FOLDER / "django.po").read_text(), re.M)
    with (FOLDER / "django.mo").open("rb") as compiled:
        words = gettext.GNUTranslations(compiled)

    assert len(pairs) > 100
    for english, chinese in pairs:
        assert words.gettext(ast.literal_eval(english)) == ast.literal_eval(chinese)
