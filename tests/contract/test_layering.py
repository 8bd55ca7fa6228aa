"""
One way, from cms to build: a stage that knows its upstream is found by its imports.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
OURS = frozenset({"sites", "cms", "builder", "link_checker"})
FOLDERS = {
    "sites": PROJECT / "sites",
    "cms": PROJECT / "cms",
    "builder": PROJECT / "build" / "builder",
    "link_checker": PROJECT / "link-checker" / "link_checker",
}
MAY_IMPORT = {
    "sites": frozenset(),
    "link_checker": frozenset({"sites"}),
    "builder": frozenset({"sites", "link_checker"}),
    "cms": frozenset({"sites", "link_checker"}),
}
MUST_NOT_KNOW = {
    "sites": frozenset({"django", "wagtail", "pelican"}),
    "link_checker": frozenset({"django", "wagtail", "pelican"}),
    "builder": frozenset({"django", "wagtail"}),
    "cms": frozenset({"pelican"}),
}


def imported(source: str) -> set[str]:
    """The dotted names that a module imports anywhere in it, relative ones left out."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


def modules(package: str) -> Iterator[tuple[str, set[str]]]:
    """Each module of a package, by its path, with what it imports."""
    for path in sorted(FOLDERS[package].rglob("*.py")):
        yield str(path.relative_to(PROJECT)), imported(path.read_text("utf-8"))


def top(name: str) -> str:
    return name.partition(".")[0]


@pytest.mark.parametrize("package", FOLDERS)
def test_a_package_imports_only_what_lies_below_it(package: str) -> None:
    """
    `sites` imports none of ours, and nobody imports `cms` or `builder`.
    """
    allowed = MAY_IMPORT[package] | {package}
    strangers = {
        path: found
        for path, names in modules(package)
        if (found := {top(name) for name in names} & OURS - allowed)
    }

    assert strangers == {}


@pytest.mark.parametrize("package", FOLDERS)
def test_a_package_does_not_know_the_other_side_s_framework(package: str) -> None:
    """
    The build knows no Django, the cms no Pelican, and what both share knows neither.
    """
    strangers = {
        path: found
        for path, names in modules(package)
        if (found := {top(name) for name in names} & MUST_NOT_KNOW[package])
    }

    assert strangers == {}


@pytest.mark.parametrize("package", ["builder", "cms"])
def test_the_checker_is_used_by_its_public_names(package: str) -> None:
    """
    `from link_checker import …` and nothing from inside it.
    """
    inside = {
        path: found
        for path, names in modules(package)
        if (found := {name for name in names if name.startswith("link_checker.")})
    }

    assert inside == {}


def test_only_the_engine_knows_pelican() -> None:
    """
    Pelican stays at the rim of the build.
    """
    knowing = {
        path for path, names in modules("builder") if "pelican" in {top(name) for name in names}
    }

    assert knowing <= {"build/builder/engine.py"}


def test_outputs_read_through_the_view_and_write_nothing() -> None:
    """
    An output knows neither the store nor the engine, and opens neither file nor database.
    """
    forbidden = {"builder.store", "builder.engine", "sqlite3", "shutil", "tempfile"}
    strangers = {
        path: found
        for path, names in modules("builder")
        if path.startswith("build/builder/outputs/") and (found := names & forbidden)
    }

    assert strangers == {}


def test_an_import_is_found_wherever_it_stands() -> None:
    """
    Inside a function or behind TYPE_CHECKING, an import is an import.
    """
    source = (
        "import sites\ndef f():\n    from cms.feed import export\nif X:\n    import pelican.utils\n"
    )

    assert imported(source) == {"sites", "cms.feed", "pelican.utils"}
