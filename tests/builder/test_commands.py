"""
The command line: one sentence, the right exit status, quiet in a pipe.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from builder.commands import run
from tests.helpers import a_feed, article, column, lines, media, site, tree, without
from tests.programs import free_port

TAGS = {"description": "本市的通知和公告。", "keywords": ["通知", "公告"]}
CITY = [site(), column(10, "tzgg", **TAGS), *article(11)]


def zhanqun(capsys, *arguments: object) -> tuple[int, str, str]:
    status = run([str(each) for each in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_builds_from_a_feed_file_alone(tmp_path, capsys):
    """
    No cms is needed; in a pipe nothing is said but what was asked for.
    """
    feed, var = a_feed(tmp_path, *CITY), tmp_path / "var"

    status, out, err = zhanqun(capsys, "build", "--feed", feed, "--var", var, "--json")

    totals = json.loads(out)
    assert (status, err) == (0, "")
    assert (var / "output/portal/tzgg/2026-03/11.html").is_file()
    assert totals["indexed"] == 1 and totals["records"]["put"] == 4


def test_searches_what_was_built(tmp_path, capsys):
    """
    The index lies beside the sites, not in them.
    """
    feed, var = a_feed(tmp_path, *CITY, *article(12, title="停水通知")), tmp_path / "var"
    zhanqun(capsys, "build", "--feed", feed, "--var", var)

    status, out, _ = zhanqun(capsys, "search", "停水", "--var", var)

    assert status == 0 and "https://www.example.gov.cn/tzgg/2026-03/12.html" in out


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "current").unlink(),
        lambda folder: (folder / "current").write_bytes(b"\0" * 6),
        lambda folder: (folder / "000001/texts.bin").unlink(),
    ],
    ids=["no version", "lost power", "lost file"],
)
def test_a_build_mends_a_damaged_index(tmp_path, capsys, damage):
    """
    As the search says that it would, though nothing else has changed.
    """
    zhanqun(capsys, "build", "--feed", a_feed(tmp_path, *CITY), "--var", tmp_path)
    damage(tmp_path / "search")
    refused = zhanqun(capsys, "search", "标题", "--var", tmp_path)

    zhanqun(capsys, "build", "--var", tmp_path)
    status, out, _ = zhanqun(capsys, "search", "标题", "--var", tmp_path)

    assert refused[0] == 3 and "没有可用的搜索索引。请运行 zhanqun build" in refused[2]
    assert status == 0 and "找到 1 条" in out


def test_a_server_that_is_asked_to_end_ends_cleanly(tmp_path, capsys):
    """
    By Ctrl+C, as it says itself.
    """
    zhanqun(capsys, "build", "--feed", a_feed(tmp_path, *CITY), "--var", tmp_path)
    code = "from builder.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--port", str(free_port()), "--var", tmp_path]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout and server.stderr
        while "Ctrl+C" not in server.stdout.readline():
            assert server.poll() is None
        server.send_signal(signal.SIGINT)

        assert (server.wait(10), server.stderr.read()) == (0, "")


def test_a_refused_feed_is_one_sentence_and_status_3(tmp_path, capsys):
    """
    Nothing is written.
    """
    feed, var = a_feed(tmp_path, media(5, b"gone")), tmp_path / "var"

    status, out, err = zhanqun(capsys, "build", "--feed", feed, "--var", var)

    assert (status, out, err.count("\n")) == (3, "", 1)
    assert "记录 media/5（通知.pdf）：缺少文件" in err
    assert not (var / "output").exists() and not (var / "store.sqlite3").exists()


def test_a_store_that_cannot_be_written_is_one_sentence_and_status_3(tmp_path, capsys):
    """
    A full disk looks the same: what SQLite says, and what to look at.
    """
    var = tmp_path / "var"
    (var / "store.sqlite3").mkdir(parents=True)

    status, _, err = zhanqun(capsys, "build", "--feed", a_feed(tmp_path, *CITY), "--var", var)

    assert (status, err.count("\n")) == (3, 1)
    assert "构建端的副本读写不了（打不开）。请检查磁盘空间和权限" in err


def spoil(place: Path) -> None:
    """As a disk does: the first page, which names the tables, stays."""
    content = place.read_bytes()
    place.write_bytes(content[:4096] + b"\x55" * (len(content) - 4096))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (Path.unlink, "构建端还没有内容。请用 zhanqun build --feed"),
        (lambda place: place.write_bytes(b""), "已损坏。请删除"),
        (lambda place: place.write_bytes(b"x" * 5000), "已损坏。请删除"),
        (spoil, "已损坏。请删除"),
    ],
    ids=["lost", "empty", "foreign", "damaged"],
)
@pytest.mark.parametrize(
    "command",
    [["build"], ["rollback", "portal"], ["purge", "9", "--reason", "x"], ["withdraw", "9", "--prove"]],
    ids=lambda command: command[0],
)  # fmt: skip
def test_a_store_that_cannot_be_read_is_one_sentence_and_status_3(
    tmp_path, capsys, damage, words, command
):
    """
    In Chinese, with what to do next; the live site stays, and the next full feed mends it.
    """
    feed = a_feed(tmp_path, *CITY)
    zhanqun(capsys, "build", "--feed", feed, "--var", tmp_path)
    damage(tmp_path / "store.sqlite3")

    status, out, err = zhanqun(capsys, *command, "--var", tmp_path)

    assert (status, out, err.count("\n")) == (3, "", 1)
    assert words in err and not re.search("[a-z]+ [a-z]+ [a-z]+", err)
    assert zhanqun(capsys, "verify", "--var", tmp_path)[0] == 0
    (tmp_path / "store.sqlite3").unlink(missing_ok=True)
    assert zhanqun(capsys, "build", "--feed", feed, "--var", tmp_path)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["build", "--bogus"], "没有选项“--bogus”。请用 zhanqun build --help 查看用法。"),
        (["build", "--jobs", "0"], "参数“--jobs”的值不可用，应为不小于 1 的整数。"),
        (["build", "--port", "-5"], "参数“--port”的值不可用，应为 1 到 65535 的整数。"),
        (["serve", "--port", "65536"], "参数“--port”的值不可用，应为 1 到 65535 的整数。"),
        (["build", "--feed", "http://[::1/"], "http://[::1/：这不是完整的网址。请更正 --feed。"),
        (["watch", "--feed", "http://"], "http://：这不是完整的网址。请更正 --feed。"),
        (["withdraw", "9", "--prove", "--text", " "], "--text 是空的。"),
        (["build", "--addresses", "x"], "参数“--addresses”的值不可用，应为 real、local 之一。"),
        (["build", "--var", "file"], "参数“--var”的值不可用，应为目录，而不是文件。"),
        (["serve", "--port", "x"], "参数“--port”的值不可用，应为 1 到 65535 的整数。"),
        (["status", "a"], "多写了“a”。请用 zhanqun status --help 查看用法。"),
        (["build", "--only", "menu"], "没有名为“menu”的输出。"),
        (["push"], "缺少参数“目标”。"),
        (["paint"], "没有命令“paint”。请用 zhanqun --help 查看用法。"),
        (["search"], "没有写明要查什么。"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(tmp_path, capsys, monkeypatch, arguments, sentence):
    """
    In Chinese, with where to look.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    status, _, err = zhanqun(capsys, *arguments)

    assert (status, err.count("\n")) == (2, 1)
    assert sentence in err


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ([], "数据流中没有网站，已发布的网站没有改动。"),
        ([*CITY, site(2, "portal", name="示例市另一局")], "短名“portal”有两个网站在用"),
    ],
    ids=["no site", "two of one name"],
)
def test_a_feed_that_would_take_a_site_away_by_mistake_is_refused(tmp_path, capsys, records, words):
    """
    What is live stays, with its releases; the next right feed goes on from there.
    """
    feed, var = a_feed(tmp_path, *CITY), tmp_path / "var"
    zhanqun(capsys, "build", "--feed", feed, "--var", var)
    before = tree(var / "output/portal")

    status, _, err = zhanqun(capsys, "build", "--feed", a_feed(tmp_path, *records), "--var", var)

    assert (status, err.count("\n")) == (3, 1) and words in err
    assert zhanqun(capsys, "build", "--feed", feed, "--var", var)[0] == 0
    assert tree(var / "output/portal") == before
    assert zhanqun(capsys, "releases", "--var", var)[1].count("\n") == 2


@pytest.mark.parametrize("name", ["nowhere", "nowhere.plugin"])
def test_an_unknown_plugin_is_named(tmp_path, capsys, name):
    """
    Nothing is published without it.
    """
    build = ("build", "--feed", a_feed(tmp_path, *CITY), "--var", tmp_path, "--plugin", name)

    status, _, err = zhanqun(capsys, *build)

    assert (status, err) == (2, f"没有名为“{name}”的插件。请核对 --plugin，或先安装它。\n")
    assert not (tmp_path / "output/portal").exists()


def test_an_empty_name_is_not_taken_for_none(tmp_path, capsys):
    """
    As a variable that is not set comes to: a build without any feed would say that all went well.
    """
    status, _, err = zhanqun(capsys, "build", "--feed", "", "--var", tmp_path)

    assert status == 3 and "请用 manage.py export_feed 导出，或更正 --feed" in err


def test_what_is_not_ours_among_the_releases_is_left_alone(tmp_path, capsys):
    """
    A note, or what a backup left; a damaged pin is named.
    """
    zhanqun(capsys, "build", "--feed", a_feed(tmp_path, *CITY), "--var", tmp_path)
    (tmp_path / "releases/sites/notes.txt").touch()
    (tmp_path / "releases/sites/portal/notes.txt").touch()

    assert zhanqun(capsys, "build", "--var", tmp_path)[0] == 0
    assert zhanqun(capsys, "releases", "--var", tmp_path)[1].count("\n") == 2

    (tmp_path / "releases/pins").mkdir()
    (tmp_path / "releases/pins/portal").write_text("x")
    status, _, err = zhanqun(capsys, "status", "--var", tmp_path)

    assert (status, err.count("\n")) == (3, 1)
    assert "pins/portal：这个文件已损坏" in err and "zhanqun rollback portal" in err


def test_an_unknown_site_is_named(tmp_path, capsys):
    """
    Together with those there are.
    """
    status, _, err = zhanqun(
        capsys, "build", "mars", "--feed", a_feed(tmp_path, *CITY), "--var", tmp_path / "var"
    )

    assert (status, err) == (2, "站群里没有网站“mars”。现有网站：portal。\n")


def test_a_site_that_was_taken_back_is_not_built_by_its_name_either(tmp_path, capsys):
    """
    And whoever asks for it is told so.
    """
    for title in ("甲", "乙"):
        feed = a_feed(tmp_path, *CITY, *article(12, title=title))
        zhanqun(capsys, "build", "--feed", feed, "--var", tmp_path)
    zhanqun(capsys, "rollback", "portal", "--var", tmp_path)

    status, out, err = zhanqun(capsys, "build", "portal", "--var", tmp_path)

    assert (status, out) == (0, "")
    assert err == "portal：停在旧版本，没有更新。请先运行 zhanqun resume portal。\n"


def test_lists_its_outputs(capsys):
    """
    A name and a title each.
    """
    status, out, _ = zhanqun(capsys, "build", "--list-outputs")

    assert status == 0
    assert "sitemap\t网站地图文件" in out


def test_a_missing_extra_is_named():
    """
    The sentence says what to install.
    """
    done = without("pelican", "builder.cli")

    assert done.returncode == 3
    assert "缺少组件 pelican" in done.stderr and "pip install 'zhanqun[build]'" in done.stderr


class _Cms(BaseHTTPRequestHandler):
    """A feed behind a token, as the cms serves it."""

    files: dict[str, bytes]

    def do_GET(self) -> None:
        body = self.files.get(self.path)
        if self.headers.get("Authorization") != "Bearer right":
            self.send_error(403)
        elif body is None:
            self.send_error(404)
        else:
            self.send_response(200 if body else 204)
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def cms() -> Iterator[str]:
    """Its feed's address: full first, then nothing new."""
    attachment = media(5, b"pdf")
    sha256 = attachment["data"]["sha256"]
    _Cms.files = {
        "/feed/": b"".join(lines(*CITY, attachment, cursor="7")),
        "/feed/?since=7": b"",
        f"/feed/media/{sha256}": b"pdf",
    }
    with ThreadingHTTPServer(("127.0.0.1", 0), _Cms) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/feed/"
        server.shutdown()


def test_builds_from_the_cms_over_http(tmp_path, capsys, cms):
    """
    The second time it asks for what is new since the first, and there is nothing.
    """
    command = ["build", "--feed", cms, "--token", "right", "--var", tmp_path, "--json"]
    first = json.loads(zhanqun(capsys, *command)[1])
    second = json.loads(zhanqun(capsys, *command)[1])

    assert first["records"]["put"] == 5
    assert second["records"] == {"put": 0, "dropped": 0, "unchanged": 0}
    assert (second["changed"], second["indexed"]) == (0, None)


def test_a_wrong_token_is_one_sentence_and_status_3(tmp_path, capsys, cms):
    """
    It says which option to look at.
    """
    status, _, err = zhanqun(capsys, "build", "--feed", cms, "--token", "wrong", "--var", tmp_path)

    assert (status, err.count("\n")) == (3, 1)
    assert "令牌不对" in err and "--token" in err


def test_a_cms_that_does_not_answer_is_named(tmp_path, capsys):
    """
    With its address.
    """
    status, _, err = zhanqun(
        capsys, "build", "--feed", "http://127.0.0.1:9/feed/", "--var", tmp_path
    )

    assert status == 3 and "连接不上内容管理端" in err


def test_lists_the_releases_of_a_site(tmp_path, capsys):
    """
    The newest first, the live one marked; a build that changed nothing makes none.
    """
    for title in ("甲", "乙", "乙"):
        feed = a_feed(tmp_path, *CITY, *article(12, title=title))
        zhanqun(capsys, "build", "--feed", feed, "--var", tmp_path, "--without", "search")

    status, out, _ = zhanqun(capsys, "releases", "portal", "--var", tmp_path)
    rows = json.loads(zhanqun(capsys, "releases", "--var", tmp_path, "--json")[1])["portal"]

    assert status == 0 and out.splitlines()[1].startswith("*     2  ")
    assert [(row["number"], row["is_live"]) for row in rows] == [(2, True), (1, False)]
    assert rows[0]["files"] == len(tree(tmp_path / "output/portal"))


def test_a_held_page_is_named_with_its_reason(tmp_path, capsys):
    """
    Status 1; with a reason for it everything goes out, and the release says why.
    """
    faulty = article(12, body='<a href="/nowhere.html">去处</a>')
    build = ("build", "--feed", a_feed(tmp_path, *CITY, *faulty), "--var", tmp_path)
    status, _, err = zhanqun(capsys, *build)

    forced = zhanqun(capsys, *build, "--force", "领导批示，先行发布")
    statement = tmp_path / "output/portal/.well-known/zhanqun/release.json"

    assert status == 1
    assert "未上线 article/12（portal/tzgg/2026-03/12.html）：错链断链。" in err
    assert forced[0] == 0 and "请留意 portal/tzgg/2026-03/12.html" in forced[2]
    assert json.loads(statement.read_bytes())["forced"] == "领导批示，先行发布"
    assert (tmp_path / "output/portal/tzgg/2026-03/12.html").is_file()


def test_what_was_held_before_is_not_forced_out_unnoticed(tmp_path, capsys):
    """
    The held form is kept nowhere; the sentence says how to get it once more.
    """
    var = ("--var", tmp_path, "--without", "search")
    zhanqun(capsys, "build", "--feed", a_feed(tmp_path, *CITY), *var)
    faulty = article(12, body='<a href="/nowhere.html">去处</a>')
    feed = a_feed(tmp_path, *CITY, *faulty, cursor="2")
    zhanqun(capsys, "build", "--feed", feed, *var)
    place = tmp_path / "output/portal/tzgg/2026-03/12.html"

    status, _, err = zhanqun(capsys, "build", "--force", "领导批示", *var)

    assert (status, err.count("\n")) == (1, 1)
    assert "先前扣下的 1 件没有上线" in err and not place.exists()
    again = zhanqun(capsys, "build", "--full", "--feed", feed, "--force", "领导批示", *var)
    assert again[0] == 0 and place.is_file()


@pytest.mark.parametrize("output", ["atom", "rss", "media", "lists"])
def test_what_lacks_an_output_is_not_judged(tmp_path, capsys, output):
    """
    Pages lead to what is not there, and would all be held for it.
    """
    feed = a_feed(tmp_path, *CITY)

    status, _, err = zhanqun(
        capsys, "build", "--feed", feed, "--var", tmp_path / "var", "--without", output
    )

    assert (status, err) == (0, "没有生成全部网页，这次不经发布前的检查。\n")


def test_says_why_it_made_a_file_again(tmp_path, capsys):
    """
    With `--explain`, a line for each.
    """
    var = ("--var", tmp_path, "--without", "search", "--without", "gate")
    zhanqun(capsys, "build", "--feed", a_feed(tmp_path, *CITY), *var)
    changed = a_feed(tmp_path, site(), column(10, "tzgg", **TAGS), *article(11, body="<p>新。</p>"))
    out = zhanqun(capsys, "build", "--feed", changed, *var, "--explain")[1]

    assert out.splitlines() == ["portal/tzgg/2026-03/11.html：article/11 有变化"]


def test_verifies_what_is_live(tmp_path, capsys):
    """
    Status 1 and a line for each fault; after a full build it is whole again.
    """
    zhanqun(capsys, "build", "--feed", a_feed(tmp_path, *CITY), "--var", tmp_path)
    whole = zhanqun(capsys, "verify", "--var", tmp_path)
    (tmp_path / "output/portal/tzgg/shell.php").write_text("外来")

    damaged = zhanqun(capsys, "verify", "portal", "--var", tmp_path)
    told = json.loads(zhanqun(capsys, "verify", "--var", tmp_path, "--json")[1])["portal"]
    zhanqun(capsys, "build", "--full", "--var", tmp_path, "--without", "search")

    assert whole[0] == 0 and "完整" in whole[1]
    assert damaged[0] == 1 and "portal /tzgg/shell.php：不属于这个版本。" in damaged[1]
    assert told["faults"] == [{"kind": "foreign", "path": "/tzgg/shell.php"}]
    assert zhanqun(capsys, "verify", "--var", tmp_path)[0] == 0


def test_a_damaged_site_that_was_taken_back_is_freed_first(tmp_path, capsys):
    """
    Until then no build mends it; what is said to be run puts it right.
    """
    for title in ("甲", "乙"):
        feed = a_feed(tmp_path, *CITY, *article(12, title=title))
        zhanqun(capsys, "build", "--feed", feed, "--var", tmp_path)
    zhanqun(capsys, "rollback", "portal", "--var", tmp_path)
    (tmp_path / "output/portal/tzgg/shell.php").write_text("外来")

    status, out, _ = zhanqun(capsys, "verify", "--var", tmp_path)
    zhanqun(capsys, "resume", "portal", "--var", tmp_path)
    zhanqun(capsys, "build", "--full", "--var", tmp_path)

    assert status == 1 and "再运行 zhanqun resume portal 和 zhanqun build --full 恢复。" in out
    assert zhanqun(capsys, "verify", "--var", tmp_path)[0] == 0


def test_signs_a_release_and_verifies_the_signature(tmp_path, capsys):
    """
    With a key outside the sites; one inside is refused before anything is built.
    """
    key = tmp_path / "key.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True)
    build = ("build", "--feed", a_feed(tmp_path, *CITY), "--var", tmp_path / "var", "--sign")

    refused = zhanqun(capsys, *build, tmp_path / "var/output/key.pem")
    made = zhanqun(capsys, *build, key)
    verified = zhanqun(capsys, "verify", "--var", tmp_path / "var")

    assert refused[0] == 2 and "私钥不能放在网站或版本的目录里" in refused[2]
    assert made[0] == verified[0] == 0
    assert "签名正确" in verified[1]


def test_without_releases_it_says_what_to_do(tmp_path, capsys):
    """
    For both commands.
    """
    for command in ("releases", "verify"):
        status, _, err = zhanqun(capsys, command, "--var", tmp_path)

        assert status == 2 and "这里还没有发布过网站。请先运行 zhanqun build。" in err
