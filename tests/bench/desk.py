"""
`make bench-cms`: what editors wait for, in a tree of many pages: the real server, a running watch, sessions that
are logged in, everything over HTTP. Then what the feed costs.

Each figure is a median in seconds, from the click to the last byte of the screen that it leads to; beside it the
seconds that the processors worked for it, which tell on a busy machine too.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from subprocess import PIPE, STDOUT, Popen
from typing import Any
from urllib.parse import quote

from tests.bench.editors import Session, Shown, written
from tests.bench.measure import processor_seconds, run
from tests.programs import free_port, listening

ROOT = Path(__file__).parents[2]
MANAGE = (sys.executable, ROOT / "cms" / "manage.py")
ZHANQUN = Path(sys.executable).with_name("zhanqun")
TOKEN = "bench"
ROUNDS = 7
_LOOK_S = 0.005
_LONG_S = 3600


class Bench:
    """A cluster in a folder of its own, with its cms and its watch."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.environment = os.environ | {
            "ZHANQUN_VAR": str(var),
            "ZHANQUN_FEED_TOKEN": TOKEN,
            "ZHANQUN_ADDRESSES": "local",
            "DJANGO_SETTINGS_MODULE": "cms.config.settings.development",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self.told: dict[str, list[float]] = defaultdict(list)
        self.worked: dict[str, list[float]] = defaultdict(list)

    def manage(self, *arguments: str) -> str:
        """The last line of a command of the cms."""
        with Popen(
            [*map(str, MANAGE), *arguments], env=self.environment, stdout=PIPE, text=True
        ) as process:
            lines = process.communicate()[0].splitlines()
        if process.returncode:
            raise SystemExit(f"manage.py {arguments[0]} ended with {process.returncode}")
        return lines[-1] if lines else ""

    @contextmanager
    def cms(self) -> Iterator[str]:
        """Where the cms answers."""
        port = free_port()
        command = (*MANAGE, "runserver", "--noreload", str(port))
        with listening(port, *command, environment=self.environment, seconds=60):
            yield f"http://127.0.0.1:{port}"

    @contextmanager
    def watch(self, base: str, live: Path) -> Iterator[None]:
        """A watch that has published everything there is, this file too."""
        said = self.var / "watch.log"
        options = ("--addresses", "local", "--var", self.var, "--feed", f"{base}/feed/")
        with said.open("wb") as log:
            process = Popen(
                [*map(str, (ZHANQUN, "watch", *options))],
                env=self.environment,
                stdout=log,
                stderr=STDOUT,
            )
            try:
                _wait(live.exists, _LONG_S, process)
                yield
            finally:
                process.terminate()
                process.wait()

    @contextmanager
    def noting(self, name: str) -> Iterator[None]:
        """Take down how long this takes, and how long the processors of cms and watch work for it."""
        worked, started = processor_seconds(os.getpid()), time.perf_counter()
        yield
        self.told[name].append(time.perf_counter() - started)
        self.worked[name].append(processor_seconds(os.getpid()) - worked)

    def ask(self, name: str, screen: Callable[..., Shown], *asked: Any) -> Shown:
        """A screen or a form that is sent, noted."""
        with self.noting(name):
            return screen(*asked)

    def medians(self) -> dict[str, float]:
        """Name of a figure → seconds; the processors' under `…_cpu_s`."""
        told = {f"{name}_s": taken for name, taken in self.told.items()}
        told |= {f"{name}_cpu_s": taken for name, taken in self.worked.items()}
        return {name: round(median(taken), 3) for name, taken in told.items()}


def main() -> None:
    """Prints the figures as they come, and at the end all of them as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10_000)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory(prefix="zhanqun-bench-") as folder:
        bench = Bench(Path(folder))
        started = time.monotonic()
        bench.manage("migrate", "-v0")
        known = json.loads(bench.manage("load_pages", "--pages", str(pages)))
        print(f"装入 {pages} 个页面，用时 {time.monotonic() - started:.0f} 秒。", flush=True)
        exported = export(bench, pages)
        with bench.cms() as base:
            people = {
                name: Session(base, name, known["password"])
                for names in known["users"].values()
                for name in names
            }
            live = bench.var / "output" / known["url_path"].strip("/") / "index.html"
            with bench.watch(base, live):
                work(bench, known, people, live)
            together = save_together(known, people)
        ours = {"pages": pages, **bench.medians(), **together, **exported}
    print(json.dumps({"bench": "cms", "ours": ours}))


def work(bench: Bench, known: dict[str, Any], people: dict[str, Session], live: Path) -> None:
    """Texts are looked for, written, handed in, reviewed and live; the first time nobody takes notice."""
    column, editor = known["column"], people["editor-0"]
    for number in range(ROUNDS + 1):
        if number == 1:
            bench.told.clear()
            bench.worked.clear()
        title = f"关于示例渠第{number}次清淤的通知"
        bench.ask("start", editor.open, "/admin/")
        bench.ask("explorer", editor.open, f"/admin/pages/{column}/")
        bench.ask("texts", editor.open, "/admin/texts/")
        bench.ask("search", editor.open, f"/admin/texts/?q={quote(f'第{number * 7}号')}")
        bench.ask("search_common", editor.open, f"/admin/texts/?q={quote('贯彻落实')}")
        bench.ask("search_all", editor.open, f"/admin/pages/search/?q={quote(f'第{number}号')}")
        add = f"/admin/pages/add/news/article/{column}/"
        form = bench.ask("new", editor.open, add).form("title")
        edit = bench.ask("save_new", editor.send, add, written(form, title)).address
        form = bench.ask("editor", editor.open, edit).form("title")
        form = bench.ask("save", editor.send, edit, written(form, title)).form("title")
        handed_in = written(form, title) | {"action-submit": "1"}
        bench.ask("submit", editor.send, edit, handed_in)
        step = edit.replace("/pages/", "/review/").replace("/edit/", "/approve/")
        for level in ("first_reviewer-0", "second_reviewer-0"):
            bench.ask("review", people[level].send, step, read(people[level], edit, step))
        last = people["final_reviewer-0"]
        form = read(last, edit, step)
        with bench.noting("live"):
            bench.ask("publish", last.send, step, form)
            _wait(lambda title=title: title in live.read_text(), 120)


def read(reviewer: Session, edit: str, step: str) -> dict[str, str]:
    """The reviewer opens the text and the step; the form to be sent."""
    reviewer.open(edit)
    return reviewer.open(step).form("comment")


def save_together(known: dict[str, Any], people: dict[str, Session]) -> dict[str, float]:
    """All editors save at the same moment, each a text of their own; an answer that is an error ends the run."""
    add = f"/admin/pages/add/news/article/{known['column']}/"
    taken: list[float] = []
    ready = threading.Barrier(len(known["users"]["editor"]))

    def save(name: str) -> None:
        form = people[name].open(add).form("title")
        edit = people[name].send(add, written(form, f"{name}的通知")).address
        form = people[name].open(edit).form("title")
        ready.wait()
        shown = people[name].send(edit, written(form, f"{name}的通知（修改）"))
        if "的通知（修改）" in shown.form("title")["title"]:
            taken.append(shown.seconds)

    editors = [threading.Thread(target=save, args=(name,)) for name in known["users"]["editor"]]
    for each in editors:
        each.start()
    for each in editors:
        each.join()
    failed = len(editors) - len(taken)
    return {
        "together": len(editors),
        "together_failed": failed,
        "together_s": round(median(taken), 3),
        "together_last_s": round(max(taken), 3),
    }


def export(bench: Bench, pages: int) -> dict[str, float]:
    """What the whole feed costs, the second time, when its ledger is there."""
    os.environ.update(bench.environment)
    told = {}
    for _ in range(2):
        cost = run(
            [*MANAGE, "export_feed"],
            output=bench.var / "export.log",
            folder=bench.var,
            timeout=_LONG_S,
        )
        told = {
            "feed_pages_per_s": round(pages / cost.wall_s),
            "feed_peak_mb": cost.peak_mb,
            "feed_cpu_s": cost.cpu_s,
        }
    return told


def _wait(is_so: Any, seconds: float, process: Popen[bytes] | None = None) -> None:
    ends = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends or (process and process.poll() is not None):
            raise SystemExit("waited in vain")
        time.sleep(_LOOK_S)


if __name__ == "__main__":
    main()
