"""
What was withdrawn is shown to be nowhere, and purged from old releases.
"""

from __future__ import annotations

import json
import shutil

import pytest

from builder.build import build
from builder.commands import run
from builder.errors import UsageError
from builder.outputs.redirects import MAP
from builder.release import RELEASE_FILE, ReleaseStore, verify
from builder.returning import rollback
from builder.searching import update_index
from builder.sources import FileSource
from builder.withdrawing import (
    LEAKED,
    PURGES,
    names_of,
    prove,
    purge,
    purge_leaks,
    unpurged_leaks,
)
from sites.addresses import leaving_address
from tests.builder.increments.test_increments import Desk
from tests.builder.increments.test_returning import tells_of
from tests.helpers import article, media, put, tree

LEAK = "泄露的一句话"
ADDRESS = "/zwgk/tzgg/2026-03/900.html"


@pytest.fixture
def desk(tmp_path, schemas, theme) -> Desk:
    desk = Desk(tmp_path, schemas, theme)
    for record in article(900, column=11, title="泄露", body=f"<p>{LEAK}。</p>"):
        desk.cluster.put(record)
    for number in range(2000, 2050):
        linking = '<p><a href="zq:article/900">链接</a></p>'
        for record in article(number, column=13, body=linking):
            desk.cluster.put(record)
    desk.publish()
    update_index(desk.plan(), desk.folder / "search")
    return desk


def withdraw(desk: Desk) -> None:
    """As the cms does, and a build."""
    desk.cluster.drop(("article", 900), ("placement", 900))
    desk.publish()
    update_index(desk.plan(), desk.folder / "search")


def proof(desk: Desk, *texts: str):
    plan = desk.plan()
    names = frozenset({"page/900"})
    return prove(plan.store, plan.releases, desk.folder / "search", names, texts)


def test_a_withdrawal_is_proved(desk):
    """
    Before it, every mention is named: the page, its lists, feeds, site map, index, and the 50 pages that link to it.
    """
    before = proof(desk, LEAK)
    withdraw(desk)
    after = proof(desk, LEAK, "泄露")

    places = {(each.site, each.path) for each in before.mentions}
    assert {("portal", ADDRESS), ("portal", "/sitemap.xml"), ("portal", "搜索索引")} <= places
    assert {("portal", f"/xinwen/2026-03/{number}.html") for number in range(2000, 2050)} <= places
    assert (after.mentions, after.gone) == ((), (("portal", ADDRESS),))
    assert after.files > 50 and after.documents > 50


def test_what_is_still_published_is_not_taken_for_withdrawn(desk):
    """
    One sentence says where it is to be withdrawn.
    """
    store = desk.plan().store
    for name in ("900", "article/900", f"https://www.example.gov.cn{ADDRESS}", ADDRESS):
        with pytest.raises(UsageError, match="page/900 仍在发布"):
            names_of(store, [name])
    with pytest.raises(UsageError, match="看不出是哪一件"):
        names_of(store, ["https://elsewhere.example.com/2026-03/900.html"])


def test_a_purge_takes_it_out_of_kept_releases(desk):
    """
    They keep number and time, say why they were changed, and can still be gone back to; it is recorded.
    """
    withdraw(desk)
    plan = desk.plan()
    releases = plan.releases
    kept = releases.sites.releases("portal")
    times = [each.released_at() for each in kept]
    assert any(LEAK.encode() in content for content in tree(kept[1].folder).values())

    done = purge(plan.store, releases, desk.folder / "search", frozenset({"page/900"}), "含有 泄露")

    again = releases.sites.releases("portal")
    assert [each.number for each in again] == [each.number for each in kept]
    assert [each.released_at() for each in again] == times
    assert again[1].statement().purged == "含有 泄露"
    assert {(each.release.site, each.release.number) for each in done} == {("portal", 2)}
    for release in again:
        files = tree(release.folder)
        assert tells_of(files, 900) == set()
    for place in desk.folder.rglob("*"):
        if place.is_file() and not place.name.endswith(".ndjson"):
            assert LEAK.encode() not in place.read_bytes(), place
    line = json.loads((releases.folder / PURGES).read_text())
    assert (line["site"], line["number"], line["reason"]) == ("portal", 2, "含有 泄露")
    assert line["addresses"] == [ADDRESS]
    rollback(plan.store, releases, "portal", "2")
    assert verify(releases, "portal") == []
    assert purge(plan.store, releases, desk.folder / "search", frozenset({"page/900"}), "x") == []


@pytest.mark.parametrize("what", ["objects", "listings", "statement"])
def test_a_purge_removes_a_release_of_which_nobody_knows_what_it_held(desk, what):
    """
    It cannot be gone back to either; the others are purged as ever.
    """
    desk.cluster.change(("article", 900), body=f"<p>{LEAK}！</p>")
    desk.publish()
    withdraw(desk)
    plan = desk.plan()
    releases = plan.releases
    damaged = releases.sites.releases("portal")[1]
    folder = (damaged.folder / ADDRESS[1:]).parent.resolve().name
    if what == "statement":
        (damaged.folder / RELEASE_FILE[1:]).unlink()
    elif what == "objects":
        shutil.rmtree(releases.objects.path(folder))
    else:
        releases.objects.listing_path(folder).unlink()

    done = purge(plan.store, releases, desk.folder / "search", frozenset({"page/900"}), "泄露")

    assert [(each.release.number, each.root == "") for each in done] == [(3, True), (2, False)]
    assert [each.number for each in releases.sites.releases("portal")] == [4, 2, 1]
    for place in releases.folder.rglob("*"):
        assert not place.is_file() or LEAK.encode() not in place.read_bytes(), place
    rollback(plan.store, releases, "portal")
    assert verify(releases, "portal") == []


def test_a_purge_leaves_the_notice_that_an_old_address_leads_to(desk):
    """
    Though no page does: it is in the map alone.
    """
    target = "https://platform.example/"
    desk.cluster.put(put("redirect", 90, site=1, path="/old/away.asp", target=target))
    desk.publish()
    withdraw(desk)
    plan = desk.plan()
    purge(plan.store, plan.releases, desk.folder / "search", frozenset({"page/900"}), "x")

    kept = tree(plan.releases.sites.releases("portal")[1].folder)
    assert leaving_address(target)[1:] in kept
    assert f"/old/away.asp {leaving_address(target)};" in kept[MAP[1:]].decode()


def test_a_leak_is_purged_without_being_asked_for(desk, capsys):
    """
    With the picture that stood in it alone, which is not published any more; once.
    """
    desk.cluster.put(media(52, b"leaked", name="泄露.pdf"))
    (page, _) = article(900, column=11, title="泄露", attachments=[{"media": 52, "title": ""}])
    desk.cluster.put(page)
    desk.cluster.change(("article", 2000), attachments=[{"media": 50, "title": ""}])
    desk.publish()
    desk.cluster.drop(("article", 900), ("placement", 900), ("media", 52))
    desk.cluster.put(put("leak", 8, page=900))
    desk.publish()
    plan, index = desk.plan(), desk.folder / "search"
    update_index(plan, index)
    kept = plan.releases.sites.releases("portal")[1:]
    assert any(b"leaked" in tree(each.folder).values() for each in kept)

    done = purge_leaks(plan.store, plan.releases, index)

    again = plan.releases.sites.releases("portal")
    assert {each.release.number for each in done} == {each.number for each in kept[:2]}
    for release in again:
        files = tree(release.folder)
        assert tells_of(files, 900) == set() and b"leaked" not in files.values()
    assert again[1].statement().purged == LEAKED
    lines = [json.loads(line) for line in (plan.releases.folder / PURGES).read_text().splitlines()]
    assert lines[-1]["leaks"] == [8] and lines[-1]["names"] == ["media/52", "page/900"]
    assert purge_leaks(plan.store, plan.releases, index) == []


def test_a_leak_is_not_done_while_a_live_site_tells_of_it(desk):
    """
    When only another site was built; the build that takes it off this one purges what that leaves.
    """
    desk.cluster.drop(("article", 900), ("placement", 900))
    desk.cluster.put(put("leak", 8, page=900))
    plan, index = desk.plan(), desk.folder / "search"
    plan.store.sync(FileSource(desk.cluster.delta(desk.folder)))
    build(plan, ["water"])
    purge_leaks(plan.store, plan.releases, index)
    unbuilt = unpurged_leaks(plan.store, plan.releases)
    build(plan)

    purge_leaks(plan.store, plan.releases, index)

    assert (unbuilt, unpurged_leaks(plan.store, plan.releases)) == ({8: 900}, {})
    for release in plan.releases.sites.releases("portal"):
        assert tells_of(tree(release.folder), 900) == set()


def test_the_commands_prove_and_purge(desk, capsys):
    """
    Status 1 while anything is left; a sentence for wrong use.
    """
    common = ["--var", str(desk.folder), "--output", str(desk.folder / "output")]
    (desk.folder / "store").rename(desk.folder / "store.sqlite3")
    statuses = [run(["withdraw", "900", "--prove", *common]), run(["withdraw", "900", *common])]
    assert "仍在发布" in (said := capsys.readouterr().err) and "请在内容管理端进行" in said
    (desk.folder / "store.sqlite3").rename(desk.folder / "store")
    withdraw(desk)
    (desk.folder / "store").rename(desk.folder / "store.sqlite3")
    statuses.append(run(["withdraw", "900", "--prove", "--text", "链接", *common]))
    statuses.append(run(["withdraw", "900", "--prove", *common]))
    said = capsys.readouterr().out
    statuses.append(run(["purge", "900", *common]))
    statuses.append(run(["purge", "900", "--reason", "泄露", *common]))
    statuses.append(run(["releases", "portal", *common]))
    statuses.append(run(["rollback", "portal", "1", *common]))
    statuses.append(run(["status", *common]))
    told = capsys.readouterr().out
    statuses += [run(["resume", "portal", *common]), run(["resume", "portal", *common])]

    assert statuses == [2, 2, 1, 0, 2, 0, 0, 0, 0, 0, 2]
    assert f"portal {ADDRESS}：回答 410。" in said and "没有一处提及" in said
    assert "版本 2 清除了 1 个文件" in told and "清除过（泄露）" in told
    assert "停在旧版本 1" in told and "等待发布：无。" in told
    assert ReleaseStore(desk.folder / "output").pins.all() == {}
