"""
Plain trees at a target, for hosts without links.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builder.errors import TargetError
from builder.release import ReleaseStore
from builder.release.flat import audit_flat, mend_flat, push_flat
from builder.release.listing import RELEASE_FILE, hash_folder
from builder.release.push import push
from builder.release.target import Target, target_of
from tests.builder.release.conftest import write
from tests.helpers import tree
from tests.programs import program

CITY = {
    "portal": {
        "index.html": "首页",
        **{f"tzgg/2026-03/{n}.html": f"第{n}件" for n in range(30)},
        "名 称/'$(x)\".html": "怪名",
    },
    "water": {"index.html": "水务", "gg/1.html": "甲"},
}
NO_LINKS = """#!/bin/sh
case "$1" in -s*) exit 1;; esac
exec {ln} "$@"
"""
COMMAND = "import sys; from builder.cli import main; main()"


@pytest.fixture(params=["folder", pytest.param("ssh", marks=pytest.mark.long), "without links"])
def target(request, tmp_path, monkeypatch) -> Target:
    """A place that does not exist yet."""
    program("rsync", "rsync")
    folder = tmp_path / "那 里"
    if request.param == "ssh":
        return target_of(f"127.0.0.1:{folder}", request.getfixturevalue("ssh"))
    if request.param == "without links":
        write(tmp_path / "bin", {"ln": NO_LINKS.format(ln=program("ln", "coreutils"))})
        (tmp_path / "bin/ln").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    return target_of(str(folder))


def check(store: ReleaseStore, target: Target) -> None:
    """Every site there is the one that is live here, in files alone."""
    output = Path(target.folder, "output")
    for slug in store.sites.slugs():
        assert tree(output / slug) == tree(store.output / slug)
        assert (output / slug / RELEASE_FILE[1:]).read_bytes() == (
            store.output / slug / RELEASE_FILE[1:]
        ).read_bytes()
        assert not any(path.is_symlink() for path in (output / slug).rglob("*"))
    assert {path.name for path in output.iterdir()} == set(store.sites.slugs())


def test_every_live_release_is_there_without_a_link_in_it(released, target):
    """
    A second run has nothing to do; the site is known not to be switched at one stroke without links.
    """
    store = released(CITY)

    first, second = push_flat(store, target), push_flat(store, target)

    check(store, target)
    assert (first.switched, second.switched) == (("portal", "water"), ())
    assert first.is_atomic == (Path(target.folder, "output/portal").is_symlink())


def test_from_the_third_time_on_only_the_difference_of_two_releases_is_sent(released, target):
    """
    A file that changed, one that is new, and the release's statement; what is gone goes, and its folder.
    """
    push_flat(released(CITY), target)
    changes = {"tzgg/2026-03/7.html": "改了", "tzgg/2026-04/99.html": "新的"}
    store = released(CITY | {"portal": CITY["portal"] | changes})
    push_flat(store, target)
    check(store, target)
    third = {**CITY["portal"], "tzgg/2026-03/7.html": "又改"}
    del third["名 称/'$(x)\".html"]
    store = released(CITY | {"portal": third})

    pushed = push_flat(store, target)

    check(store, target)
    assert (pushed.switched, pushed.files) == (("portal",), 2)
    assert not Path(target.folder, "output/portal/tzgg/2026-04").exists()
    assert not Path(target.folder, "output/portal/名 称").exists()


def test_a_file_takes_the_place_of_a_folder_and_the_reverse(released, target):
    """
    Whatever stands in the way is taken away first.
    """
    one, other = {"a/b.html": "甲", "c": "乙"}, {"a": "丙", "c/d.html": "丁"}
    for files in (one, other, one, other):
        store = released({"portal": files})
        push_flat(store, target)
        check(store, target)


def test_a_site_that_is_gone_here_is_taken_off_there(released, target):
    """
    With both its trees.
    """
    push_flat(released(CITY), target)
    store = released({"portal": CITY["portal"]})

    assert push_flat(store, target).removed == ("water",)

    check(store, target)
    assert not Path(target.folder, "trees/water").exists()


def test_what_is_not_as_it_was_released_is_named_and_mended(released, target):
    """
    A changed file, a missing one, one that does not belong there, and the statement.
    """
    store = released(CITY)
    push_flat(store, target)
    site = Path(target.folder, "output/portal")
    (site / "index.html").write_text("坏了")
    (site / "tzgg/2026-03/1.html").unlink()
    (site / "tzgg/foreign.html").write_text("外来")
    (site / RELEASE_FILE[1:]).chmod(0o644)
    (site / RELEASE_FILE[1:]).write_text("{}")

    found = {fault.path: fault.kind for fault in audit_flat(store, target)["portal"]}
    mend_flat(store, target)

    assert found == {
        "/index.html": "changed",
        "/tzgg/2026-03/1.html": "missing",
        "/tzgg/foreign.html": "foreign",
        RELEASE_FILE: "statement",
    }
    assert audit_flat(store, target) == {"portal": [], "water": []}
    check(store, target)


def test_what_was_mended_does_not_come_back_with_the_other_tree(released, target):
    """
    The two trees share what is the same in both, and so the damage.
    """
    push_flat(released({**CITY, "portal": {**CITY["portal"], "new.html": "甲"}}), target)
    push_flat(released({**CITY, "portal": {**CITY["portal"], "new.html": "乙"}}), target)
    site = Path(target.folder, "output/portal")
    (site / "index.html").chmod(0o644)
    with (site / "index.html").open("w") as file:
        file.write("坏了")
    mend_flat(ReleaseStore(Path(target.folder).with_name("output")), target)

    store = released({**CITY, "portal": {**CITY["portal"], "new.html": "丙"}})
    push_flat(store, target)

    assert audit_flat(store, target) == {"portal": [], "water": []}
    check(store, target)


def test_a_site_that_is_not_there_any_more_is_named_and_mended(released, target):
    """
    Its link, or the tree itself.
    """
    store = released(CITY)
    push_flat(store, target)
    site = Path(target.folder, "output/portal")
    site.unlink() if site.is_symlink() else shutil.rmtree(site)

    found = audit_flat(store, target)
    mend_flat(store, target)
    push_flat(store, target)

    assert [str(fault) for fault in found["portal"]] == ["/：链接已被改动。"]
    assert audit_flat(store, target) == {"portal": [], "water": []}
    check(store, target)


def test_a_target_is_sent_to_in_one_way_only(released, tmp_path):
    """
    Links and plain trees do not mix.
    """
    store, linked, plain = released(CITY), str(tmp_path / "linked"), str(tmp_path / "plain")
    push(store, target_of(linked))
    push_flat(store, target_of(plain))

    for way, place in ((push_flat, linked), (push, plain)):
        with pytest.raises(TargetError, match="带或不带 --flat"):
            way(store, target_of(place))


def test_the_one_that_comes_second_is_told_so(released, tmp_path, monkeypatch):
    """
    While one sends, another is refused and changes nothing; the first is finished.
    """
    store, target = released(CITY), target_of(str(tmp_path / "there"))
    rsync, refused = Target.rsync, []

    def meanwhile(self, *given):
        with pytest.raises(TargetError, match="另一次发送"):
            push_flat(store, target)
        refused.append(True)
        return rsync(self, *given)

    monkeypatch.setattr(Target, "rsync", meanwhile)
    push_flat(store, target)

    assert refused
    check(store, target)


@pytest.mark.parametrize("times", [4, pytest.param(60, marks=pytest.mark.long)])
def test_a_killed_push_leaves_each_site_one_whole_release(released, tmp_path, times):
    """
    At random moments, the process alone or all that it started; the next run finishes.
    """
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    target = target_of(str(tmp_path / "there"))

    def city(number: int) -> dict[str, dict[str, str]]:
        files = {f"{n % 5}/{(n + number) % 7}/{n}.html": f"{number}" * 3000 for n in range(300)}
        return dict.fromkeys(("portal", "water"), files)

    store = released(city(0))
    command = [sys.executable, "-c", COMMAND, "push", "--flat", "--output", str(store.output)]
    started = time.monotonic()
    subprocess.run([*command, target.folder], check=True)
    usual = time.monotonic() - started
    roots = {each.root for slug in store.sites.slugs() for each in store.sites.releases(slug)}
    for number in range(1, times + 1):
        store = released(city(number))
        roots |= {store.sites.live(slug).root for slug in store.sites.slugs()}
        pushing = subprocess.Popen([*command, target.folder], start_new_session=True)
        time.sleep(chance.uniform(0.2, 1) * usual)
        kill = chance.choice((os.kill, os.killpg))
        if pushing.poll() is None:
            kill(pushing.pid, signal.SIGKILL)
        pushing.wait()

        for slug in ("portal", "water"):
            assert hash_folder(tmp_path / "there/output" / slug) in roots, f"seed {seed}"

    push_flat(store, target)
    check(store, target)
