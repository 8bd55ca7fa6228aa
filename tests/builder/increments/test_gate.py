"""
A page that must not go live is held alone; everything else goes out.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from builder import gate
from builder.build import build
from builder.records import Ref
from builder.returning import rollback
from tests.builder.increments.test_increments import Desk
from tests.helpers import article, column, placement, policy_document, site

# The example that GB 11643 itself prints.
IDENTITY_NUMBER = "11010519491231002X"


class GatedDesk(Desk):
    """A desk whose builds pass the gate."""

    def plan(self, theme=None):
        return replace(super().plan(theme), is_gated=True)


@pytest.fixture
def desk(tmp_path, schemas, theme) -> GatedDesk:
    return GatedDesk(tmp_path, schemas, theme, pages=0)


def others(desk: GatedDesk, count: int = 20) -> list[int]:
    """As many right pages as this, put into the cluster."""
    numbers = list(range(2000, 2000 + count))
    for number in numbers:
        for record in article(number, column=11, keywords=["词"], summary="摘要"):
            desk.cluster.put(record)
    return numbers


def live(desk: GatedDesk, number: int, path: str = "portal/zwgk/tzgg/2026-03") -> str:
    """What stands at a page's address; empty for nothing."""
    place = desk.folder / "output" / path / f"{number}.html"
    return place.read_text() if place.is_file() else ""


@pytest.mark.parametrize(
    ("fault", "field", "words"),
    [
        ({"body": f"<p>身份证号{IDENTITY_NUMBER}。</p>"}, "body", "身份证号码"),
        ({"body": '<p><a href="/nowhere.html">去处</a></p>'}, "body", "打不开"),
        ({"content_source": ""}, "content_source", "ContentSource"),
    ],
    ids=["identity number", "broken link", "missing tag"],
)
def test_a_faulty_page_is_held_alone(desk, fault, field, words):
    """
    Twenty others of the same feed go out; the finding names site, page and field; the mended page goes
    out with the next feed.
    """
    numbers = others(desk)
    for record in article(1000, column=11, keywords=["词"], **fault):
        desk.cluster.put(record)
    desk.publish()

    ((ref, reasons),) = desk.done.held.items()
    assert ref == Ref("article", 1000)
    assert {(each.site, each.path, each.field) for each in reasons} == {
        ("portal", "zwgk/tzgg/2026-03/1000.html", field)
    }
    assert words in "".join(each.reason for each in reasons)
    assert not live(desk, 1000) and all(live(desk, number) for number in numbers)
    listing = (desk.folder / "output/portal/zwgk/tzgg/index.html").read_text()
    assert "/1000.html" not in listing and "/2000.html" in listing

    desk.cluster.put(article(1000, column=11, keywords=["词"])[0] | {"revision": 2})
    desk.publish()
    assert live(desk, 1000) and not desk.done.held


def test_a_page_that_was_live_keeps_its_last_form(desk):
    """
    Its new form is held, with its new title in no list.
    """
    for record in article(1000, column=11, title="从前"):
        desk.cluster.put(record)
    desk.publish()
    desk.cluster.change(("article", 1000), title="如今", body='<a href="/nowhere.html">去处</a>')
    desk.publish()

    assert list(desk.done.held) == [Ref("article", 1000)]
    assert "<h1>从前</h1>" in live(desk, 1000)
    assert "如今" not in (desk.folder / "output/portal/zwgk/tzgg/index.html").read_text()


def test_what_links_to_a_held_page_goes_out_with_the_link_as_text(desk):
    """
    The held page has no address yet.
    """
    for record in article(1000, column=11, body='<a href="/nowhere.html">去处</a>'):
        desk.cluster.put(record)
    for record in article(1001, column=11, body='<p><a href="zq:article/1000">见此</a></p>'):
        desk.cluster.put(record)
    desk.publish()

    assert list(desk.done.held) == [Ref("article", 1000)]
    assert "见此" in live(desk, 1001) and "1000.html" not in live(desk, 1001)


def test_a_withdrawal_is_never_held(desk):
    """
    Fifty pages link to it: none does afterwards.
    """
    for record in article(1000, column=11):
        desk.cluster.put(record)
    for number in range(2000, 2050):
        body = '<p><a href="zq:article/1000">见此</a></p>'
        for record in article(number, column=11, body=body):
            desk.cluster.put(record)
    desk.publish()
    assert "/1000.html" in live(desk, 2000)
    desk.cluster.drop(("article", 1000), ("placement", 1000))
    desk.publish()

    assert not desk.done.held and not live(desk, 1000)
    assert not any("/1000.html" in live(desk, number) for number in range(2000, 2050))


def test_an_imported_page_without_a_source_is_told_not_held(desk):
    """
    Its source gave none; nobody can mend that.
    """
    for record in article(1000, column=11, content_source="", is_imported=True):
        desk.cluster.put(record)
    desk.publish()

    assert live(desk, 1000) and not desk.done.held
    assert any(each.path.endswith("/1000.html") for each in desk.done.told)


def test_a_column_without_its_tags_is_told_and_holds_nothing(desk):
    """
    Its pages go out: no editor of theirs can mend it.
    """
    desk.cluster.put(column(90, "xin"))
    for record in (*article(1000, column=90), *policy_document(1001, column=90)):
        desk.cluster.put(record)
    desk.publish()

    assert live(desk, 1000, "portal/xin/2026-03") and not desk.done.held
    assert any("ColumnDescription" in each.reason for each in desk.done.told)


def test_a_first_load_holds_faulty_pages_too(desk):
    """
    A cluster that starts with a fault starts without the page.
    """
    for record in article(1000, column=11, body='<a href="/nowhere.html">去处</a>'):
        desk.cluster.put(record)
    desk.cluster.full(desk.folder)
    desk.lose_everything()
    desk.done = build(desk.plan())

    assert list(desk.done.held) == [Ref("article", 1000)]
    assert not live(desk, 1000)


def test_many_large_pages_are_held_at_once(desk):
    """
    More than SQLite keeps in memory until a change is whole.
    """
    body = f'<p>{"很长的正文。" * 10_000}</p><a href="/nowhere.html">去处</a>'
    for number in range(1000, 1060):
        for record in article(number, column=11, body=body):
            desk.cluster.put(record)
    desk.publish()

    assert set(desk.done.held) == {Ref("article", number) for number in range(1000, 1060)}
    assert not live(desk, 1000)


def test_held_pages_leave_the_same_as_a_cluster_without_them(desk):
    """
    What the gate makes of a change is what a build of the rest makes.
    """
    others(desk, 3)
    for record in article(1000, column=11, body='<a href="/nowhere.html">去处</a>'):
        desk.cluster.put(record)
    desk.cluster.put(placement(1001, "article", 2000, 20, position=5))
    desk.cluster.put(site(2, "water", name="示例市水利局"))
    desk.publish()
    desk.cluster.drop(("article", 1000), ("placement", 1000))

    assert desk.roots() == desk.afresh()


def test_several_processes_know_and_hold_the_same_as_one(
    tmp_path_factory, schemas, theme, monkeypatch
):
    """
    Of a first load, and of a change in which some files are as they were.
    """
    monkeypatch.setattr(gate, "_MANY", 1)
    known = []
    for jobs in (1, 2):
        desk = GatedDesk(tmp_path_factory.mktemp("desk"), schemas, theme, pages=0)
        others(desk)
        for record in article(1000, column=11, body='<a href="/nowhere.html">去处</a>'):
            desk.cluster.put(record)
        desk.publish(jobs=jobs)
        assert list(desk.done.held) == [Ref("article", 1000)]
        desk.cluster.change(("article", 2000), title="如今")
        desk.publish(jobs=jobs)
        known.append(kept(desk))

    assert known[0] == known[1]


def kept(desk: GatedDesk) -> list[tuple[object, ...]]:
    """What the gate's file knows, however it numbers it."""
    with closing(sqlite3.connect(desk.plan().releases.folder / gate.GATE)) as file:
        pages = file.execute("SELECT url, path, digest, state, kind, facts FROM pages ORDER BY url")
        links = (
            "SELECT places.name, pages.url, sort FROM links JOIN places ON places.id = links.place"
            " JOIN pages ON pages.id = links.page ORDER BY 1, 2, 3"
        )
        counts = "SELECT * FROM counts ORDER BY 1, 2, 3"
        return [*pages, *file.execute(links), *file.execute(counts)]


@pytest.mark.parametrize("is_pinned", [True, False], ids=["taken back", "not named"])
def test_what_waited_for_its_site_is_judged_when_that_is_built(desk, is_pinned):
    """
    A site that a build left out shows nothing of what came meanwhile; then only what is right of it.
    """
    for record in article(1000, column=11, title="从前"):
        desk.cluster.put(record)
    desk.publish()
    store, releases = desk.plan().store, desk.plan().releases
    if is_pinned:
        rollback(store, releases, "portal")
    desk.cluster.change(("article", 1000), title="如今", body='<a href="/nowhere.html">去处</a>')
    for record in article(1001, column=11, body='<a href="/nowhere.html">去处</a>'):
        desk.cluster.put(record)
    desk.take_in()
    build(desk.plan(), () if is_pinned else ("water",))
    waiting = store.unreleased().pages

    releases.pins.free("portal")
    done = build(desk.plan())

    assert waiting == set(done.held) == {Ref("article", 1000), Ref("article", 1001)}
    assert "<h1>从前</h1>" in live(desk, 1000) and not live(desk, 1001)


def test_a_held_page_keeps_the_form_that_its_site_was_last_built_with(desk):
    """
    Also when that was a build of this site alone.
    """
    for record in article(1000, column=11, title="最早"):
        desk.cluster.put(record)
    desk.publish()
    desk.cluster.change(("article", 1000), title="从前")
    desk.take_in()
    build(desk.plan(), ["portal"])
    desk.cluster.change(("article", 1000), title="如今", body='<a href="/nowhere.html">去处</a>')
    desk.publish()

    assert list(desk.done.held) == [Ref("article", 1000)]
    assert "<h1>从前</h1>" in live(desk, 1000)


def test_what_was_withdrawn_meanwhile_is_no_form_to_fall_back_on(desk):
    """
    Published once more with a fault, the page stays away.
    """
    for record in article(1000, column=11, title="撤下的"):
        desk.cluster.put(record)
    desk.publish()
    desk.cluster.change(("article", 1000), title="又改了")
    desk.take_in()
    record = desk.cluster.records["article", 1000]
    desk.cluster.drop(("article", 1000))
    desk.take_in()
    waiting = desk.plan().store.unreleased().pages
    desk.cluster.put(record)
    desk.cluster.change(("article", 1000), body='<a href="/nowhere.html">去处</a>')
    desk.publish()

    assert waiting == set(desk.done.held) == {Ref("article", 1000)}
    assert not live(desk, 1000)
