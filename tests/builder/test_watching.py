"""
A running watch: each change is live, whatever happens to the cms, the disk or the watch itself.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from builder.breaks import Breaks, Ended
from builder.commands import run
from builder.indexing import Indexing
from builder.paths import default_themes
from builder.processes import only_build
from builder.publishing import Publisher, Settings
from builder.release import ReleaseStore, verify
from builder.search import Searcher
from builder.watching import COLLECT_S, POLL_S, Watch, watch_command
from tests.builder.feeding import Cms
from tests.conftest import do_without
from tests.helpers import a_feed, article, column, drop, put, site

TAGS = {"description": "本市的通知和公告。", "keywords": ["通知", "公告"]}
CITY = [site(), column(10, "tzgg", **TAGS), *article(11)]
LIVE = ("tzgg", "2026-03")
DISK_IS_FULL = (
    "构建端的副本读写不了（磁盘已满）。请检查磁盘空间和权限后重试。\n",
    "系统：磁盘已满。请检查路径、权限和磁盘空间后重试。\n",
)
RECOVERED = "已恢复正常，继续跟踪。\n"


@pytest.fixture
def cms() -> Iterator[Cms]:
    """One page in one site."""
    serving = Cms(*CITY)
    serving.start()
    yield serving
    serving.stop()


class Story(Breaks):
    """A turn of the watch at each `yield` of the steps; time passes in its pauses only."""

    def __init__(self, steps: Iterator[None]) -> None:
        super().__init__()
        self.pauses: list[float] = []
        self._steps = steps
        self._seconds = 0.0

    def clock(self) -> float:
        return self._seconds

    def pause(self, seconds: float) -> None:
        self._seconds += seconds
        if seconds != COLLECT_S:
            self.pauses.append(seconds)
            if next(self._steps, self) is self:
                raise Ended


@dataclass
class Desk:
    """What a test needs: the cms, the run-time folder, a watch to be run."""

    cms: Cms
    var: Path
    options: list[str] = field(default_factory=lambda: ["--without", "search"])

    def watch(self, steps: Iterator[None]) -> list[float]:
        """Run the watch as long as the story goes; its pauses."""
        publisher = self.publisher()
        story = Story(steps)
        with pytest.raises(Ended), Indexing(publisher) as indexing:
            Watch(publisher, story, indexing, story.clock).run()
        return story.pauses

    def publisher(self) -> Publisher:
        arguments = ["--feed", self.cms.address, "--var", str(self.var), *self.options]
        return Publisher(Settings(**watch_command.make_context("watch", arguments).params))

    def file(self, number: int) -> Path:
        return self.var.joinpath("output", "portal", *LIVE, f"{number}.html")

    def text(self, number: int = 11) -> str:
        return self.file(number).read_text()

    def releases(self) -> int:
        return self.store.sites.live("portal").number

    @property
    def store(self) -> ReleaseStore:
        return ReleaseStore(self.var / "output")


@pytest.fixture
def desk(cms, tmp_path) -> Desk:
    return Desk(cms, tmp_path / "var")


def test_each_change_is_live_and_told_in_a_line(desk, capsys):
    """
    From an empty folder on: the time, how many records, which sites, how many seconds.
    """

    def steps():
        assert "标题11" in desk.text()
        desk.cms.put(*article(11, title="改了"), *article(12))
        yield
        assert "改了" in desk.text() and desk.file(12).exists()
        desk.cms.put(drop("article", 11), drop("placement", 11))
        yield
        assert not desk.file(11).exists()
        yield

    pauses = desk.watch(steps())

    out, err = capsys.readouterr()
    assert (desk.releases(), err) == (3, "") and set(pauses) == {POLL_S}
    assert [line[20:].partition("，用时")[0] for line in out.splitlines()] == [
        "已发布 4 条记录，切换的网站：portal",
        "已发布 3 条记录，切换的网站：portal",
        "已发布 2 条记录，切换的网站：portal",
    ]


def test_changes_that_arrive_together_are_one_release(desk):
    """
    What comes while the first waits goes out with it; what comes during the publication after it.
    """

    def steps():
        desk.cms.put(*article(12))
        desk.cms.at_news = lambda: desk.cms.put(*article(13))
        desk.cms.at_report = lambda: desk.cms.put(*article(14))
        yield
        assert desk.releases() == 2 and desk.file(12).exists() and desk.file(13).exists()
        assert not desk.file(14).exists()
        yield
        assert desk.releases() == 3 and desk.file(14).exists()

    desk.watch(steps())


def test_a_cms_that_went_away_is_said_once_and_asked_again(desk, capsys):
    """
    After growing pauses; when it is back, which is said too, everything goes out.
    """

    def steps():
        desk.cms.stop()
        for _ in range(4):
            yield
        desk.cms.status = 500
        desk.cms.start()
        desk.cms.put(*article(11, title="改了"))
        yield
        desk.cms.status = 0
        yield
        assert "改了" in desk.text()

    pauses = desk.watch(steps())

    err = capsys.readouterr().err.splitlines(keepends=True)
    assert pauses == [POLL_S, 1, 2, 4, 8, 16, POLL_S]
    assert len(err) == 3 and "连接不上内容管理端（连接被拒绝）" in err[0] and "回答 500" in err[1]
    assert err[2] == RECOVERED


def test_what_a_cms_did_not_take_is_reported_when_it_is_back(desk):
    """
    That a page is live, though nothing changed since.
    """

    def steps():
        desk.cms.put(*article(12))
        desk.cms.at_report = lambda: setattr(desk.cms, "status", 500)
        yield
        yield
        desk.cms.status = 0
        yield
        yield

    desk.watch(steps())

    reported = [[each["id"] for each in report["records"]] for report in desk.cms.reports]
    assert reported == [[11], [12], [12]]


def test_what_a_killed_watch_took_in_is_published_by_the_next(desk):
    """
    The feed has nothing new then.
    """

    def nothing():
        yield

    desk.watch(nothing())
    desk.cms.put(*article(11, title="改了"))
    desk.publisher().sync()

    desk.watch(nothing())

    assert "改了" in desk.text()


def test_a_feed_of_another_epoch_is_taken_in_whole(desk):
    """
    After the cms was restored from a backup.
    """

    def steps():
        desk.cms.put(*article(12))
        yield
        desk.cms.cluster = f"{desk.cms.cluster[:-1]}2"
        desk.cms.put(drop("article", 12), drop("placement", 12))
        yield
        assert desk.file(11).exists() and not desk.file(12).exists()

    desk.watch(steps())


def test_a_refused_feed_is_said_once_and_asked_for_again(desk, capsys):
    """
    The sites stay; when it is mended, it is published.
    """

    def steps():
        desk.cms.put(put("article", 12, title="残缺"))
        for _ in range(3):
            yield
        desk.cms.put(*article(12))
        yield
        assert desk.file(12).exists()

    pauses = desk.watch(steps())

    err = capsys.readouterr().err
    assert pauses == [POLL_S, 1, 2, 4, POLL_S]
    assert err.count("\n") == 2 and "记录 article/12 的字段" in err and err.endswith(RECOVERED)


def test_a_feed_that_breaks_off_changes_nothing(desk, capsys):
    """
    It is asked for again.
    """

    def steps():
        desk.cms.breaks_off = True
        desk.cms.put(*article(11, title="改了"), *article(12))
        yield
        desk.cms.breaks_off = False
        yield
        assert "改了" in desk.text() and desk.file(12).exists()

    pauses = desk.watch(steps())

    err = capsys.readouterr().err
    assert pauses == [POLL_S, 1, POLL_S]
    assert (
        err.count("\n") == 2 and "连接不上内容管理端（回答中断）" in err and err.endswith(RECOVERED)
    )


def test_a_broken_theme_stops_publishing_until_it_is_mended(desk, tmp_path, capsys):
    """
    What is read from the theme is what its files say now; a change meanwhile is tried at once.
    """
    theme = shutil.copytree(default_themes() / "base", tmp_path / "theme")
    template = theme / "pages" / "article.html"
    whole = template.read_text()
    desk.options += ["--theme", str(theme)]

    def steps():
        template.write_text(whole + "{{ unknown }}")
        desk.cms.put(*article(11, title="改了"))
        yield
        desk.cms.put(*article(11, title="又改了"))
        yield
        assert "标题11" in desk.text()
        template.write_text(whole.replace("<main", '<main data-new="1"', 1))
        for _ in range(20):
            yield
        assert "又改了" in desk.text()

    pauses = desk.watch(steps())

    err = capsys.readouterr().err
    assert set(pauses) == {POLL_S}
    assert err.count("\n") == 2 and "模板用了没有提供的名称" in err and err.endswith(RECOVERED)


def test_another_command_in_the_folder_is_waited_for(desk, capsys):
    """
    Without a word, and between two publications the folder is free.
    """

    def steps():
        with only_build(desk.var):
            desk.cms.put(*article(11, title="改了"))
            yield
            yield
            assert "标题11" in desk.text()
        yield
        assert "改了" in desk.text()

    desk.watch(steps())

    assert capsys.readouterr().err == ""


def test_a_held_page_is_told_and_reported(desk, capsys):
    """
    As `zhanqun build` does; everything else is live.
    """

    def steps():
        desk.cms.put(*article(12, body='<a href="/nowhere.html">去处</a>'), *article(13))
        yield
        assert desk.file(13).exists() and not desk.file(12).exists()

    desk.watch(steps())

    err = capsys.readouterr().err
    assert "未上线 article/12（portal/tzgg/2026-03/12.html）：错链断链。" in err
    records = {each["id"]: each for each in desk.cms.reports[-1]["records"]}
    assert records[13]["live_at"] and "错链断链" in records[12]["findings"][0]["reason"]
    assert records[13]["release"] == desk.store.sites.live("portal").root


def test_a_search_index_that_cannot_be_written_stops_nothing(desk, capfd):
    """
    It is told, and the pages are live.
    """
    desk.options = []
    desk.var.mkdir()
    (desk.var / "search").write_text("in the way")
    said = ""

    def steps():
        nonlocal said
        for _ in range(1000):
            yield
            said += capfd.readouterr().err
            if said:
                break
            time.sleep(0.01)
        desk.cms.put(*article(12))
        yield
        assert desk.file(12).exists()

    desk.watch(steps())

    assert "搜索索引没有更新，仍用原来的，稍后重试：" in said and said.count("\n") == 1


@pytest.fixture
def small(tmp_path) -> Iterator[Callable[[str], None]]:
    """A file system at `var` that a test may give another size."""
    place = tmp_path / "var"
    place.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=64m,mode=755", "none", str(place)]
    if os.geteuid() != 0 or subprocess.run(mounted, capture_output=True).returncode:
        do_without("only root may mount a small file system")

    def resize(size: str) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True)

    yield resize
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("room", [40, 400, 900, 1500, 2400])
def test_a_full_disk_leaves_the_site_and_is_gone_on_from(desk, small, capsys, room):
    """
    Wherever the room ends: one sentence, the old site whole, everything live when there is room again.
    """

    def steps():
        used = sum(each.stat().st_blocks for each in desk.var.rglob("*")) // 2
        small(f"{used + room}k")
        pages = [article(n, body=f"<p>{n}{'正文' * 30_000}</p>") for n in range(20, 30)]
        desk.cms.put(*article(11, title="改了"), *pages)
        for _ in range(8):
            yield
        assert "标题11" in desk.text() and verify(desk.store, "portal") == []
        assert capsys.readouterr().err in DISK_IS_FULL
        small("64m")
        for _ in range(40):
            yield
        assert "改了" in desk.text() and desk.file(29).exists()

    desk.watch(steps())

    assert capsys.readouterr().err == RECOVERED
    assert verify(desk.store, "portal") == []


def test_only_an_address_can_be_watched(tmp_path, capsys):
    """
    A file is for `zhanqun build`.
    """
    status = run(["watch", "--feed", str(a_feed(tmp_path, *CITY)), "--var", str(tmp_path / "var")])

    assert status == 2 and "只能跟踪内容管理端的网址" in capsys.readouterr().err


WATCH = "from builder.cli import main; main()"


def start(desk: Desk) -> subprocess.Popen[str]:
    """A watch in a process of its own, search index included."""
    command = [sys.executable, "-c", WATCH, "watch", "--feed", desk.cms.address]
    return subprocess.Popen(
        [*command, "--var", str(desk.var)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until(is_so: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """It becomes so within a minute."""
    for _ in range(6000):
        if is_so():
            return
        assert process.poll() is None, process.stdout.read()
        time.sleep(0.01)
    raise AssertionError("waited in vain")


def is_found(desk: Desk, words: str) -> bool:
    try:
        return Searcher(desk.var / "search").search(words).total == 1
    except Exception:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_killed_watch_goes_on_and_one_that_is_asked_to_ends_cleanly(desk, number):
    """
    With status 0; the search follows what is live.
    """
    first = start(desk)
    wait_until(lambda: desk.file(11).exists() and "标题11" in desk.text(), first)
    first.kill()
    first.communicate()
    desk.cms.put(*article(12, title="停水通知"))
    second = start(desk)
    wait_until(lambda: desk.file(12).exists() and is_found(desk, "停水"), second)

    second.send_signal(number)
    said = second.communicate(timeout=60)[0]

    assert second.returncode == 0
    assert said.startswith("正在跟踪 http://127.0.0.1:") and said.endswith("已停止跟踪。\n")
    assert verify(desk.store, "portal") == []
