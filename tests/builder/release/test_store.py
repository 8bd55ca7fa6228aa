"""
A site's release: its hash, what releases share, which one is live, and for how long the old ones stay.
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from builder.errors import OutputError, RefusedError
from builder.release import ReleaseStore, Retention, hash_folder, verify
from builder.release.listing import Entry, decode, encode
from builder.release.sites import state
from tests.builder.release.conftest import write
from tests.helpers import files_below, tree

SITE = {"index.html": "首页", "tzgg/index.html": "列表", "tzgg/2026-03/11.html": "停水通知"}
DAY = datetime(2026, 3, 1, tzinfo=UTC)


def root(store: ReleaseStore, slug: str = "portal") -> str:
    live = store.sites.live(slug)
    assert live is not None
    return live.root


def test_the_hash_of_a_folder_can_be_made_with_sha256sum(tmp_path):
    """
    It is the SHA-256 of its listing; a listing is a line for each name, in the order of bytes.
    """
    folder = write(tmp_path, {"b.html": "乙", "a/c.html": "丙"})
    inner = b"f %s c.html\0" % sha256("丙".encode()).hexdigest().encode()
    outer = b"f %s b.html\0" % sha256("乙".encode()).hexdigest().encode()
    outer = b"d %s a\0" % sha256(inner).hexdigest().encode() + outer

    assert hash_folder(folder) == sha256(outer).hexdigest()


def test_a_listing_is_read_back_as_it_was_written():
    """
    Names in Chinese, with spaces and line breaks too.
    """
    entries = [Entry("附件 1.pdf", "0" * 64, False), Entry("通\n知", "f" * 64, True)]

    assert sorted(decode(encode(entries)), key=lambda entry: entry.digest) == entries


def test_what_is_live_is_the_tree_and_what_it_says_of_itself(released):
    """
    `output/<site>` is a relative link; release.json names the root and the time.
    """
    store = released({"portal": SITE}, now=DAY)
    live = store.output / "portal"
    told = json.loads((live / ".well-known/zhanqun/release.json").read_text())

    assert tree(live) == {name: text.encode() for name, text in sorted(SITE.items())}
    assert str(live.readlink()) == f"../releases/sites/portal/1-{told['root']}"
    assert (told["site"], told["released_at"]) == ("portal", "2026-03-01T00:00:00Z")
    assert (told["files"], told["size"]) == (3, sum(len(text.encode()) for text in SITE.values()))


def test_a_plain_copy_has_the_same_root(released, tmp_path):
    """
    Links, modes and the release.json are no part of the hash, nor is a folder without files.
    """
    store = released({"portal": {**SITE, ".well-known/zhanqun/columns.json": "{}"}})
    copy = tmp_path / "copy"
    shutil.copytree(store.output / "portal", copy)
    (copy / "empty").mkdir()

    assert not any(path.is_symlink() for path in copy.rglob("*"))
    assert hash_folder(copy) == hash_folder(store.output / "portal") == root(store)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_files_are_readable_and_have_one_root_under_every_umask(released, umask):
    """
    What is published is public; nothing in a release is ever written to again.
    """
    before = os.umask(umask)
    try:
        store = released({"portal": SITE})
    finally:
        os.umask(before)
    files = files_below(store.output / "portal")

    assert root(store) == hash_folder(write(store.folder.parent / "plain", SITE))
    assert {path.stat().st_mode & 0o777 for path in files} == {0o444}
    assert {path.parent.stat().st_mode & 0o777 for path in files} == {0o755}


def test_two_releases_share_what_did_not_change(released):
    """
    A changed page makes new folders on its path only; an untouched folder is the same folder.
    """
    first = {**SITE, "zwgk/a.html": "甲", "zwgk/b/c.html": "丙"}
    store = released({"portal": first})
    before = store.objects.names()
    old = (store.output / "portal").resolve()
    released({"portal": {**first, "tzgg/2026-03/11.html": "恢复供水"}})

    assert len(store.objects.names() - before) == 3
    assert (store.output / "portal/zwgk").resolve() == (old / "zwgk").resolve()
    assert (old / "tzgg/2026-03/11.html").read_text() == "停水通知"


def test_sites_share_what_is_the_same(released):
    """
    Two sites with one style sheet: one inode.
    """
    both = {"static/main.css": "body {}"}
    store = released({"portal": both, "water": both})
    places = [store.output / slug / "static/main.css" for slug in ("portal", "water")]

    assert places[0].samefile(places[1])


def test_the_same_tree_again_changes_nothing(released):
    """
    No switch, no release, and no file written in the store.
    """

    def state(store: ReleaseStore) -> dict[Path, int]:
        return {path: path.lstat().st_mtime_ns for path in files_below(store.folder.parent)}

    before = state(released({"portal": SITE}))
    store = released({"portal": SITE})

    before.pop(store.folder / ".lock")
    assert before.items() <= state(store).items()
    assert [release.number for release in store.sites.releases("portal")] == [1]


def test_a_folder_of_5000_entries_is_released(released):
    """
    With names in Chinese.
    """
    store = released({"portal": {f"附件/第{n}号.txt": str(n) for n in range(5000)}})

    assert len(list((store.output / "portal/附件").iterdir())) == 5000
    assert verify(store, "portal") == []


def test_a_plain_folder_from_before_makes_room_for_the_link(released, tmp_path):
    """
    Trees that were built before there were releases.
    """
    write(tmp_path / "output/portal", {"old.html": "旧"})

    store = released({"portal": SITE})

    assert (store.output / "portal").is_symlink()
    assert (store.output / "portal/index.html").read_text() == "首页"


def test_a_site_that_is_gone_takes_its_releases_along(released):
    """
    Its link, and every folder no other site has.
    """
    released({"portal": SITE, "water": {"only.html": "水"}})
    store = released({"portal": SITE})

    assert [path.name for path in store.output.iterdir()] == ["portal"]
    assert store.objects.names() == store.objects.reachable([root(store)])


def test_only_plain_files_are_released(releases):
    """
    A link that some plugin left is named; nothing is live.
    """
    with pytest.raises(OutputError, match=r"a\.html：版本中只能有普通文件"), releases.run() as run:
        write(run.staged("portal"), {}).joinpath("a.html").symlink_to("../secret")
        run.take("portal")

    assert not releases.output.exists()


def test_the_address_of_the_release_is_taken(releases):
    """
    No output can say which release a site is.
    """
    with pytest.raises(OutputError, match=r"release\.json 留给版本说明"), releases.run() as run:
        write(run.staged("portal"), {".well-known/zhanqun/release.json": "{}"})
        run.take("portal")


def test_two_runs_never_meet(releases):
    """
    The second is told so.
    """
    with releases.run(), pytest.raises(RefusedError, match="另一次构建"), releases.run():
        pass


def versions(released, count: int, **options) -> ReleaseStore:
    for number in range(count):
        now = DAY + timedelta(days=number)
        store = released({"portal": {**SITE, "n.html": str(number)}}, now=now, **options)
    return store


def numbers(store: ReleaseStore) -> list[int]:
    return [release.number for release in store.sites.releases("portal")]


def test_old_releases_are_kept_up_to_a_number(released):
    """
    What only the removed ones had is removed after an hour.
    """
    retention = Retention(count=3)
    store = versions(released, 4, retention=retention)
    kept = [release.root for release in store.sites.releases("portal")]
    assert numbers(store) == [4, 3, 2]
    assert store.objects.names() > store.objects.reachable(kept)

    live = {"portal": {**SITE, "n.html": "3"}}
    store = released(live, now=DAY + timedelta(days=3, minutes=59), retention=retention)
    assert store.objects.names() > store.objects.reachable(kept)

    store = released(live, now=DAY + timedelta(days=3, minutes=60), retention=retention)
    assert store.objects.names() == store.objects.reachable(kept)
    assert {path.name for path in files_below(store.folder / "listings")} == store.objects.names()
    assert not (store.folder / "staging").exists()


def test_old_releases_are_kept_for_a_time_after_they_were_replaced(released):
    """
    A release that was live for a year is kept as long as one that was live for an hour.
    """
    store = versions(released, 5, retention=Retention(days=2))

    assert numbers(store) == [5, 4, 3, 2]


def test_the_live_release_stays_however_old(released):
    """
    Another site's builds go on; this one has not changed for a year.
    """
    old = {"portal": SITE}
    released({**old, "water": {"a": "1"}}, now=DAY)
    later = DAY + timedelta(days=400)
    store = released({**old, "water": {"a": "2"}}, now=later, retention=Retention(1, 0))

    assert numbers(store) == [1]
    assert verify(store, "portal") == verify(store, "water") == []


def test_a_run_that_fails_leaves_the_live_site_and_nothing_else(released, releases):
    """
    The next run collects what it took in.
    """
    released({"portal": SITE})
    before = releases.objects.names()
    with pytest.raises(ZeroDivisionError), releases.run() as run:
        write(run.staged("portal"), {"new.html": "新"})
        run.take("portal")
        raise ZeroDivisionError

    assert tree(releases.output / "portal") == {n: t.encode() for n, t in sorted(SITE.items())}
    released({"portal": SITE})
    assert releases.objects.names() == before
    assert verify(releases, "portal") == []


def test_a_release_that_was_laid_but_never_live_is_not_a_swapped_one(released, releases):
    """
    Only a run that was interrupted leaves one; the next removes it.
    """
    released({"portal": SITE})
    with pytest.raises(ZeroDivisionError), releases.run() as run:
        fresh = write(run.staged("portal"), {"new.html": "新"})
        tree_of_it = releases.objects.take(fresh)
        release = releases.sites.next("portal", tree_of_it)
        releases.sites.lay(release, state("portal", tree_of_it, DAY, None), run.folder)
        raise ZeroDivisionError

    assert numbers(releases) == [2, 1]
    assert verify(releases, "portal") == []
    released({"portal": SITE})
    assert numbers(releases) == [1]
    assert verify(releases, "portal") == []


def test_a_kept_release_whose_listing_is_lost_is_removed(released, releases):
    """
    It cannot be gone back to, and is no obstacle to whoever cleans up.
    """
    for text in "甲乙丙":
        released({"portal": {"index.html": text}, "water": {"index.html": text}})
    oldest = releases.sites.releases("portal")[-1]
    releases.objects.listing_path(oldest.root).unlink()

    released({"portal": {"index.html": "丙"}})

    assert [each.number for each in releases.sites.releases("portal")] == [3, 2]
    assert verify(releases, "portal") == []
