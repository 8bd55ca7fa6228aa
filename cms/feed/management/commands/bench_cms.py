from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from http import HTTPStatus
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.test import Client
from django.urls import reverse

from cms.columns.models import Column
from cms.core.models import ContentPage
from cms.feed.bulk import load_pages
from cms.lookup.texts import bring_up_to_date

MANAGE = Path(__file__).resolve().parents[3] / "manage.py"


class Command(BaseCommand):
    """`manage.py bench_cms --pages N`: run by `make bench-cms`, ends with one line of JSON."""

    help = "在一次性的数据库中装入 N 个页面，测量后台各页、查找和导出全部内容的速度。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pages", type=int, default=10_000)
        parser.add_argument(
            "--inside", action="store_true", help="已在一次性的数据库中（内部使用）。"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["inside"]:
            self._measure(options["pages"])
            return
        with tempfile.TemporaryDirectory(prefix="zhanqun-bench-") as folder:
            environment = {
                **os.environ,
                "ZHANQUN_VAR": folder,
                "ZHANQUN_DATABASE": f"sqlite://{folder}/cms.sqlite3",
                "PYTHONPATH": os.pathsep.join(sys.path),
            }
            command = [sys.executable, str(MANAGE), "bench_cms", "--inside", "--pages"]
            subprocess.run([*command, str(options["pages"])], env=environment, check=True)

    def _measure(self, pages: int) -> None:
        call_command("migrate", verbosity=0)
        started = time.perf_counter()
        load_pages(pages)
        self.stdout.write(f"装入 {pages} 个页面，用时 {time.perf_counter() - started:.1f} 秒。")
        screens = self._screens()
        first = self._export("首次导出（建立台账）")
        again = self._export("再次导出全部内容")
        ours = {
            "pages": pages,
            **screens,
            "feed_records_s": min(first["records_s"], again["records_s"]),
            "peak_mb": max(first["peak_mb"], again["peak_mb"]),
            "wall_s": first["wall_s"],
            "cpu_s": first["cpu_s"],
        }
        self.stdout.write(json.dumps({"bench": "cms", "ours": ours}))

    def _screens(self) -> dict[str, float]:
        """Seconds for each screen that an editor opens all day: the median of some requests."""
        while bring_up_to_date():
            pass
        client = Client(HTTP_HOST="localhost")
        client.force_login(get_user_model().objects.create_superuser("bench"))
        column, page = Column.objects.latest("pk"), ContentPage.objects.latest("pk")
        addresses = {
            "explorer_s": reverse("wagtailadmin_explore", args=[column.pk]),
            "list_s": reverse("documents_of_sites:index"),
            "editor_s": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "search_s": f"{reverse('wagtailadmin_pages:search')}?q={page.title[4:]}",
            "search_common_s": f"{reverse('wagtailadmin_pages:search')}?q=工作方案",
        }
        told = {name: _median(client, address) for name, address in addresses.items()}
        self.stdout.write("，".join(f"{name} {seconds}" for name, seconds in told.items()) + "。")
        return told

    def _export(self, label: str) -> dict[str, float]:
        """Run `export_feed` as a process of its own and measure that."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        process = subprocess.Popen([sys.executable, str(MANAGE), "export_feed"])
        peak = _peak_mb(process)
        wall = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        records = _count_of(Path(settings.VAR) / "feed" / "feed.ndjson")
        self.stdout.write(
            f"{label}：{records} 条记录，{wall:.1f} 秒，每秒 {records / wall:.0f} 条，"
            f"内存最多 {peak:.0f} MB。"
        )
        return {
            "records_s": round(records / wall),
            "peak_mb": round(peak),
            "wall_s": round(wall, 1),
            "cpu_s": round(cpu, 1),
        }


def _median(client: Client, address: str, times: int = 7) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        if client.get(address).status_code != HTTPStatus.OK:
            raise RuntimeError(f"{address} was refused")
        taken.append(time.perf_counter() - started)
    return round(median(taken), 3)


def _peak_mb(process: subprocess.Popen[bytes]) -> float:
    """The largest PSS of the process, looked at ten times a second until it ends."""
    peak = 0
    rollup = Path(f"/proc/{process.pid}/smaps_rollup")
    while process.poll() is None:
        try:
            lines = rollup.read_text().splitlines()
        except OSError:
            lines = []
        peak = max(peak, *(int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
        time.sleep(0.1)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return peak / 1024


def _count_of(path: Path) -> int:
    with path.open("rb") as file:
        file.seek(-500, os.SEEK_END)
        return int(json.loads(file.read().splitlines()[-1])["count"])
