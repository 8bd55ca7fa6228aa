"""
Whatever is put and dropped, in whatever order: the same findings as an inspection of the whole.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from link_checker.indicators import indicator_sets
from link_checker.indicators.loading import _FOLDER
from tests.link_checker.helpers import COLUMN_META, CONTENT_META, SITE_META, document
from tests.link_checker.staged.cluster import (
    SITES,
    Files,
    Found,
    a_check,
    found_by,
    found_in,
    hand_over,
    inspected,
    kept_in,
)

PAGES = (
    "index.html",
    "a/index.html",
    "a/b.html",
    "a/c.html",
    "old/index.html",
    "404.html",
    ".x/y.html",
)
HREFS = (
    "/", "/a", "/a/", "/a/index.html", "/a/?q=1", "/a/b.html", "/a//b.html#x", "/a/%62.html", "c.html#y",
    "b.html#x", "/old/", "/old#x", "/older.html", "/older.html#y", "/pic.png", "/site.css", "/404.html",
    "/.x/y.html", "/search/?q=1", "/A/", "#x", "http://old.city.test/a/b.html", "//city.localhost:99/a/",
    "https://slj.city.test/a/b.html#x", "http://water.localhost:8080/old/", "https://elsewhere.test/",
)  # fmt: skip
METAS: tuple[dict[str, str], ...] = (
    {},
    SITE_META,
    COLUMN_META,
    CONTENT_META,
    CONTENT_META | {"ContentSource": ""},
)
TEXTS = ("", "身份证号码 11010519491231002X 。", "本栏目发布本市各部门制定的公告，欢迎查阅。")


@st.composite
def pages(draw) -> bytes:
    if draw(st.integers(0, 5)) == 0:
        target = draw(st.sampled_from(HREFS))
        head = f'<meta http-equiv="refresh" content="0; url={target}">'
        return document("<p>网页已移动</p>", {}, head).encode()
    hrefs = draw(st.lists(st.sampled_from(HREFS), max_size=5))
    ids = draw(st.sets(st.sampled_from("xy")))
    links = "".join(f'<a href="{href}">链接</a>' for href in hrefs)
    marks = "".join(f'<p id="{each}">段落</p>' for each in sorted(ids))
    body = f"<main><h1>公告</h1>{links}{marks}<p>{draw(st.sampled_from(TEXTS))}</p></main>"
    return document(body, draw(st.sampled_from(METAS))).encode()


@st.composite
def files(draw) -> tuple[str, str, bytes | None]:
    """A file that is put, or one that is dropped."""
    site = draw(st.sampled_from(SITES))
    sorts = {
        **dict.fromkeys(PAGES, pages()),
        "site.css": st.sampled_from([b"", b"p { background: url(/pic.png) }"]),
        "pic.png": st.sampled_from([b"1", b"2"]),
        "robots.txt": st.sampled_from(
            [b"", b"User-agent: *\nDisallow: /search/\nDisallow: /old\n"]
        ),
        ".well-known/zhanqun/redirects.map": st.lists(redirects(), max_size=2).map(b"".join),
        ".well-known/zhanqun/columns.json": inventories(site.origin),
    }
    path = draw(st.sampled_from([*PAGES, *sorts]))
    return site.name, path, draw(st.none() | sorts[path])


def redirects() -> st.SearchStrategy[bytes]:
    pairs = st.tuples(st.sampled_from(["/older.html", "/a", "/search/"]), st.sampled_from(HREFS))
    return pairs.map(lambda pair: f"{pair[0]} {pair[1]};\n".encode())


def inventories(origin: str) -> st.SearchStrategy[bytes]:
    column = st.builds(
        lambda path, count: {"name": "公告", "url": origin + path, "item_count": count},
        st.sampled_from(["/", "/a/", "/old/", "/a/b.html"]),
        st.integers(0, 1),
    )
    # Another site's page may stand as a column too; where a folder's site stands is said by the first.
    further = st.lists(
        st.sampled_from([{"name": "水务", "url": "http://water.localhost:8080/a/"}]), max_size=1
    )
    return st.builds(
        lambda first, rest: json.dumps({"columns": [first, *rest]}).encode(), column, further
    )


HISTORIES = st.lists(
    st.tuples(
        st.lists(files(), max_size=6), st.sampled_from(["commit", "commit", "again", "abandon"])
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def strict(tmp_path_factory) -> str:
    """Indicators by which one more rule holds: the one that looks into the page a link leads to."""
    (name,) = indicator_sets()
    text = (_FOLDER / f"{name}.toml").read_text("utf-8")
    path = tmp_path_factory.mktemp("indicators") / "strict.toml"
    path.write_text(
        text.replace("[scale]", "[rule.missing_fragment]\nholds = true\n[scale]"), "utf-8"
    )
    return str(path)


def test_random_changes(strict):
    """
    The findings on what was judged are those of an inspection of everything, what was not judged has the
    findings it had, and what is kept is what reading everything afresh would keep.
    """
    settings(max_examples=40, deadline=None)(given(HISTORIES)(_follow))(strict)


@pytest.mark.long
def test_many_random_changes(strict):
    """
    The same, for minutes.
    """
    settings(max_examples=1500, deadline=None)(given(HISTORIES)(_follow))(strict)


def _follow(strict: str, history: list[tuple[list[tuple[str, str, bytes | None]], str]]) -> None:
    home = document("<h1>示例市人民政府</h1>", SITE_META).encode()
    # Where nothing but stubs is left there is nothing to inspect: one page stays.
    kept = {("city", "always.html"): home}
    live: Files = {("city", "index.html"): home, ("water", "index.html"): home, **kept}
    with folder() as place:
        with a_check(place, strict) as check:
            hand_over(check, live)
            assert found_by(check) == inspection(live, strict)
            check.commit()
        staged = dict(live)
        check = a_check(place, strict)
        for changes, end in history:
            for site, path, content in changes:
                _apply(check, staged, site, path, content)
            _compare(check, live, staged, strict)
            if end == "commit":
                check.commit()
                live = dict(staged)
            elif end == "abandon":
                check.close()
                check, staged = a_check(place, strict), dict(live)
            assert not check.is_fresh
        with a_check(place / "afresh", strict) as afresh:
            hand_over(afresh, staged)
            afresh.judge()
            check.judge()
            assert kept_in(check) == kept_in(afresh)
        check.close()


def _apply(check, staged: Files, site: str, path: str, content: bytes | None) -> None:
    if content is not None:
        staged[site, path] = content
        check.put(site, path, content)
    elif path != "index.html":
        staged.pop((site, path), None)
        check.drop(site, path)


def _compare(check, live: Files, staged: Files, strict: str) -> None:
    before, now = inspection(live, strict), inspection(staged, strict)
    judgement = check.judge()
    found = {(each.rule, each.finding) for each in judgement.findings}
    hosts = {site.origin for site in SITES if site.name in judgement.sites}

    def is_judged(one: Found) -> bool:
        rule, finding = one
        if rule == "empty_column":
            return finding in {each for _, each in found} or any(map(finding.url.startswith, hosts))
        return finding.url in judgement.pages

    assert judgement.crashed == ()
    assert found == {one for one in now if is_judged(one)}
    left = {one for one in now if not is_judged(one)}
    assert left <= before
    gone = {one for one in before - left if not is_judged(one)}
    assert all(finding.url.startswith(tuple(hosts)) for _, finding in gone)


def inspection(files: Files, strict: str) -> set[Found]:
    with folder() as place:
        return found_in(inspected(place, files), strict)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)
