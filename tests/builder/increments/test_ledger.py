"""
An address once published never answers 404 by accident.
"""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from builder.serve import make_server
from builder.web import built_sites
from tests.builder.increments.editing import EDITS
from tests.builder.increments.test_increments import Desk
from tests.builder.web_server import nginx_over
from tests.helpers import article, column, placement, tree

Ask = Callable[[str, str], tuple[int, str]]
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture
def desk(tmp_path, schemas, theme) -> Desk:
    return Desk(tmp_path, schemas, theme)


def asked(port: int, host: str, path: str) -> tuple[int, str]:
    """Status and, of a redirect, its target."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.getheader("Location") or ""


@contextmanager
def served(desk: Desk) -> Iterator[Ask]:
    """A function from host name and path to status and, of a redirect, its target."""
    with make_server(desk.folder / "output", desk.folder / "search", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        domains = {
            domain: f"{slug}.localhost"
            for slug, (_, domain) in built_sites(desk.folder / "output").items()
        }

        def ask(host: str, path: str) -> tuple[int, str]:
            return asked(server.server_port, domains.get(host, host), path)

        yield ask
        server.shutdown()


def in_sitemaps(desk: Desk) -> set[str]:
    """Every address in the site maps that are live."""
    return {
        each.text or ""
        for path in (desk.folder / "output").glob("*/sitemap*.xml")
        for each in ElementTree.parse(path).iter(LOC)
    }


def test_a_withdrawn_page_answers_410_and_a_moved_one_leads_on(desk):
    """
    The redirect needs no word of the cms: the builder knows what stood at the address.
    """
    for record in (*article(900, column=11, title="去留"), *article(901, column=11)):
        desk.cluster.put(record)
    desk.publish()
    desk.cluster.drop(("article", 900), ("placement", 900))
    desk.cluster.put(placement(901, "article", 901, 13))
    desk.publish()

    with served(desk) as ask:
        assert ask("portal.localhost", "/zwgk/tzgg/2026-03/900.html")[0] == 410
        assert ask("portal.localhost", "/zwgk/tzgg/2026-03/901.html") == (
            301,
            "/xinwen/2026-03/901.html",
        )
    assert desk.roots() == desk.afresh()


def test_what_comes_back_is_there_again(desk):
    """
    And when it goes once more, it is gone.
    """
    page = article(900, column=11)
    statuses = []
    for is_there in (True, False, True, False):
        if is_there:
            for record in page:
                desk.cluster.put(record)
        else:
            desk.cluster.drop(("article", 900), ("placement", 900))
        desk.publish()
        with served(desk) as ask:
            statuses.append(ask("portal.localhost", "/zwgk/tzgg/2026-03/900.html")[0])
        assert desk.roots() == desk.afresh()

    assert statuses == [200, 410, 200, 410]


def test_a_removed_column_answers_410_with_its_lists_and_feeds(desk):
    """
    Its pages too.
    """
    desk.cluster.put(column(90, "linshi"))
    for record in article(900, column=90):
        desk.cluster.put(record)
    desk.publish()
    desk.cluster.drop(("column", 90), ("article", 900), ("placement", 900))
    desk.publish()

    with served(desk) as ask:
        for path in ("", "index.html", "feed.xml", "rss.xml", "2026-03/900.html"):
            assert ask("portal.localhost", f"/linshi/{path}")[0] == 410, path


def test_the_ledger_outlives_store_and_traces(desk):
    """
    It is read back from the live release.
    """
    for record in article(900, column=11):
        desk.cluster.put(record)
    desk.publish()
    desk.cluster.drop(("article", 900), ("placement", 900))
    desk.publish()
    before = {slug: tree(desk.folder / "output" / slug) for slug in desk.built}
    (desk.folder / "output.releases" / "traces.sqlite3").unlink(missing_ok=True)
    (desk.folder / "releases" / "traces.sqlite3").unlink(missing_ok=True)
    desk.lose_the_store()
    desk.publish()

    assert before == {slug: tree(desk.folder / "output" / slug) for slug in desk.built}


def run_addresses(desk: Desk, seed: int, steps: int) -> None:
    """Every address that was ever in a site map, after each of some random edits, in both servers alike."""
    chance = random.Random(seed)
    names = [name for name in EDITS if name not in ("change_domain", "remove_site", "add_site")]
    ever = in_sitemaps(desk)
    for _ in range(steps):
        for name in chance.choices(names, k=3):
            EDITS[name](desk.cluster, chance)
        desk.publish()
        ever |= in_sitemaps(desk)
    with served(desk) as serve, nginx_over(desk.folder, desk.folder / "output") as port:
        for url in sorted(ever):
            for ask in (lambda host, path: at_nginx(port, host, path), serve):
                check_answers(ask, url, seed)
    shutil.rmtree(desk.folder)


def check_answers(ask: Ask, url: str, seed: int) -> None:
    """With 200, with a redirect to 200, or with 410."""
    parts = urlsplit(url)
    status, target = ask(parts.netloc, parts.path)
    if status == 301 and urlsplit(target).netloc != "www.gov.cn":
        to = urlsplit(target)
        status = ask(to.netloc or parts.netloc, to.path)[0]
        assert status == 200, (seed, url, target, status)
    assert status in (200, 301, 410), (seed, url, status)


def at_nginx(port: int, host: str, path: str) -> tuple[int, str]:
    """What nginx answers; the address of its own port is no other host."""
    status, target = asked(port, host, path)
    return status, target.removeprefix(f"http://{host}:{port}").removeprefix(f"http://{host}")


@pytest.mark.parametrize("seed", [1, 2])
def test_every_address_of_a_history_answers(desk, seed):
    """
    With 200, with a redirect to 200, or with 410.
    """
    run_addresses(desk, seed, 12)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 140))
def test_every_address_of_many_histories_answers(desk, seed):
    """
    The same at length.
    """
    run_addresses(desk, seed, 30)
