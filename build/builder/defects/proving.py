"""
Shows that an inspection finds what was put in and nothing else, over folders and over HTTP.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from builder.defects.answers import AnswerList, Comparison, Found, compare, read_answers
from builder.defects.pages import Site
from builder.defects.planting import ANSWERS
from builder.inspecting import inspect_folders, inspect_places
from builder.serve import make_server

if TYPE_CHECKING:
    from link_checker import Inspection


def prove_over_folders(target: Path, report: Path) -> Comparison:
    """Inspects the faulty sites in their folders; the report is kept."""
    expected = read_answers(target / ANSWERS)
    folders = [target / slug for slug in sorted(set(expected.hosts.values()))]
    return _compared(expected, inspect_folders(folders, report, _moment(expected)))


def prove_over_http(target: Path, index: Path, report: Path) -> Comparison:
    """The same through a web server of this machine, on a port of its own."""
    expected = read_answers(target / ANSWERS)
    sites = [Site(target / slug) for slug in sorted(set(expected.hosts.values()))]
    with _served(target, index) as place:
        hosts = {name: place for site in sites for name in site.hosts}
        homes = [site.base for site in sites]
        return _compared(expected, inspect_places(homes, report, _moment(expected), hosts))


def _moment(expected: AnswerList) -> datetime:
    return datetime.fromisoformat(expected.as_of)


def _compared(expected: AnswerList, inspection: Inspection) -> Comparison:
    found = (
        Found(rule=result.rule, url=each.url, target=each.target, label=each.label)
        for result in inspection.results
        for each in result.findings
    )
    return compare(expected, found)


@contextmanager
def _served(target: Path, index: Path) -> Iterator[str]:
    with make_server(target, index, 0) as server:
        worker = threading.Thread(target=server.serve_forever, daemon=True)
        worker.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            worker.join()
