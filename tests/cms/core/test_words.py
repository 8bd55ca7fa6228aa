"""What Wagtail says to editors."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
import wagtail.admin
from django.test import Client

FOLDER = Path(__file__).resolve().parents[3] / "cms/locale/zh_Hans/LC_MESSAGES"
MESSAGE = re.compile(r'^msgid ((?:".*"\n)+)', re.M)


@pytest.mark.parametrize(("domain", "least"), [("django", 100), ("djangojs", 10)])
def test_the_compiled_words_are_those_of_the_text(domain: str, least: int):
    """
    The .mo, which Django reads, was made of the present .po, which people read.
    """
    text = (FOLDER / f"{domain}.po").read_text()
    pairs = re.findall(r'^msgid (".+")\nmsgstr (".+")$', text, re.M)
    with (FOLDER / f"{domain}.mo").open("rb") as compiled:
        words = gettext.GNUTranslations(compiled)

    assert len(pairs) > least
    for english, chinese in pairs:
        assert words.gettext(ast.literal_eval(english)) == ast.literal_eval(chinese)


@pytest.mark.django_db
def test_the_scripts_of_the_admin_speak_chinese(client: Client):
    """
    For everything that Wagtail's scripts say there is a Chinese sentence in what the browser is given.
    """
    source = Path(wagtail.admin.__file__).parent / "locale/en/LC_MESSAGES/djangojs.po"
    said = {
        "".join(map(ast.literal_eval, message.split("\n")[:-1]))
        for message in MESSAGE.findall(source.read_text())
    }

    given = client.get("/admin/jsi18n/").content.decode("utf-8", "backslashreplace")
    catalogue = ast.literal_eval(re.search(r"const newcatalog = (\{.*?\});?\n", given, re.S)[1])

    assert len(said) > 50
    assert said - catalogue.keys() == {""}
