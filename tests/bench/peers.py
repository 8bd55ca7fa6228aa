"""
Other programs that look for broken links, each in an environment of its own under var/bench/.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_SPIDER = """
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule


class Minimal(CrawlSpider):
    name = "minimal"
    start_urls = ["{url}"]
    allowed_domains = ["127.0.0.1"]
    handle_httpstatus_list = [404]
    custom_settings = {{"LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False}}
    rules = [
        Rule(
            LinkExtractor(tags=("a", "area", "img", "link"), attrs=("href", "src"), deny_extensions=()),
            callback="seen",
            follow=True,
        )
    ]

    def seen(self, response):
        if response.status == 404:
            print(response.url)
"""
_AS_ROOT = (
    "import linkcheck.command.linkchecker as program; "
    "program.drop_privileges = lambda: None; program.linkchecker()"
)


@dataclass(frozen=True)
class Peer:
    """Another program: how it is had, and how it is asked to check a site."""

    name: str
    prepare: Callable[[Path], bool]
    """Makes its environment in a folder; False where that cannot be done."""
    command: Callable[[Path, str], Sequence[str | Path]]


def from_pypi(package: str) -> Callable[[Path], bool]:
    def prepare(folder: Path) -> bool:
        if not (folder / "bin" / "python").exists():
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [folder / "bin" / "python", "-m", "pip", "-qq", "--disable-pip-version-check"]
        return subprocess.run([*pip, "install", package], check=False).returncode == 0

    return prepare


def _linkinator(folder: Path) -> bool:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return False
    command = [
        npm,
        "install",
        "--silent",
        "--no-fund",
        "--no-audit",
        "--prefix",
        folder,
        "linkinator",
    ]
    return subprocess.run(command, check=False).returncode == 0


def _scrapy(folder: Path, url: str) -> Sequence[str | Path]:
    spider = folder / "spider.py"
    spider.write_text(_SPIDER.format(url=url))
    return [folder / "bin" / "scrapy", "runspider", spider]


def _linkchecker(folder: Path, url: str) -> Sequence[str | Path]:
    # As root it would become nobody, who may not read its environment.
    start = ["-c", _AS_ROOT] if os.getuid() == 0 else ["-m", "linkcheck"]
    # The server's header lifts its usual limit, but only as far as this says.
    unhurried = folder / "linkcheckerrc"
    unhurried.write_text("[checking]\nmaxrequestspersecond=100000\n")
    options = ["-f", unhurried, "--no-status", "--no-warnings", "-o", "csv/utf-8"]
    return [folder / "bin" / "python", *start, *options, url]


PEERS = (
    Peer("linkchecker", from_pypi("LinkChecker"), _linkchecker),
    Peer(
        "linkinator",
        _linkinator,
        lambda folder, url: [
            *(folder / "node_modules" / ".bin" / "linkinator", url, "--recurse"),
            *("--verbosity", "error", "--skip", r"^https?://(?!127\.0\.0\.1)"),
        ],
    ),
    Peer(
        "wget",
        lambda folder: shutil.which("wget") is not None,
        lambda folder, url: ["wget", "--spider", "-r", "-l", "inf", "-nv", "-p", url],
    ),
    Peer("scrapy", from_pypi("Scrapy"), _scrapy),
)
