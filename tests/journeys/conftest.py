"""
A cluster made by the real commands, each in a process of its own: what an operator types.
"""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.databases import copy_migrated
from tests.helpers import files_below
from tests.programs import free_port, listening

PROJECT = Path(__file__).resolve().parents[2]
ZHANQUN = Path(sys.executable).with_name("zhanqun")
TOKEN = "a token for this run"
MAPS = PROJECT / "tests" / "data" / "maps"
LAWS = "laws-regulations/documents.jsonl.gz"
SAMPLED = 6
REFERENCE_SETS = (
    # file, map, site, column
    ("state-council-documents/documents.jsonl.gz", "state-council-documents", "portal", "zwgk/zcwj/gwywj"),
    (LAWS, "laws-regulations", "portal", "zwgk/flfg"),
    ("government-work-reports/state-council.jsonl.gz", "state-council-work-reports", "portal", "zwgk/zfgzbg"),
    ("government-work-reports/provinces-2026.jsonl.gz", "provincial-work-reports", "finance", "zwgk/czxx"),
    ("provincial-records/records.jsonl.gz", "provincial-records", "water", "zwgk/zcwj/qtwj"),
    ("guangzhou-policies/documents.jsonl", "guangzhou-policies", "housing", "zwgk/zcwj/gfxwj"),
)  # fmt: skip


@dataclass(frozen=True)
class Cluster:
    """One `var` folder with everything in it."""

    var: Path

    @property
    def output(self) -> Path:
        return self.var / "output"

    @property
    def feed(self) -> Path:
        return self.var / "feed" / "feed.ndjson"

    def manage(self, *arguments: str | Path) -> str:
        return self._run(sys.executable, PROJECT / "cms" / "manage.py", *arguments)

    def build(self, *arguments: str | Path, feed: str | Path = "") -> dict[str, Any]:
        told = self._run(
            ZHANQUN, "build", "--feed", feed or self.feed, "--var", self.var,
            "--output", self.output, "--addresses", "local", "--json", *arguments,
        )  # fmt: skip
        return json.loads(told.splitlines()[-1])

    def _run(self, *command: str | Path) -> str:
        done = subprocess.run(
            [*map(str, command)],
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=900,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done.stdout

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "ZHANQUN_VAR": str(self.var),
            "ZHANQUN_FEED_TOKEN": TOKEN,
            "ZHANQUN_ADDRESSES": "local",
            "DJANGO_SETTINGS_MODULE": "cms.config.settings.development",
            "PYTHONPATH": os.pathsep.join(
                map(str, (PROJECT, PROJECT / "build", PROJECT / "link-checker"))
            ),
        }

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Straight from the cms's database."""
        with sqlite3.connect(self.var / "cms.sqlite3") as connection:
            return connection.execute(query, values).fetchall()

    def page_of(self, source_id: str) -> Path:
        """The built file of an imported document."""
        ((number,),) = self.rows(
            "SELECT identity.id FROM core_contentpage AS page JOIN core_recordidentity AS identity"
            " ON identity.source = 'wagtailcore_page' AND identity.source_pk = page.page_ptr_id"
            " WHERE page.source_id = ?",
            source_id,
        )
        (file,) = (
            path
            for path in files_below(self.output, f"{number}.html")
            if "http-equiv" not in path.read_text(encoding="utf-8")
            and "hant" not in path.relative_to(self.output).parts
        )
        return file

    @contextmanager
    def served(self) -> Iterator[int]:
        """The port at which `zhanqun serve` answers."""
        port = free_port()
        command = (
            ZHANQUN,
            "serve",
            "--output",
            self.output,
            "--var",
            self.var,
            "--port",
            str(port),
        )
        with listening(port, *command, environment=self._environment(), seconds=60):
            yield port

    @contextmanager
    def searching(self) -> Iterator[int]:
        """The port at which the search service answers."""
        port = free_port()
        command = (ZHANQUN, "search", "--serve", "--output", self.output, "--var", self.var)
        options = ("--port", str(port))
        with listening(port, *command, *options, environment=self._environment(), seconds=60):
            yield port

    @contextmanager
    def cms(self, preview: int = 0) -> Iterator[int]:
        """The port at which the cms answers; its editors find the preview at port `preview`."""
        port = free_port()
        command = (
            sys.executable,
            PROJECT / "cms" / "manage.py",
            "runserver",
            "--noreload",
            str(port),
        )
        known = {"ZHANQUN_PREVIEW_URL": f"http://preview.localhost:{preview}"} if preview else {}
        environment = self._environment() | known
        with listening(port, *command, environment=environment, seconds=60):
            yield port

    def live(self, title: str) -> bool:
        """Whether a page with this title is public."""
        found = self.rows("SELECT 1 FROM wagtailcore_page WHERE live AND title = ?", title)
        return bool(found)

    @contextmanager
    def switching(self) -> Iterator[None]:
        """`manage.py switch_due --loop` runs beside."""
        command = (sys.executable, PROJECT / "cms" / "manage.py", "switch_due", "--loop")
        with subprocess.Popen([*map(str, command)], env=self._environment()) as process:
            try:
                yield
            finally:
                process.terminate()

    @contextmanager
    def preview(self, port: int, cms: int) -> Iterator[None]:
        """`zhanqun preview` answers at this port, for the cms at that."""
        command = (
            ZHANQUN, "preview", "--feed", f"http://127.0.0.1:{cms}/feed/", "--var", self.var,
            "--addresses", "local", "--url", f"http://preview.localhost:{port}",
            "--admin", f"http://127.0.0.1:{cms}", "--listen", str(port),
        )  # fmt: skip
        with listening(port, *command, environment=self._environment(), seconds=60):
            yield

    @contextmanager
    def watched(self, feed: str) -> Iterator[Path]:
        """What `zhanqun watch` says while it follows a feed; it ends with status 0."""
        said = self.var / "watch.log"
        command = (ZHANQUN, "watch", "--feed", feed, "--addresses", "local", "--var", self.var)
        with (
            said.open("w") as log,
            subprocess.Popen(
                [*map(str, command)], env=self._environment(), stdout=log, stderr=log
            ) as process,
        ):
            try:
                yield said
            finally:
                process.terminate()
        assert process.returncode == 0, said.read_text()


def a_cluster(var: Path) -> Cluster:
    """One without any content."""
    var.mkdir(parents=True, exist_ok=True)
    copy_migrated(var / "cms.sqlite3")
    return Cluster(var)


def fetch(port: int, site: str, path: str) -> bytes:
    """What a browser gets: libc does not know *.localhost, so the name goes into the Host header."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Host": f"{site}.localhost:{port}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


@pytest.fixture(
    scope="session",
    params=[SAMPLED, pytest.param(1, marks=pytest.mark.long)],
    ids=["sample", "all"],
)
def reference_documents(
    request: pytest.FixtureRequest, reference_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folders of the reference documents; of the laws, by far the most of them, only every sixth."""
    if request.param == 1:
        return reference_data
    folder = tmp_path_factory.mktemp("documents")
    for file, *_ in REFERENCE_SETS:
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).symlink_to(reference_data / file)
    sampled = folder / LAWS
    lines = gzip.decompress(sampled.read_bytes()).splitlines(keepends=True)
    sampled.unlink()
    sampled.write_bytes(gzip.compress(b"".join(lines[:: request.param])))
    return folder


@pytest.fixture(scope="session")
def reference_cluster(
    reference_documents: Path, tmp_path_factory: pytest.TempPathFactory
) -> Cluster:
    """The reference documents: imported, exported, built."""
    cluster = a_cluster(tmp_path_factory.mktemp("reference"))
    cluster.manage("sync_sites")
    for file, by, site, column in REFERENCE_SETS:
        cluster.manage(
            "import_records", reference_documents / file,
            "--map", MAPS / f"{by}.toml", "--site", site, "--column", column,
            "--report", cluster.var / f"{by}.json",
        )  # fmt: skip
    cluster.manage("export_feed")
    cluster.build()
    return cluster


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    """A sample city just large enough to have older pages of a list, exported and built."""
    return a_city(tmp_path_factory.mktemp("city"))


def a_city(var: Path) -> Cluster:
    """The same in this folder."""
    cluster = a_cluster(var)
    cluster.manage("demo_city", "--items", "300", "--seed", "7", "--as-of", "2026-03-02")
    cluster.manage("export_feed")
    cluster.build()
    return cluster
