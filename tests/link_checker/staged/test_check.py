"""
A change of our own sites is judged before it is live.
"""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from link_checker import BadSnapshot, LinkCheckerError, StagedCheck
from link_checker.engine import judge_part
from link_checker.staged import check as checking
from link_checker.staged import tables, view
from tests.link_checker.helpers import COLUMN_META, CONTENT_META, SITE_META, document
from tests.link_checker.staged.cluster import SITES, Files, a_check, hand_over, kept_in

WATER = "http://water.localhost:8080"
HOME = document("<h1>示例市人民政府</h1>", SITE_META).encode()


def a_page(*hrefs: str, text: str = "", head: str = "") -> bytes:
    """An article in which nothing is wrong but its links and its text."""
    links = "".join(f'<a href="{href}">链接</a>' for href in hrefs)
    body = f"<main><h1>公告</h1>{links}<p>{text}</p></main>"
    return document(body, CONTENT_META, head).encode()


def city(**pages: bytes) -> Files:
    """The city's pages by name, with a home page."""
    return {("city", "index.html"): HOME} | {
        ("city", f"{name}.html"): content for name, content in pages.items()
    }


def live(folder: Path, *files: Files) -> None:
    """These files are live."""
    with a_check(folder) as check:
        hand_over(check, *files)
        check.commit()


def found(check: StagedCheck) -> list[tuple[str, str, str, str]]:
    """Rule, site, path, and what the link leads to."""
    return [
        (each.rule, each.site, each.path, each.finding.target) for each in check.judge().findings
    ]


def test_a_page_is_found_wrong_as_long_as_it_is(tmp_path):
    """
    A page is judged when it comes or changes; once it is mended, nothing is said of it any more.
    """
    live(tmp_path, city(a=a_page("/")))
    broken = ("broken_link", "city", "a.html", "http://www.city.test/gone.html")

    with a_check(tmp_path) as check:
        check.put("city", "a.html", a_page("/gone.html"))
        assert found(check) == [broken]
        (finding,) = check.judge().findings
        assert (finding.title, finding.is_changed) == ("错链断链", True)
        assert finding.finding.evidence == "/gone.html"

        check.put("city", "a.html", a_page("/", text="已改正"))
        assert found(check) == []


def test_every_rule_that_holds_is_asked(tmp_path):
    """
    A personal number, a tag that is missing, a column with nothing in it: each at its file.
    """
    live(tmp_path, city())
    inventory = (
        '{"columns": [{"name": "公告", "url": "http://www.city.test/gg/", "item_count": 0}]}'
    )

    with a_check(tmp_path) as check:
        check.put("city", "a.html", a_page(text="身份证号码 11010519491231002X 。"))
        meta = {**CONTENT_META, "ContentSource": ""}
        check.put("city", "b.html", document("<main><h1>公告</h1></main>", meta).encode())
        check.put("city", "gg/index.html", document("<h1>公告</h1>", COLUMN_META).encode())
        check.put("city", ".well-known/zhanqun/columns.json", inventory.encode())
        rules = {(rule, path) for rule, _, path, _ in found(check)}

    assert rules == {
        ("leaked_identity_number", "a.html"),
        ("missing_meta_tag", "b.html"),
        ("empty_column", "gg/index.html"),
    }


def test_links_to_what_goes_away_are_found_where_they_stand(tmp_path):
    """
    The pages that link to it did not change. When one of them is mended in the same change, one is left.
    """
    live(tmp_path, city(a=a_page("b.html"), b=a_page("/"), c=a_page("/b.html#x"), d=a_page("/")))

    with a_check(tmp_path) as check:
        check.drop("city", "b.html")
        target = "http://www.city.test/b.html"
        assert found(check) == [
            ("broken_link", "city", "a.html", target),
            ("broken_link", "city", "c.html", target),
        ]
        assert not any(each.is_changed for each in check.judge().findings)

        check.put("city", "a.html", a_page("/"))
        assert found(check) == [("broken_link", "city", "c.html", target)]
        check.commit()

    with a_check(tmp_path) as check:
        check.put("city", "b.html", a_page("/", text="又有了"))
        assert found(check) == []
        assert "http://www.city.test/c.html" in check.judge().pages


def test_sites_are_one_cluster(tmp_path):
    """
    A page that goes away on one site is missed on another, by whatever name and port that one calls it.
    """
    files = city(a=a_page("https://slj.city.test/tz.html"), b=a_page(f"{WATER}/"))
    live(tmp_path, files, {("water", "index.html"): HOME, ("water", "tz.html"): a_page("/")})

    with a_check(tmp_path) as check:
        check.drop("water", "tz.html")

        assert found(check) == [("broken_link", "city", "a.html", f"{WATER}/tz.html")]


@pytest.mark.parametrize(
    "leads_on",
    [
        {("city", "old.html"): a_page(head='<meta http-equiv="refresh" content="0; url=/b.html">')},
        {("city", ".well-known/zhanqun/redirects.map"): b"/old.html /b.html;\n"},
    ],
    ids=["page", "map"],
)
def test_links_that_lead_on_are_followed(tmp_path, leads_on):
    """
    What an old address leads to goes away: the links to the old address are broken.
    """
    live(tmp_path, city(a=a_page("old.html"), b=a_page("/")), leads_on)

    with a_check(tmp_path) as check:
        assert found(check) == []
        check.drop("city", "b.html")

        assert ("broken_link", "city", "a.html", "http://www.city.test/old.html") in found(check)


def test_a_file_may_be_handed_over_without_its_content(tmp_path):
    """
    A picture is there or not; a page, a style sheet and what speaks of the whole site must be read.
    """
    with a_check(tmp_path) as check:
        hand_over(check, city(a=a_page("/gone.pdf", "/there.pdf")))
        check.put("city", "there.pdf", None)
        with pytest.raises(ValueError, match="without its content"):
            check.put("city", "b.html", None)

        assert found(check) == [("broken_link", "city", "a.html", "http://www.city.test/gone.pdf")]


def test_a_change_costs_what_it_touches(tmp_path, monkeypatch):
    """
    As many pages are read as the change holds and as link to what it touches, however many there are, on a
    site whose columns need not be recognised; a file that is known to the byte is not read at all.
    """
    read: list[str] = []
    for module, name in ((view, "unpack"), (tables, "unpack"), (checking, "read_file")):
        _count(monkeypatch, module, name, read)

    inventory = {
        (site.name, ".well-known/zhanqun/columns.json"): b'{"columns": []}' for site in SITES
    }
    counts = {}
    for size in (20, 200):
        pages = {f"p{at}": a_page("/", f"p{at - at % 10}.html") for at in range(size)}
        live(tmp_path / str(size), inventory, city(**pages))
        read.clear()
        with a_check(tmp_path / str(size)) as check:
            check.put("city", "p3.html", a_page("p4.html"))
            check.put("city", "p5.html", pages["p5"])
            check.drop("city", "p10.html")
            assert len(found(check)) == 9
            check.commit()
        counts[size] = len(read)

    assert counts[20] == counts[200] < 25


def _count(monkeypatch, module, name, read) -> None:
    inner = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *given: (read.append(name), inner(*given))[1])


def test_what_is_not_kept_never_was(tmp_path):
    """
    Without `commit`, the file knows what it knew.
    """
    live(tmp_path, city(a=a_page("b.html"), b=a_page("/")))

    with a_check(tmp_path) as check:
        check.drop("city", "b.html")
        assert found(check)

    with a_check(tmp_path) as check:
        assert found(check) == []
        assert check.files("city") == {"index.html", "a.html", "b.html"}


_KILLED = """
import os, signal, sys
from pathlib import Path
from tests.link_checker.staged.cluster import a_check
from tests.link_checker.staged.test_check import a_page

check = a_check(Path(sys.argv[1]))
check._tables.db.execute("PRAGMA cache_size = 5")
for at in range(300):
    check.put("city", f"new/{at}.html", a_page("/a.html", f"{at + 1}.html"))
check.drop("city", "b.html")
check.judge()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_end_in_between_leaves_what_was_kept(tmp_path):
    """
    Killed when much of a change is on the disk already: the file is as it was kept last.
    """
    live(tmp_path, city(a=a_page("b.html"), b=a_page("/")))
    with a_check(tmp_path) as check:
        before = kept_in(check)

    died = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], check=False)

    assert died.returncode == -signal.SIGKILL
    assert (tmp_path / "kept.sqlite3-journal").stat().st_size > 0
    with a_check(tmp_path) as check:
        assert not check.is_fresh
        assert kept_in(check) == before
        check.drop("city", "b.html")
        assert [path for _, _, path, _ in found(check)] == ["a.html"]


def test_what_others_made_is_begun_anew(tmp_path, monkeypatch):
    """
    Other sites, other code that reads pages, or no such file at all: nothing in it is believed.
    """
    live(tmp_path, city())
    assert not _is_fresh(tmp_path)

    moved = (replace(SITES[0], origin="https://www.city.test"), SITES[1])
    assert _is_fresh(tmp_path, moved)
    live(tmp_path, city())
    monkeypatch.setattr(tables, "_code", lambda: "other")
    assert _is_fresh(tmp_path)
    (tmp_path / "kept.sqlite3").write_bytes(b"something else" * 1000)
    assert _is_fresh(tmp_path)


def _is_fresh(folder: Path, sites=SITES) -> bool:
    with a_check(folder, sites=sites) as check:
        return check.is_fresh


def test_other_indicators_are_no_reason_to_begin_anew(tmp_path):
    """
    The file holds facts; what is found in them is asked afresh.
    """
    live(tmp_path, city())
    own = Path(checking.__file__).parents[1] / "indicators" / "gb_2019_19.toml"
    (tmp_path / "own.toml").write_text(
        own.read_text("utf-8").replace("[rule.broken_link]\nholds = true", ""), "utf-8"
    )

    with a_check(tmp_path, str(tmp_path / "own.toml")) as check:
        check.put("city", "a.html", a_page("/gone.html"))

        assert not check.is_fresh
        assert found(check) == []


def test_damage_that_shows_later_is_one_error(tmp_path):
    """
    BadSnapshot, and the next check begins anew.
    """
    live(tmp_path, city(a=a_page("/")))
    with sqlite3.connect(tmp_path / "kept.sqlite3") as db:
        db.execute("UPDATE pages SET facts = x'00' WHERE path = 'a.html'")

    with a_check(tmp_path) as check, pytest.raises(BadSnapshot, match="已损坏"):
        check.put("city", "a.html", a_page("/b.html"))

    assert _is_fresh(tmp_path)


def test_one_change_at_a_time(tmp_path, monkeypatch):
    """
    A second one that does not want to wait any longer is told why, and the file stays.
    """
    monkeypatch.setattr(tables, "_PATIENCE", 0.01)
    live(tmp_path, city())

    with a_check(tmp_path) as first, a_check(tmp_path) as second:
        first.put("city", "a.html", a_page("/"))
        with pytest.raises(LinkCheckerError, match="另一个程序"):
            second.put("city", "b.html", a_page("/"))
        first.commit()

    assert not _is_fresh(tmp_path)


def test_the_file_says_what_it_knows(tmp_path):
    """
    What the caller called the live files, and every file by its SHA-256: what to hand over when they are
    not the same any more.
    """
    with a_check(tmp_path) as check:
        hand_over(check, city())
        check.put("city", "a.png", None)
        check.commit("release 7")

    with a_check(tmp_path) as check:
        assert check.mark == "release 7"
        assert check.files("water") == set()
        files = check.files("city")
        page, picture, nothing = (
            check.known("city", path) for path in ("index.html", "a.png", "none.html")
        )

    assert files == {"index.html", "a.png"}
    assert page and len(page.digest) == 64
    assert picture and picture.digest == ""
    assert nothing is None


def test_a_rule_that_breaks_holds_nothing(tmp_path, monkeypatch):
    """
    Its traceback is there to be read; the others are asked all the same.
    """

    def broken(*_: object) -> None:
        raise RuntimeError("no such luck")

    def judged(snapshot, pages, rules, parameters):
        worse = [
            rule if rule.name != "broken_link" else _with_check(rule, broken) for rule in rules
        ]
        return judge_part(snapshot, pages, worse, parameters)

    monkeypatch.setattr(checking, "judge_part", judged)
    with a_check(tmp_path) as check:
        text = "身份证号码 11010519491231002X 。"
        hand_over(check, city(a=a_page("/gone.html", text=text)))

        assert [rule for rule, *_ in found(check)] == ["leaked_identity_number"]
        assert "no such luck" in check.judge().crashed[0]


def _with_check(rule, check):
    return msgspec.structs.replace(rule, check=check)


def test_whatever_makes_facts_is_part_of_the_version():
    """
    No module that reads a page is left out, so that facts of other code are never believed.
    """
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, link_checker.served, link_checker.extract.inventory\n"
            "print(*(name for name in sys.modules if name.startswith('link_checker.')))",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    versioned = {name.removesuffix(".py").replace("/", ".") for name in tables._MAKERS}
    modules = {name.removeprefix("link_checker.") for name in loaded}
    assert {name for name in modules if name.split(".")[0] not in versioned} == set()
