"""
`make bench-check`: the inspector and others over the same generated site, in turn.

Ends with one JSON line; a ratio above 1 says that ours is better.
"""

from __future__ import annotations

import argparse
import compileall
import json
import shutil
import statistics
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.measure import Cost, run
from tests.bench.pages import AS_OF, DOMAIN, Planted, generate
from tests.bench.peers import PEERS, Peer
from tests.bench.web import served

ROOT = Path(__file__).parents[2]
VAR = ROOT / "var" / "bench"
TIME = 600.0
"""Seconds that each may take."""


@dataclass(frozen=True)
class Task:
    """The site to be checked and what is wrong with it."""

    url: str
    folder: Path
    pages: int
    planted: list[Planted]


def main() -> None:
    """Generates, serves, runs ours and the peers in turn, and prints the totals."""
    options = _options()
    folder = VAR / "check"
    shutil.rmtree(folder, ignore_errors=True)
    site = folder / "site"
    planted = generate(site, options.pages)
    _say(f"网站：{options.pages} 个网页，放入 {len(planted)} 处缺陷")
    peers = [peer for peer in PEERS if peer.name in options.peers and _prepared(peer)]
    _compile_ours()
    with served(site, folder) as url:
        task = Task(url, folder, options.pages, planted)
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in ("ours", *map(_name, peers))}
        for _ in range(options.pairs):
            runs["ours"].append(_ours(task))
            for peer in peers:
                runs[peer.name].append(_peer(peer, task))
    sys.stdout.write(json.dumps(totals(runs)) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--pairs", type=int, default=1)
    parser.add_argument("--peers", nargs="*", default=[peer.name for peer in PEERS])
    return parser.parse_args()


def _name(peer: Peer) -> str:
    return peer.name


def _prepared(peer: Peer) -> bool:
    folder = VAR / peer.name
    folder.mkdir(parents=True, exist_ok=True)
    if peer.prepare(folder):
        return True
    _say(f"{peer.name}：没有装上，不参加比较")
    return False


def _compile_ours() -> None:
    """As pip does with what it installs, the peers for instance."""
    for folder in ("link-checker/link_checker", "sites"):
        compileall.compile_dir(ROOT / folder, quiet=1)


def _ours(task: Task) -> dict[str, Any]:
    report = task.folder / "report"
    shutil.rmtree(report, ignore_errors=True)
    command = [
        *(ROOT / ".venv" / "bin" / "link-checker", "inspect", task.url),
        *("--as-of", f"{AS_OF:%Y-%m-%dT%H:%M}", "--budget", "external=0"),
        *("--report", report, "--format", "json"),
    ]
    cost = run(command, output=task.folder / "ours.txt", folder=task.folder, timeout=TIME)
    if cost.status not in (0, 1):
        raise SystemExit((task.folder / "ours.txt").read_text())
    pages, found = _findings(report / "report.json")
    wanted = Counter((each.rule, each.url, each.target) for each in task.planted)
    result = {
        **_figures(cost),
        "pages": pages,
        "pages_per_cpu_s": round(pages / cost.cpu_s),
        "planted": wanted.total(),
        "found": (wanted & found).total(),
        "false_alarms": (found - wanted).total(),
    }
    _say(f"ours：{result}")
    for key in (*(wanted - found), *(found - wanted)):
        _say(f"  {key}")
    return result


def _findings(report: Path) -> tuple[int, Counter[tuple[str, str, str]]]:
    """Pages read, and what was found, by rule and addresses from the root."""
    said = json.loads(report.read_bytes())
    found = Counter(
        (result["rule"], from_root(finding["url"]), from_root(finding.get("target", "")))
        for site in said["sites"]
        for result in site["results"]
        for finding in result.get("findings", ())
    )
    return sum(site["facts"]["page_count"] for site in said["sites"]), found


def from_root(url: str) -> str:
    """An address on the generated site from its root, any other whole."""
    parts = urlsplit(url)
    if parts.hostname not in (None, "127.0.0.1", DOMAIN):
        return url
    return parts.path + (f"#{parts.fragment}" if parts.fragment else "")


def _peer(peer: Peer, task: Task) -> dict[str, Any]:
    output = task.folder / f"{peer.name}.txt"
    working = task.folder / peer.name
    working.mkdir(exist_ok=True)
    command = peer.command(VAR / peer.name, task.url)
    cost = run(command, output=output, folder=working, timeout=TIME)
    told = output.read_text(errors="replace")
    broken = {each.target for each in task.planted if each.rule == "broken_link"}
    result = {
        **_figures(cost),
        "ended": cost.status is not None,
        "broken_targets": len(broken),
        "found": sum(target in told for target in broken),
    }
    _say(f"{peer.name}：{result}")
    if cost.status is None:
        _say(f"{peer.name}：{TIME / 60:.0f} 分钟内没有结束")
    return result


def _figures(cost: Cost) -> dict[str, Any]:
    return {"wall_s": cost.wall_s, "cpu_s": cost.cpu_s, "peak_mb": cost.peak_mb}


def totals(runs: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The line at the end: the median of each figure, and how ours compares."""
    ours, *peers = ((name, _median(results)) for name, results in runs.items())
    return {
        "bench": "check",
        "ours": ours[1],
        "peers": dict(peers),
        "ratio": {name: _ratio(ours[1], figures) for name, figures in peers},
    }


def _ratio(ours: dict[str, Any], peer: dict[str, Any]) -> dict[str, float]:
    """Above 1: ours is better. Of one that did not end it is a lower bound."""
    keys = ("wall_s", "cpu_s", "peak_mb")
    return {key: round(peer[key] / ours[key], 2) for key in keys if ours[key]}


def _median(results: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Of each figure; what is no figure is taken from the last."""
    rows = list(results)
    return {
        key: statistics.median(row[key] for row in rows) if isinstance(value, float) else value
        for key, value in rows[-1].items()
    }


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
