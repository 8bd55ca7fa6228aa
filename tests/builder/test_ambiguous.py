"""
The characters that have several traditional forms and no phrase to go by are listed.
"""

from __future__ import annotations

import json

from builder.ambiguous import Place, ambiguities
from builder.commands import run
from builder.traditional import Words, words
from tests.helpers import article, column, setting, site


def test_lists_what_no_phrase_decides():
    """
    With the form that was taken, how often, and where; what a phrase decides is no question.
    """
    pages = [("/1.html", "头发与发展，示例丑发言"), ("/2.html", "后台的范某和示例丑")]

    found = {each.character: each for each in ambiguities(pages, Words())}

    assert {name: (each.written, each.count) for name, each in found.items()} == {
        "丑": ("醜", 2),
        "范": ("範", 1),
    }
    assert found["丑"].places == [
        Place("/1.html", "頭髮與發展，示例", "發言"),
        Place("/2.html", "後台的範某和示例", ""),
    ]


def test_asks_no_question_about_protected_words():
    """
    Neither in them nor in 文号.
    """
    pages = [("/1.html", "示例丑（示发干〔2026〕3号）发言")]

    assert ambiguities(pages, words(["示例丑"])) == []


def test_the_command_reads_the_live_pages(built, tmp_path, capsys):
    """
    Of all sites or of some, in words or for a program, the tree itself left out.
    """
    output = built(
        site(),
        site(2, "water"),
        setting(101, has_traditional=True, protected_words=["示例丑"]),
        column(10, "zwgk"),
        *article(11, body="<p>示例丑与示例范</p>"),
    )

    assert run(["traditional", "portal", "--output", str(output)]) == 0
    said = capsys.readouterr().out
    assert run(["traditional", "--json", "--output", str(output)]) == 0
    portal, water = map(json.loads, capsys.readouterr().out.splitlines())

    assert "范 → 範　1 处" in said and "【範】" in said and "醜" not in said
    assert [each["character"] for each in portal["characters"]].count("范") == 1
    assert (portal["site"], water["site"]) == ("portal", "water")
    assert run(["traditional", "nix", "--output", str(output)]) == 2
