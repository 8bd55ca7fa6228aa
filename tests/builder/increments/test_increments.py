"""
A build after any change makes what a build of everything would make, and renders nearly nothing else.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from builder import places
from builder.addressing import Addressing
from builder.build import Built, Plan, build, select_outputs
from builder.explaining import explanations
from builder.media import MediaFolder
from builder.schemas import Schemas
from builder.sources import FileSource
from builder.store import Store
from builder.theme import Theme
from tests.builder.increments.editing import EDITS, Cluster
from tests.helpers import article, placement, policy_document, tree

_PAGES = {"article": article, "policy_document": policy_document}


class Desk:
    """A cluster, and the folder it is published to."""

    def __init__(self, folder: Path, schemas: Schemas, theme: Theme, pages: int = 24) -> None:
        self.folder = folder
        self.cluster = Cluster(pages)
        self.rendered = self.changed = 0
        self._schemas = schemas
        self._theme = theme
        self._store = self._a_store("store")
        self._store.sync(FileSource(self.cluster.full(folder)))
        self.built = build(self.plan()).sites

    def plan(self, theme: Theme | None = None) -> Plan:
        theme = theme or self._theme
        return Plan(self._store, theme, Addressing(), select_outputs(), self.folder / "output")

    def publish(self, theme: Theme | None = None, jobs: int = 1) -> dict[str, Built]:
        """What changed goes into the store and the sites."""
        self.take_in()
        self._theme = theme or self._theme
        self.done = build(self.plan(), jobs=jobs)
        self.built = self.done.sites
        self.rendered += sum(each.rendered for each in self.built.values())
        self.changed += sum(each.changed for each in self.built.values())
        return self.built

    def take_in(self) -> None:
        """What changed goes into the store."""
        self._store.sync(FileSource(self.cluster.delta(self.folder)))

    def lose_the_store(self) -> None:
        """The next build has to begin with a full feed."""
        self._store.path.unlink()
        self._store.sync(FileSource(self.cluster.again(self.folder)))

    def lose_everything(self) -> None:
        """Nothing is left but the feed."""
        shutil.rmtree(self.folder / "output")
        shutil.rmtree(self.plan().releases.folder)
        self.lose_the_store()

    def roots(self) -> dict[str, str]:
        """What is live."""
        return {slug: each.root for slug, each in self.built.items()}

    def afresh(self) -> dict[str, str]:
        """The roots that a build of everything from nothing would have."""
        store = self._a_store("another")
        store.sync(FileSource(self.cluster.again(self.folder)))
        output = self.folder / "afresh"
        history = self.folder / "output"
        plan = Plan(store, self._theme, Addressing(), select_outputs(), output, history=history)
        roots = {slug: each.root for slug, each in build(plan, jobs=2).sites.items()}
        store.path.unlink()
        for name in ("afresh", "afresh.releases"):
            shutil.rmtree(self.folder / name)
        return roots

    def _a_store(self, name: str) -> Store:
        return Store(self.folder / name, self._schemas, MediaFolder(self.folder / "kept"))


@pytest.fixture
def desk(tmp_path, schemas, theme) -> Desk:
    return Desk(tmp_path, schemas, theme)


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_makes_what_a_build_of_everything_makes(desk, name):
    """
    Every kind of edit by itself, a few times.
    """
    random = Random(name)
    for _ in range(3):
        EDITS[name](desk.cluster, random)
        desk.publish()

        assert desk.roots() == desk.afresh()


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**32), sizes=st.lists(st.integers(1, 5), min_size=6, max_size=10))
def test_after_any_history_a_build_makes_what_a_build_of_everything_makes(
    tmp_path_factory, schemas, theme, seed, sizes
):
    """
    Batches of random edits.
    """
    run_history(Desk(tmp_path_factory.mktemp("history"), schemas, theme), seed, sizes)


def test_pages_that_are_kept_by_year_are_made_as_exactly(
    tmp_path_factory, schemas, theme, monkeypatch
):
    """
    As a column's are that has many.
    """
    monkeypatch.setattr(places, "_MANY", 2)
    for seed in (1, 2):
        run_history(Desk(tmp_path_factory.mktemp("years"), schemas, theme), seed, [4] * 6)


@pytest.mark.long
@pytest.mark.parametrize("block", range(30))
def test_after_three_hundred_histories_too(tmp_path_factory, schemas, theme, block, monkeypatch):
    """
    Ten histories a block, half of them with pages kept by year; nine of ten rendered files are others than before.
    """
    rendered = changed = 0
    for seed in range(block * 10, block * 10 + 10):
        monkeypatch.setattr(places, "_MANY", 3 if seed % 2 else 1000)
        random = Random(seed)
        desk = Desk(tmp_path_factory.mktemp("history"), schemas, theme)
        run_history(desk, seed, [random.randint(1, 5) for _ in range(random.randint(6, 10))])
        rendered, changed = rendered + desk.rendered, changed + desk.changed
    print(f"block {block}: {changed} of {rendered} rendered files changed")

    assert changed >= 0.9 * rendered


@pytest.mark.long
def test_after_twenty_thousand_edits_too(tmp_path, schemas, theme):
    """
    One cluster, edited for years; compared after every tenth batch and at the end.
    """
    seed, edits, desk = 20_000, 0, Desk(tmp_path, schemas, theme)
    random = Random(seed)
    while edits < 20_000:
        for _ in range(10):
            names = random.choices(list(EDITS), k=random.randint(1, 40))
            # Of itself it would lose its pages in the long run, with their columns and sites.
            names += ["create"] * (30 - len(desk.cluster.of("article", "policy_document")))
            for name in names:
                EDITS[name](desk.cluster, random)
            edits += len(names)
            desk.publish()
        assert desk.roots() == desk.afresh(), (seed, edits)
    print(f"seed {seed}: {edits} edits, {desk.changed} of {desk.rendered} rendered files changed")


def run_history(desk: Desk, seed: int, sizes: list[int]) -> None:
    """Publish batches of random edits, and compare after each."""
    random = Random(seed)
    for size in sizes:
        names = random.choices(list(EDITS), k=size)
        for name in names:
            EDITS[name](desk.cluster, random)
        desk.publish(jobs=random.choice((1, 2)))

        assert desk.roots() == desk.afresh(), (seed, names)
    shutil.rmtree(desk.folder)


def test_a_page_placed_twice_in_a_column_stands_there_once(desk):
    """
    As one does that is moved to where it was shown besides; pinned, if it is so in either place.
    """
    for record in (*article(900, column=11, day="2026-12-31"), placement(901, "article", 900, 13)):
        desk.cluster.put(record)
    desk.publish()
    desk.cluster.change(("placement", 900), column=13, former_columns=[11])
    desk.cluster.change(("placement", 901), is_pinned=True)
    desk.publish()

    shown = (desk.folder / "output/portal/xinwen/index.html").read_text()
    found = re.findall(r'(.*)<a class="item-title" href="/xinwen/[\d-]+/900\.html"', shown)
    assert len(found) == 1 and "置顶" in found[0]
    assert desk.roots() == desk.afresh()


@pytest.mark.parametrize("is_gone_between", [False, True])
def test_a_number_may_go_to_a_page_of_another_type(desk, is_gone_between):
    """
    At the same address, at once or after nothing was there: no file names a page by its number alone.
    """
    for kind in ("article", "policy_document", "article"):
        desk.cluster.drop(*((name, 900) for name in ("article", "policy_document", "placement")))
        if is_gone_between:
            desk.publish()
            assert desk.roots() == desk.afresh()
        record, place = _PAGES[kind](900, column=11, day="2026-12-31", title=f"900号{kind}")
        desk.cluster.put(record)
        desk.cluster.put(place)
        desk.publish()

        page = (desk.folder / "output/portal/zwgk/tzgg/2026-12/900.html").read_text()
        assert f"<h1>900号{kind}</h1>" in page
        assert desk.roots() == desk.afresh()


def test_what_is_live_holds_what_the_root_says(desk):
    """
    The files of an increment are those of a build of everything, not only its hashes.
    """
    EDITS["edit_title"](desk.cluster, Random(1))
    desk.publish()
    live = {slug: tree(desk.folder / "output" / slug) for slug in desk.built}
    build(desk.plan(), full=True)

    assert live == {slug: tree(desk.folder / "output" / slug) for slug in desk.built}


def test_every_reason_can_be_said(desk):
    """
    Whatever was touched, `--explain` has a sentence for each file that was made again.
    """
    random = Random(7)
    said = ""
    for _ in range(3):
        for edit in EDITS.values():
            edit(desk.cluster, random)
            desk.publish()
            said += "\n".join(explanations(desk.built))

    for words in ("提到", "更正"):
        assert words in said


def test_nothing_changed_renders_nothing(desk):
    """
    No site is switched.
    """
    built = desk.publish()

    assert [(each.rendered, each.changed, each.is_switched) for each in built.values()] == [
        (0, 0, False)
    ] * 3


def test_a_changed_template_touches_the_files_that_used_it(desk, theme, tmp_path):
    """
    And a changed style sheet every page, since its address is in all of them.
    """
    folder = tmp_path / "theme"
    shutil.copytree(theme.folder, folder)
    page = folder / "pages" / "article.html"
    page.write_text(page.read_text() + "<!-- changed -->")
    built = desk.publish(Theme(folder))

    extending = (
        each for each in folder.glob("pages/*.html") if "pages/article" in each.read_text()
    )
    users = len(desk.cluster.of("article", *(each.stem for each in extending)))
    assert sum(each.rendered for each in built.values()) == users
    assert desk.roots() == desk.afresh()
