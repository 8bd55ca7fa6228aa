"""
Components are what their component.toml says.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from builder.contexts import Navigation
from tests.theme.rendering import THEME, environment

FOLDERS = sorted((THEME / "components").iterdir())
TEMPLATES = {"header", "footer"}


def described(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "component.toml").read_text(encoding="utf-8"))


def as_object(value: Any) -> Any:
    """A table as an object with attributes, the way templates meet it."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: as_object(each) for name, each in value.items()})
    return [as_object(each) for each in value] if isinstance(value, list) else value


def macro(name: str) -> Any:
    return getattr(environment().get_template(f"components/{name}/template.html").module, name)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_options_are_those_of_the_template(folder):
    """
    Every argument is described, and nothing else is.
    """
    options = [option["name"] for option in described(folder)["option"]]

    if folder.name in TEMPLATES:
        assert options == [field.name for field in fields(Navigation)]
    else:
        assert options == list(macro(folder.name).arguments)


@pytest.mark.parametrize(
    ("name", "example"),
    [
        pytest.param(folder.name, example, id=f"{folder.name}: {example['name']}")
        for folder in FOLDERS
        for example in described(folder).get("example", ())
    ],
)
def test_example_renders(name, example):
    """
    The examples of a component work as printed.
    """
    options = {key: as_object(value) for key, value in example["options"].items()}

    assert "None" not in macro(name)(**options)
