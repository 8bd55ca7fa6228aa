"""
What a site's manager sets for all of its pages is on all of them, and touches nothing else.
"""

from __future__ import annotations

import pytest

from tests.builder.increments.test_increments import Desk
from tests.helpers import article, setting, tree

PORTAL, DEPARTMENT = 1, 2


@pytest.fixture
def desk(tmp_path, schemas, theme) -> Desk:
    return Desk(tmp_path, schemas, theme)


def live(desk: Desk) -> dict[str, bytes]:
    """Every file of the cluster."""
    return {
        f"{slug}/{path}": content
        for slug in desk.built
        for path, content in tree(desk.folder / "output" / slug).items()
    }


def changed(desk: Desk, **data) -> dict[str, bytes]:
    """The files that are others after a setting, which a build of everything would make as well."""
    site = data.pop("site", PORTAL)
    before = live(desk)
    desk.cluster.put(setting(100 + site, site, **data))
    desk.publish()
    assert desk.afresh() == desk.roots()
    after = live(desk)
    assert before.keys() == after.keys()
    return {path: content for path, content in after.items() if before[path] != content}


def test_a_day_of_mourning_touches_one_file_of_a_site(desk):
    """
    The portal's is everybody's, and takes one style sheet each.
    """
    sheets = {f"{slug}/static/site.css" for slug in desk.built}

    grey = changed(desk, is_grey=True)
    colored = changed(desk, is_grey=False)

    assert grey.keys() == colored.keys() == sheets
    assert all(b"grayscale(1)" in sheet for sheet in grey.values())
    assert not any(b"grayscale(1)" in sheet for sheet in colored.values())


def test_a_department_mourns_alone(desk):
    """
    What a department sets is for its own site.
    """
    slugs = {path.partition("/")[0] for path in changed(desk, site=DEPARTMENT, is_grey=True)}

    assert len(slugs) == 1 and slugs != {"portal"}


def test_an_emergency_is_on_every_page_of_the_cluster(desk):
    """
    With the page that says more, whose own address every site can follow; it goes as it came.
    """
    kind, number = desk.cluster.of("article")[0]
    pages = {
        path for path, content in live(desk).items() if b'<header class="site-header"' in content
    }

    page = {"kind": kind, "id": number}
    shown = changed(
        desk, emergency="台风红色预警", emergency_text="请减少外出。", emergency_page=page
    )
    gone = changed(desk, emergency="")

    assert shown.keys() == gone.keys() == pages
    for content in shown.values():
        text = content.decode()
        assert text.count("台风红色预警") == 1 and "请减少外出。" in text
        assert f"/{number}.html" in text.partition("</header>")[0]
    assert not any("台风红色预警" in content.decode() for content in gone.values())


def test_the_portals_emergency_comes_before_a_departments(desk):
    """
    One banner, the one that concerns everybody.
    """
    changed(desk, site=DEPARTMENT, emergency="停水")
    shown = changed(desk, emergency="台风红色预警")

    assert not any("停水" in content.decode() for content in shown.values())


def test_in_traditional_characters_a_text_touches_its_page_and_the_pair(desk):
    """
    Of a site that has 繁體版 a changed text makes two files, a protected word those where it stands.
    """
    page = ("article", 900)
    for record in article(900, column=13, body="<p>后台</p>"):
        desk.cluster.put(record)
    desk.cluster.put(setting(100 + PORTAL, PORTAL, has_traditional=True))
    desk.publish()
    before = live(desk)

    desk.cluster.change(page, body="<p>后台的干部</p>")
    desk.publish()
    after = live(desk)
    words = changed(desk, has_traditional=True, protected_words=["后台的"])

    pair = sorted(path for path in after if after[path] != before[path] and "release" not in path)
    assert [path.endswith("/900.html") for path in pair] == [True, True]
    assert pair[0].replace("/hant", "") == pair[1]
    assert words.keys() == {pair[0], "portal/.well-known/zhanqun/traditional.json"}
    assert "后台的幹部" in words[pair[0]].decode()
