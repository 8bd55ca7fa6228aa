"""
A site goes back to an earlier release, but never to what was withdrawn since.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from builder.errors import StoreError, UsageError
from builder.release import verify
from builder.returning import Returned, rollback
from tests.builder.increments.editing import EDITS
from tests.builder.increments.test_increments import Desk
from tests.builder.increments.test_ledger import served
from tests.helpers import article, setting, tree

ADDRESS = "/zwgk/tzgg/2026-03/900.html"


@pytest.fixture
def desk(tmp_path, schemas, theme) -> Desk:
    return Desk(tmp_path, schemas, theme)


def back(desk: Desk, slug: str = "portal", wanted: str = "") -> Returned:
    """Take a site back, as the command does."""
    plan = desk.plan()
    return rollback(plan.store, plan.releases, slug, wanted)


def live(desk: Desk, slug: str = "portal") -> dict[str, bytes]:
    """Every file of a live site."""
    return tree(desk.folder / "output" / slug)


def overwrite(place: Path, text: str) -> None:
    """As somebody who may write there does."""
    place.chmod(0o644)
    place.write_text(text)


def tells_of(files: dict[str, bytes], number: int) -> set[str]:
    """The files that name a page anywhere, but for those that say it is gone."""
    named = f"/{number}.html".encode()
    return {
        path
        for path, content in files.items()
        if (named in content or path.endswith(f"/{number}.html"))
        and not path.startswith(".well-known/zhanqun/gone/")
        and path != ".well-known/zhanqun/ledger.txt"
    }


def test_a_site_goes_back_and_stays_until_it_is_freed(desk):
    """
    Builds leave it alone and say so; the others go on; freed, it is what a build of everything makes.
    """
    before = live(desk)
    desk.cluster.change(("site", 1), name="示例市改了名")
    desk.publish()
    changed = desk.roots()

    back(desk)
    returned = live(desk)
    desk.cluster.change(("column", 11), title="又改了")
    desk.cluster.change(("column", 20), title="公告又改")
    desk.publish()

    assert returned == before == live(desk)
    assert desk.done.pinned == ("portal",) and "portal" not in desk.built
    assert desk.roots()["water"] != changed["water"]
    desk.plan().releases.pins.free("portal")
    desk.publish()
    assert desk.done.pinned == ()
    assert desk.roots() == desk.afresh()


def test_what_was_withdrawn_since_does_not_come_back(desk):
    """
    Neither its page nor a line of any list, feed, site map or catalogue, nor a link to it; it still answers 410.
    """
    for record in article(900, column=11, title="不该再出现的标题", summary="不该再出现的摘要"):
        desk.cluster.put(record)
    text = '<p>参见<a href="zq:article/900">那篇通知</a>，另见<a href="zq:column/13">新闻</a>。</p>'
    for record in article(901, column=13, body=text):
        desk.cluster.put(record)
    desk.cluster.put(
        setting(101, headline={"kind": "article", "id": 900})
    )  # fmt: skip
    desk.publish()
    assert len(tells_of(live(desk), 900)) >= 6
    desk.cluster.drop(("article", 900), ("placement", 900))
    desk.cluster.change(("setting", 101), headline=None)
    desk.publish()

    returned = back(desk)
    files = live(desk)

    assert ADDRESS in returned.left_out
    assert tells_of(files, 900) == set()
    assert not any("不该再出现".encode() in content for content in files.values())
    linking = files["xinwen/2026-03/901.html"].decode()
    assert "参见那篇通知，另见<a" in linking
    assert verify(desk.plan().releases, "portal") == []
    with served(desk) as ask:
        assert ask("portal.localhost", ADDRESS)[0] == 410
        assert ask("portal.localhost", "/zwgk/tzgg/")[0] == 200


def test_what_is_withdrawn_while_a_site_is_back_goes_at_once(desk):
    """
    On the site itself, and where it links to another one's page.
    """
    for record in (
        *article(900, column=11, title="本站的"),
        *article(902, column=20, title="别站的"),
        *article(901, column=13, body='<p><a href="zq:article/902">别站的</a></p>'),
    ):
        desk.cluster.put(record)
    desk.publish()
    desk.cluster.change(("site", 1), description="改了")
    desk.publish()
    back(desk)
    assert tells_of(live(desk), 900) and tells_of(live(desk), 902)

    desk.cluster.drop(("article", 900), ("placement", 900), ("article", 902), ("placement", 902))
    desk.publish()

    assert tells_of(live(desk), 900) | tells_of(live(desk), 902) == set()
    assert verify(desk.plan().releases, "portal") == []
    again = desk.plan().releases.sites.live("portal")
    desk.publish()
    assert desk.plan().releases.sites.live("portal") == again


def test_a_page_that_came_later_answers_410_meanwhile(desk):
    """
    And one that moved is redirected to where it was.
    """
    for record in article(901, column=11):
        desk.cluster.put(record)
    desk.publish()
    for record in article(900, column=11):
        desk.cluster.put(record)
    desk.cluster.change(("placement", 901), column=13, former_columns=[11])
    desk.publish()

    back(desk)

    with served(desk) as ask:
        assert ask("portal.localhost", ADDRESS)[0] == 410
        moved = ask("portal.localhost", "/xinwen/2026-03/901.html")
        assert moved == (301, "/zwgk/tzgg/2026-03/901.html")
        assert ask("portal.localhost", moved[1])[0] == 200


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_history_nothing_withdrawn_comes_back(desk, seed):
    """
    Every release that is kept, one after another, of a random history.
    """
    random = Random(seed)
    names = [name for name in EDITS if name not in ("remove_site", "change_domain")]
    for _ in range(6):
        for name in random.choices([*names, "unpublish", "unpublish"], k=4):
            EDITS[name](desk.cluster, random)
        desk.publish()
    releases, standing = desk.plan().releases, desk.plan().store.standing()
    for slug in releases.sites.slugs():
        for release in releases.sites.releases(slug)[1:]:
            back(desk, slug, str(release.number))

            assert verify(releases, slug) == []
            files = live(desk, slug)
            for number in range(1001, 1200):
                if f"page/{number}" not in standing.names:
                    assert tells_of(files, number) == set(), (slug, release.number, number)
        releases.pins.free(slug)
    desk.publish()

    assert desk.roots() == desk.afresh()


@pytest.mark.parametrize("wanted", ["99", "1234567890", "1"])
def test_a_release_that_is_not_there_is_refused(desk, wanted):
    """
    By number or root; one sentence says which are kept.
    """
    with pytest.raises(UsageError, match="没有可以恢复的版本"):
        back(desk, wanted=wanted)
    with pytest.raises(UsageError, match="没有更早的版本"):
        back(desk)


@pytest.mark.parametrize(
    "damage",
    [
        lambda releases, folder: (releases.objects.path(folder) / "901.html").unlink(),
        lambda releases, folder: overwrite(releases.objects.path(folder) / "901.html", "改动"),
        lambda releases, folder: releases.objects.listing_path(folder).unlink(),
    ],
    ids=["lost file", "changed file", "lost listing"],
)
def test_a_release_that_is_not_whole_any_more_is_not_gone_back_to(desk, damage):
    """
    The live site stays, and one sentence says what is wrong.
    """
    for record in article(901, column=13):
        desk.cluster.put(record)
    desk.publish()
    releases = desk.plan().releases
    folder = (releases.output / "portal/xinwen/2026-03").resolve().name
    desk.cluster.change(("article", 901), body="<p>改了。</p>")
    desk.publish()
    before = live(desk)
    damage(releases, folder)

    with pytest.raises(StoreError, match=r"版本 2 有 1 处与发布时不同.*/xinwen/2026-03/"):
        back(desk)

    assert live(desk) == before and releases.pins.all() == {}


def test_a_release_is_found_by_its_root(desk):
    """
    Its first characters are enough.
    """
    first = desk.plan().releases.sites.live("portal")
    desk.cluster.change(("site", 1), description="改了")
    desk.publish()

    assert back(desk, wanted=first.root[:8]).release == first
