"""
What the documentation points at is there.
"""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from builder.ambiguous import traditional_command
from builder.nginx import nginx_command
from builder.preview import preview_command
from builder.pushing import push_command

PROJECT = Path(__file__).resolve().parents[2]
PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
HOW_TO = PROJECT / "docs" / "how-to"
NAMED_FILE = re.compile(r"`((?:build|cms|sites|themes|tests|docs|requirements)/[\w./-]+\.\w+)`")


def name(page: Path) -> str:
    return page.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    """
    A file that moved takes its links along.
    """
    targets = LINK.findall(page.read_text("utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent != HOW_TO], ids=name)
def test_every_file_that_a_document_names_exists(page: Path) -> None:
    """
    A module or template that was renamed is renamed in the documents too; how-to pages name files
    that their reader makes.
    """
    named = NAMED_FILE.findall(page.read_text("utf-8"))

    assert [path for path in named if not (PROJECT / path).exists()] == []


def test_every_verb_of_the_makefile_says_what_it_does() -> None:
    """
    Plain `make` lists them all; `browser` is a step of the tests, not a verb.
    """
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    verbs = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) - {"browser"}

    assert verbs == set(re.findall(r"^([a-z-]+):.* ## ", makefile, re.MULTILINE))


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (push_command, "publish-to-a-web-server.md"),
        (nginx_command, "publish-to-a-web-server.md"),
        (preview_command, "preview-drafts.md"),
        (traditional_command, "traditional-characters.md"),
    ],
    ids=["push", "nginx", "preview", "traditional"],
)
def test_every_option_is_documented(command: click.Command, name: str) -> None:
    """
    The page tells of each, but for those that all commands have.
    """
    page = (HOW_TO / name).read_text("utf-8")
    options = {param.opts[0] for param in command.params if isinstance(param, click.Option)}

    assert {each for each in options - {"--output", "--var", "--json"} if each not in page} == set()
