"""
Another place has the live releases, whole at any moment, and nothing else.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from builder.commands import run
from builder.errors import TargetError, UsageError
from builder.release import ReleaseStore, hash_folder, verify
from builder.release.auditing import audit, mend
from builder.release.push import push
from builder.release.target import Target, target_of
from tests.builder.release.conftest import write
from tests.conftest import do_without
from tests.helpers import files_below, tree
from tests.programs import free_port, program

CITY = {
    "portal": {
        "index.html": "首页",
        ".well-known/zhanqun/columns.json": "{}",
        **{f"tzgg/2026-03/{n}.html": f"第{n}件" for n in range(30)},
        "名 称/'$(x)\".html": "怪名",
    },
    "water": {"index.html": "水务", "gg/1.html": "甲"},
}


@dataclass
class Place:
    """A target, and where a test can look at it."""

    target: Target
    folder: Path

    @property
    def store(self) -> ReleaseStore:
        """It lies there as it does here."""
        return ReleaseStore(self.folder / "output")

    def check_whole(self) -> None:
        """Each site is one release, of which every hash is right."""
        for link in (self.folder / "output").iterdir():
            live, found, now = None, "", self.store.sites.live(link.name)
            # What a killed push began over ssh may be going on.
            while live != now:
                live, found = now, hash_folder(link)
                now = self.store.sites.live(link.name)
            assert live is not None and found == live.root
            assert {fault.kind for fault in verify(self.store, link.name)} <= {"swapped"}

    def check_nothing_left(self, keep: int = 2) -> None:
        """Only what a release reaches that is kept."""
        sites, objects = self.store.sites, self.store.objects
        kept = [each for slug in sites.slugs() for each in sites.releases(slug)]
        reachable = objects.reachable(each.root for each in kept)
        assert objects.names() == reachable
        assert {path.name for path in files_below(self.store.folder / "listings")} == reachable
        assert list((self.store.folder / "staging").iterdir()) == []
        assert all(len(sites.releases(slug)) <= keep for slug in sites.slugs())
        assert all(verify(self.store, slug) == [] for slug in sites.slugs())


@pytest.fixture(params=["folder", "ssh"])
def place(request, tmp_path) -> Place:
    """A place that does not exist yet."""
    program("rsync", "rsync")
    folder = tmp_path / "那 里"
    if request.param == "folder":
        return Place(target_of(str(folder)), folder)
    return Place(target_of(f"127.0.0.1:{folder}", request.getfixturevalue("ssh")), folder)


in_a_folder = pytest.mark.parametrize(
    "place", ["folder", pytest.param("ssh", marks=pytest.mark.long)], indirect=True
)
"""What ssh could hardly do in another way is tried over it when there is time."""


def test_every_live_release_is_there(released, place):
    """
    The same files under the same hashes, with the same statement; a second run has nothing to do.
    """
    store = released(CITY)

    first, second = push(store, place.target), push(store, place.target)

    for slug in CITY:
        assert tree(place.folder / "output" / slug) == tree(store.output / slug)
        assert (place.folder / "output" / slug / ".well-known/zhanqun/release.json").is_file()
    assert (first.switched, second.switched) == (("portal", "water"), ())
    assert (first.files, second.files) == (35, 0)
    place.check_nothing_left()


@in_a_folder
def test_only_what_is_missing_is_sent(released, place):
    """
    A changed file, not the folder it lies in; a site that did not change is left alone.
    """
    push(released(CITY), place.target)
    portal = CITY["portal"] | {"tzgg/2026-03/7.html": "改了", "tzgg/2026-03/99.html": "新的"}
    store = released(CITY | {"portal": portal})

    pushed = push(store, place.target)

    assert (pushed.switched, pushed.files, pushed.bytes) == (("portal",), 2, 12)
    assert tree(place.folder / "output/portal") == tree(store.output / "portal")
    place.check_nothing_left()


def test_chosen_sites_are_sent_alone(released, place):
    """
    The others stay as they are, there or not.
    """
    store = released(CITY)

    push(store, place.target, ["water"])

    assert [link.name for link in (place.folder / "output").iterdir()] == ["water"]
    place.check_nothing_left()


@in_a_folder
def test_a_site_that_is_gone_here_is_taken_off_there(released, place):
    """
    With all that belonged to it alone.
    """
    push(released(CITY), place.target)

    pushed = push(released({"portal": CITY["portal"]}), place.target)

    assert pushed.removed == ("water",)
    assert [link.name for link in (place.folder / "output").iterdir()] == ["portal"]
    place.check_nothing_left()


@in_a_folder
@pytest.mark.parametrize("keep", [1, 2])
def test_old_releases_are_removed_there(released, place, keep):
    """
    Also those that are no longer kept here.
    """
    for number in range(4):
        store = released({"portal": {"index.html": str(number), f"{number}/a.html": "x" * number}})
        push(store, place.target, keep=keep)
    shutil.rmtree(store.folder)
    shutil.rmtree(store.output)
    store = released({"portal": {"index.html": "从头再来"}})

    push(store, place.target, keep=keep)

    assert (place.folder / "output/portal/index.html").read_text() == "从头再来"
    place.check_nothing_left(keep)


def test_two_senders_of_different_sites_do_not_harm_each_other(tmp_path, place):
    """
    What one does not know is still needed: the target's own listings say so.
    """
    for slug in ("portal", "water", "portal"):
        store = ReleaseStore(tmp_path / slug / "output")
        with store.run() as making:
            write(making.staged(slug), CITY[slug] | {"now.html": str(time.time_ns())})
            making.switch({slug: making.take(slug)})
        push(store, place.target, [slug])

    assert sorted(link.name for link in (place.folder / "output").iterdir()) == ["portal", "water"]
    place.check_nothing_left()


def test_what_is_not_as_it_was_released_is_named_and_mended(released, place):
    """
    Changed, missing and foreign files and changed links, each by its path in the site.
    """
    store = released(CITY)
    push(store, place.target)
    site = place.folder / "output/portal"
    changed, missing = (site / f"tzgg/2026-03/{n}.html" for n in (3, 4))
    changed.resolve().chmod(0o644)
    changed.resolve().write_text("第9件")
    missing.resolve().unlink()
    (site / "tzgg").resolve().joinpath("foreign.html").write_text("x")
    (site / "index.html").unlink()
    (site / "index.html").symlink_to("elsewhere")

    found = audit(store, place.target)
    mend(store, place.target)

    assert [str(fault) for fault in found["portal"]] == [
        "/index.html：链接已被改动。",
        "/tzgg/2026-03/3.html：内容已被改动。",
        "/tzgg/2026-03/4.html：文件丢失。",
        "/tzgg/foreign.html：不属于这个版本。",
    ]
    assert found["water"] == []
    assert audit(store, place.target) == {"portal": [], "water": []}
    place.check_nothing_left()


@in_a_folder
@pytest.mark.parametrize("target", ["", "../elsewhere"])
def test_a_site_whose_link_is_lost_there_is_named_and_mended(released, place, target):
    """
    Also where the link leads elsewhere.
    """
    store = released(CITY)
    push(store, place.target)
    link = place.folder / "output/portal"
    link.unlink()
    if target:
        link.symlink_to(target)

    found = audit(store, place.target)
    mend(store, place.target)
    push(store, place.target)

    assert [str(fault) for fault in found["portal"]] == ["/：链接已被改动。"]
    assert audit(store, place.target) == {"portal": [], "water": []}


@in_a_folder
def test_a_folder_that_is_lost_there_is_sent_again(released, place):
    """
    Also where no site has anything new.
    """
    store = released(CITY)
    push(store, place.target)
    shutil.rmtree((place.folder / "output/portal/tzgg/2026-03").resolve())

    pushed = push(store, place.target)

    assert (pushed.switched, pushed.files) == ((), 30)
    place.check_nothing_left()


@in_a_folder
def test_a_damaged_file_there_is_not_taken_into_a_new_release(released, place):
    """
    What is linked rather than sent is held against its hash too.
    """
    push(released(CITY), place.target)
    old = (place.folder / "output/portal/tzgg/2026-03/3.html").resolve()
    times = old.stat()
    old.chmod(0o644)
    old.write_text("第9件")
    os.utime(old, ns=(times.st_atime_ns, times.st_mtime_ns))
    portal = CITY["portal"] | {"tzgg/2026-03/99.html": "新的"}

    push(released(CITY | {"portal": portal}), place.target)

    assert (place.folder / "output/portal/tzgg/2026-03/3.html").read_text() == "第3件"
    place.check_whole()


@in_a_folder
def test_a_file_damaged_here_is_not_switched_to(released, place):
    """
    The live site there stays, and the sentence says what to look at.
    """
    push(released(CITY), place.target)
    store = released(CITY | {"water": {"index.html": "水务", "gg/1.html": "乙"}})
    damaged = (store.output / "water/gg/1.html").resolve()
    damaged.chmod(0o644)
    damaged.write_text("丙")

    with pytest.raises(TargetError, match="请运行 zhanqun verify"):
        push(store, place.target)

    assert (place.folder / "output/water/gg/1.html").read_text() == "甲"
    place.check_whole()


PUSH = "from builder.cli import main; main()"


def start_push(store: ReleaseStore, place: Place, ssh: str) -> subprocess.Popen[bytes]:
    """A push in a process group of its own."""
    name = f"{place.target.host}:{place.folder}" if place.target.host else str(place.folder)
    command = [sys.executable, "-c", PUSH, "push", name, "-e", ssh, "--output", str(store.output)]
    return subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE)


def push_when_free(store: ReleaseStore, place: Place) -> None:
    """What a killed push began over ssh may be going on."""
    try:
        push(store, place.target)
    except TargetError:
        push(store, place.target)


def large(number: int) -> dict[str, dict[str, str]]:
    """Two sites whose every file says its number, but for those that never change."""
    fixed = {f"fixed/{n}.html": "不变" for n in range(50)}
    changing = {f"{n % 5}/{n % 3}/{n}.html": f"{number}{'x' * 5000}" for n in range(300)}
    return dict.fromkeys(("portal", "water"), changing | fixed)


@pytest.mark.parametrize("times", [4, pytest.param(120, marks=pytest.mark.long)])
def test_a_killed_push_leaves_each_site_one_whole_release(released, place, request, times):
    """
    At random moments, the process alone or all that it started; the next run finishes.
    """
    ssh = request.getfixturevalue("ssh") if place.target.host else "ssh"
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    store = released(large(0))
    started = time.monotonic()
    assert start_push(store, place, ssh).wait() == 0
    usual = time.monotonic() - started
    for number in range(1, times + 1):
        store = released(large(number))
        pushing = start_push(store, place, ssh)
        time.sleep(chance.uniform(0.2, 1) * usual)
        kill: Callable[[int, int], None] = chance.choice((os.kill, os.killpg))
        if pushing.poll() is None:
            kill(pushing.pid, signal.SIGKILL)
        pushing.wait()
        pushing.stderr.close()

        place.check_whole()
        for link in (place.folder / "output").iterdir():
            texts = {path.read_text() for path in files_below(link.resolve(), "[0-9]*.html")}
            assert len(texts - {"不变"}) == 1, f"seed {seed}, turn {number}"
    push_when_free(store, place)

    place.check_nothing_left()
    for slug in ("portal", "water"):
        assert tree(place.folder / "output" / slug) == tree(store.output / slug)


ENDS_AT = """#!/bin/sh
echo >>'{count}'
[ "$(wc -l <'{count}')" -le {moves} ] || {{ kill -9 $PPID; exit 1; }}
exec {mv} "$@"
"""


def test_a_push_cut_short_at_any_move_is_finished_by_the_next(released, tmp_path, monkeypatch):
    """
    The shell that moves what arrived into place is killed before its first move, its second, …
    """
    bin, count = tmp_path / "bin", tmp_path / "count"
    bin.mkdir()
    monkeypatch.setenv("PATH", str(bin), prepend=os.pathsep)
    for moves in range(40):
        store, place = released(CITY), tmp_path / f"there-{moves}"
        count.write_text("")
        script = ENDS_AT.format(count=count, moves=moves, mv=program("mv", "coreutils"))
        (bin / "mv").write_text(script)
        (bin / "mv").chmod(0o755)
        try:
            push(store, target_of(str(place)))
            break
        except TargetError:
            count.unlink()
            (bin / "mv").unlink()
        # What had arrived of the first release is nobody's once another has taken its place.
        store = released(CITY | {"water": {"index.html": "水务", "gg/2.html": "乙"}})
        push(store, target_of(str(place)))

        Place(target_of(str(place)), place).check_nothing_left()
        for slug in CITY:
            assert tree(place / "output" / slug) == tree(store.output / slug)
    assert 10 < moves < 39


@in_a_folder
def test_what_had_arrived_is_not_sent_again(released, place):
    """
    The folder that a killed run left is taken over.
    """
    store = released(CITY)
    push(store, place.target, ["water"])
    left = place.folder / "releases/staging/0123456789abcdef"
    root = store.sites.live("portal").root
    for folder in store.objects.reachable([root]):
        shutil.copytree(
            store.objects.path(folder), left / f"objects/{folder[:2]}/{folder}", symlinks=True
        )

    pushed = push(store, place.target)

    assert (pushed.switched, pushed.files) == (("portal",), 0)
    place.check_nothing_left()


def test_two_pushes_at_once_do_not_mix(released, place, monkeypatch):
    """
    The one that comes second to the switch is told so, and has changed nothing.
    """
    store = released(CITY)
    send = Target.rsync

    def send_while_another_pushes(self, *arguments):
        monkeypatch.setattr(Target, "rsync", send)
        push(store, place.target, ["water"])
        return send(self, *arguments)

    monkeypatch.setattr(Target, "rsync", send_while_another_pushes)
    with pytest.raises(TargetError):
        push(store, place.target)
    place.check_whole()
    push(store, place.target)

    place.check_nothing_left()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("rsync://host/x", "目标不是网址"),
        ("host:", "请写成 目录 或 用户@主机:目录"),
        ("-oProxyCommand=x:/y", "请写成 目录 或 用户@主机:目录"),
        ("/", "请写成 目录 或 用户@主机:目录"),
    ],
)
def test_a_target_that_is_none_is_refused(name, sentence):
    """
    Before anything is asked of it.
    """
    with pytest.raises(UsageError, match=sentence):
        target_of(name)


def test_a_name_with_a_colon_after_a_slash_is_a_folder():
    """
    As rsync and scp have it; an address of IPv6 stands in brackets.
    """
    assert (target_of("./a:b").host, target_of("u@[::1]:/a").host) == ("", "u@[::1]")


def failure(capsys, store: ReleaseStore, *arguments: object) -> str:
    """The one sentence a push ends with."""
    status = run(["push", *map(str, arguments), "--output", str(store.output)])
    err = capsys.readouterr().err

    assert (status in (2, 3), err.count("\n")) == (True, 1)
    return err


def test_a_folder_of_somebody_else_is_not_touched(released, tmp_path, capsys):
    """
    Neither a folder with files in it nor our own output, nor a file.
    """
    store = released(CITY)
    write(tmp_path / "theirs", {"a": "x"})

    assert "这里不是 zhanqun push 建立的目录" in failure(capsys, store, tmp_path / "theirs")
    assert "目标不能在网站或版本的目录里" in failure(capsys, store, store.output / "x")
    assert "目标或它的上级不是目录" in failure(capsys, store, tmp_path / "theirs/a")
    assert "目标或它的上级不是目录" in failure(capsys, store, tmp_path / "theirs/a/b")
    assert tree(tmp_path / "theirs") == {"a": b"x"}


def test_what_is_wrong_with_a_host_is_said(released, tmp_path, capsys, ssh):
    """
    One sentence each: no such name, nobody listens, another key, no folder above.
    """
    store = released(CITY)
    there = f"127.0.0.1:{tmp_path}/there"

    assert "找不到这个主机" in failure(capsys, store, "no-such-host.invalid:/x")
    closed = f"ssh -p {free_port()}"
    assert "主机拒绝连接" in failure(capsys, store, there, "-e", closed)
    stranger = ssh.replace("/known", "/none")
    assert "不认识主机的密钥" in failure(capsys, store, there, "-e", stranger)
    nobody = f"{ssh} -o IdentityAgent=none -o IdentitiesOnly=yes".replace("/user ", "/none ")
    assert "主机不接受登录" in failure(capsys, store, there, "-e", nobody)
    assert "上级目录" in failure(capsys, store, f"{there}/a/b", "-e", ssh)


@pytest.mark.parametrize(
    ("there", "lacking"), [((), "主机没有 rsync"), (("rsync",), "主机没有 sha256sum")]
)
def test_a_machine_without_the_tools_is_told_so(
    released, tmp_path, capsys, monkeypatch, there, lacking
):
    """
    Here or at the target, by name; nothing was made there.
    """
    store = released(CITY)
    (tmp_path / "bin").mkdir()
    for name in ("sh", "ls", "mkdir", *there):
        (tmp_path / "bin" / name).symlink_to(program(name, name))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert lacking in failure(capsys, store, tmp_path / "there")
    assert not list(tmp_path.glob("there/*"))


def test_a_release_that_is_cleared_away_meanwhile_is_not_sent(released, tmp_path, capsys):
    """
    A slow push and many builds: the next push sends what is live then.
    """
    store = released(CITY)
    shutil.rmtree((store.output / "portal/tzgg").resolve())

    assert "被清理了" in failure(capsys, store, tmp_path / "there")


def test_a_full_disk_leaves_the_site_as_it_was(released, tmp_path, capsys):
    """
    With room again, the next run finishes.
    """
    small = tmp_path / "small"
    small.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=755", "none", str(small)]
    if os.geteuid() != 0 or subprocess.run(mounted, capture_output=True).returncode:
        do_without("only root may mount a small file system")
    try:
        place = Place(target_of(str(small / "there")), small / "there")
        push(released(CITY), place.target)
        store = released(CITY | {"portal": {"index.html": "x" * 1_500_000}})

        assert "磁盘已满" in failure(capsys, store, small / "there")
        place.check_whole()
        assert tree(place.folder / "output/portal")["index.html"].decode() == "首页"
        subprocess.run(["mount", "-o", "remount,size=9m", str(small)], check=True)
        push(store, place.target)

        place.check_nothing_left()
    finally:
        subprocess.run(["umount", str(small)], check=True)


@in_a_folder
def test_the_command_verifies_and_counts(released, place, request, capsys):
    """
    Quiet in a pipe; JSON on demand; status 1 when anything differs.
    """
    ssh = request.getfixturevalue("ssh") if place.target.host else "ssh"
    store = released(CITY)
    common = [place.target.name, "-e", ssh, "--output", str(store.output)]

    statuses = [run(["push", *common]), run(["push", *common, "--json"])]
    totals = json.loads(capsys.readouterr().out)
    statuses.append(run(["push", *common, "--verify"]))
    (place.folder / "output/water/index.html").resolve().unlink()
    statuses.append(run(["push", *common, "--verify"]))
    said = capsys.readouterr().out
    statuses += [run(["push", *common, "--repair"]), run(["push", *common, "--verify"])]

    assert statuses == [0, 0, 0, 1, 0, 0]
    assert (totals["switched"], totals["files"]) == ([], 0)
    assert "water /index.html：文件丢失。" in said
