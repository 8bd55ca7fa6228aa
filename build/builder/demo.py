"""
`zhanqun demo`: the sample city from an empty cms to inspected and served sites. The cms is run as a
process; nothing of it is imported.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from builder.dates import CHINA
from builder.defects import ANSWERS, Comparison, plant
from builder.defects.proving import prove_over_folders, prove_over_http
from builder.errors import BuildError
from builder.inspecting import REPORTS, NoInspectorError, inspect_folders, lines_of
from builder.paths import project_root
from builder.searching import INDEX
from builder.serve import make_server

_TRIES = 300


class DemoError(BuildError):
    """A step of the demo failed; its own message stands above."""


class Demo:
    """
    Runs the steps one after another and says how long each took.
    """

    def __init__(
        self, var: Path, port: int, cms_port: int, build: Callable[[str, str], Any]
    ) -> None:
        self._var = var.absolute()
        self._port = port
        self._cms_port = cms_port
        self._build = build
        self._environment = {
            **os.environ,
            "ZHANQUN_VAR": str(self._var),
            "ZHANQUN_ADDRESSES": "local",
            "ZHANQUN_FEED_TOKEN": os.environ.get("ZHANQUN_FEED_TOKEN") or secrets.token_urlsafe(24),
            "PYTHONUTF8": "1",
        }

    def run(self, *, serve: bool, defects: bool = False) -> None:
        """Make everything, with a faulty copy if wanted; then serve it until interrupted, if wanted."""
        self._var.mkdir(parents=True, exist_ok=True)
        with _step("建立数据库"):
            self._manage("migrate", "--no-input", "--verbosity", "0")
        with _step("建立网站与栏目"):
            self._manage("sync_sites")
        with _step("编写示例市的内容"):
            users = _last_line(self._manage("demo_city", "--json")).get("users", [])
        with _step("导出数据流"):
            feed = self._var / "feed" / "feed.ndjson"
            feed.parent.mkdir(exist_ok=True)
            self._manage("export_feed", "--output", str(feed))
        with _step("生成网站和搜索索引"):
            self._build(str(feed), "")
        self._inspect()
        if defects:
            self._plant_defects()
        self._say_where(users)
        if serve:
            self._serve()

    def _inspect(self) -> None:
        folders = sorted(path for path in (self._var / "output").iterdir() if path.is_dir())
        report = self._var / REPORTS / "city.html"
        try:
            with _step("检查生成的网站"):
                inspection = inspect_folders(folders, report)
        except NoInspectorError as error:
            click.echo(str(error))
            return
        for line in lines_of(inspection):
            click.echo(f"  {line}")
        click.echo(f"  检查报告：{report}")

    def _plant_defects(self) -> None:
        target, reports = self._var / "defects", self._var / REPORTS
        with _step("放入缺陷"):
            answers = plant(self._var / "output", target, datetime.now(CHINA).replace(second=0))
        click.echo(f"  {len(answers.answers)} 处，清单：{target / ANSWERS}")
        with _step("检查有缺陷的网站（文件夹）"):
            folders = prove_over_folders(target, reports / "defects.html")
        _say_comparison(folders)
        with _step("检查有缺陷的网站（HTTP）"):
            http = prove_over_http(target, self._var / INDEX, reports / "defects-http.html")
        _say_comparison(http)

    def _manage(self, *arguments: str) -> str:
        done = subprocess.run(
            self._command(*arguments),
            env=self._environment,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            click.echo(done.stdout, err=True, nl=False)
            raise DemoError(
                f"manage.py {arguments[0]} 没有完成（退出状态 {done.returncode}）。"
                "请按上面的提示处理后，再运行 zhanqun demo。"
            )
        return done.stdout

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(project_root() / "cms" / "manage.py"), *arguments]

    def _say_where(self, users: list[dict[str, str]]) -> None:
        click.echo(f"门户网站：http://portal.localhost:{self._port}/")
        click.echo(f"内容管理：http://127.0.0.1:{self._cms_port}/admin/")
        if not users:
            click.echo(f"  内容早已建立，沿用当时的用户和密码；要从头开始，请先删除 {self._var}。")
        for user in users:
            click.echo(f"  用户 {user['username']}  密码 {user['password']}  {user['role']}")

    def _serve(self) -> None:
        address = f"127.0.0.1:{self._cms_port}"
        with make_server(self._var / "output", self._var / INDEX, self._port) as server:
            cms = subprocess.Popen(
                self._command("runserver", "--noreload", address), env=self._environment
            )
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            try:
                for line in server.addresses():
                    click.echo(line)
                self._tell_cms(address)
                click.echo("按 Ctrl+C 结束。")
                server.serve_forever()
            finally:
                cms.terminate()
                cms.wait()

    def _tell_cms(self, address: str) -> None:
        """Build once more from the running cms, so that it knows what is live; say how to go on."""
        feed, token = f"http://{address}/feed/", self._environment["ZHANQUN_FEED_TOKEN"]
        if not _answers(address):
            return
        self._build(feed, token)
        rest = (
            f"--feed {feed} --token {token} --addresses local --port {self._port} --var {self._var}"
        )
        click.echo("用下面的命令，内容管理端发布的内容随即上线：")
        click.echo(f"  zhanqun watch {rest}")
        click.echo("用下面的命令，编辑可以预览草稿：")
        click.echo(f"  zhanqun preview {rest} --admin http://{address}")


def _answers(address: str) -> bool:
    """Whether somebody listens within a minute."""
    host, _, port = address.partition(":")
    for _ in range(_TRIES):
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                return True
        time.sleep(0.2)
    return False


@contextmanager
def _step(name: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    click.echo(f"{name}：{time.monotonic() - started:.1f} 秒")


def _say_comparison(result: Comparison) -> None:
    click.echo(
        f"  找到 {result.right} 处，漏掉 {len(result.missed)} 处，误报 {len(result.false)} 处；"
        f"查准率 {result.precision:.2%}，查全率 {result.recall:.2%}"
    )
    for word, lines in (("漏掉", result.missed), ("误报", result.false)):
        for line in lines:
            click.echo(f"  {word}：{line}")
    if result.missed or result.false:
        raise DemoError("检查的结果与缺陷清单不一致。请核对上面列出的各处。")


def _last_line(output: str) -> dict[str, Any]:
    """The JSON object a command ends with."""
    lines = output.strip().splitlines()
    found: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    return found
