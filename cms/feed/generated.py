"""
The committed files made from the declarations: `schemas/<kind>.json` and `examples/<kind>.json`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cms.feed.registry import kinds

FOLDER = Path(__file__).parent


def expected_files() -> dict[Path, str]:
    """Every generated file and what must stand in it."""
    files = {}
    for kind in kinds().values():
        files[FOLDER / "schemas" / f"{kind.name}.json"] = _pretty(kind.schema())
        files[FOLDER / "examples" / f"{kind.name}.json"] = _pretty(kind.example_line())
    return files


def stale_files() -> list[Path]:
    """Files that differ from the declarations, are missing, or belong to no kind."""
    expected = expected_files()
    present = {*FOLDER.glob("schemas/*.json"), *FOLDER.glob("examples/*.json")}
    stale = [path for path in present if path not in expected]
    for path, text in expected.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
    return sorted(stale)


def write_files() -> list[Path]:
    """Bring the files up to date; returns those that changed."""
    expected = expected_files()
    changed = stale_files()
    for path in changed:
        if path in expected:
            path.write_text(expected[path], encoding="utf-8")
        else:
            path.unlink()
    return changed


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
