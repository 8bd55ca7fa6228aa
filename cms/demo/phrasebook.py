"""
The phrases and fields of work the city is made of, read from `phrases/`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "phrases"


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that is counted, and between which numbers it lies."""

    name: str
    unit: str
    low: int
    high: int

    @property
    def phrase(self) -> str:
        """With a slot for the number: ``改造管网{30-180}公里``."""
        return f"{self.name}{{{self.low}-{self.high}}}{self.unit}"


@dataclass(frozen=True, slots=True)
class Topic:
    """A field of work of a body."""

    name: str
    subject: str
    object: tuple[str, ...]
    measures: tuple[str, ...]
    figures: tuple[Figure, ...]
    activity: tuple[str, ...]
    service: str = "社会保障卡申领"


@cache
def sentence_rules() -> dict[str, tuple[str, ...]]:
    """The rules that all fields of work share."""
    return {name: tuple(phrases) for name, phrases in _load("sentences").items()}


@cache
def topics(site: str) -> tuple[Topic, ...]:
    """The fields of work of a site; one that has none of its own works in all of the portal's."""
    name = site if (FOLDER / f"{site}.toml").is_file() else "portal"
    return tuple(_topic(entry) for entry in _load(name)["topics"])


def _topic(entry: dict[str, Any]) -> Topic:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    return Topic(**{**values, "figures": tuple(Figure(*figure) for figure in entry["figures"])})


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
