"""A text of one site in a column of another: corrected and withdrawn at its source."""

from __future__ import annotations

import pytest

from tests.builder.increments.test_increments import Desk
from tests.helpers import article, placement, tree


@pytest.fixture
def desk(tmp_path, schemas, theme) -> Desk:
    return Desk(tmp_path, schemas, theme)


def files(desk: Desk) -> dict[str, bytes]:
    """What the two sites consist of."""
    return {
        f"{site}/{name}": content
        for site in ("portal", "water")
        for name, content in tree(desk.folder / "output" / site).items()
    }


def changed_files(desk: Desk) -> set[str]:
    """The files that are others, new or gone after what changed is published."""
    before = files(desk)
    desk.publish()
    after = files(desk)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_a_text_that_a_second_site_shows_is_corrected_in_one_file(desk):
    """
    Its text stands in its own page alone; its title in the lists of both sites, and nothing is made in vain.
    When it is withdrawn, neither site tells of it.
    """
    for record in article(900, column=11, title="原题", day="2026-12-31"):
        desk.cluster.put(record)
    desk.cluster.put(placement(901, "article", 900, 20, position=1))
    desk.publish()
    page = "portal/zwgk/tzgg/2026-12/900.html"
    list_page = desk.folder / "output/water/gg/index.html"
    assert "https://www.example.gov.cn/zwgk/tzgg/2026-12/900.html" in list_page.read_text()

    desk.cluster.change(("article", 900), body="<p>更正后的一段。</p>")
    of_text = changed_files(desk)
    desk.rendered = desk.changed = 0
    desk.cluster.change(("article", 900), title="更正后的标题")
    of_title = changed_files(desk)

    assert of_text == {page}
    assert of_title >= {
        page, "portal/zwgk/tzgg/index.html", "water/gg/index.html", "water/gg/feed.xml",
    }  # fmt: skip
    assert desk.rendered == desk.changed
    assert "更正后的标题" in list_page.read_text()
    assert desk.roots() == desk.afresh()

    desk.cluster.drop(("article", 900), ("placement", 900), ("placement", 901))
    desk.publish()
    assert "更正后的标题" not in list_page.read_text()
    assert desk.roots() == desk.afresh()
