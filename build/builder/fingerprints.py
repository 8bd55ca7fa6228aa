"""
What a build depends on beside content and theme: our code and that of the packages it renders with,
the outputs and plugins, how addresses are written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.machinery import ModuleSpec
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import sites
from builder.errors import UsageError

_PACKAGES = ("pelican", "jinja2", "markupsafe", "feedgen", "lxml", "segno", "opencc", "msgspec")


def fingerprint(*parts: Iterable[str]) -> str:
    """The same only where code, packages and these parts are."""
    lines = [_code(), *("\n".join(part) for part in parts)]
    return hashlib.sha256("\0".join(lines).encode()).hexdigest()


def plugin_versions(names: Iterable[str]) -> list[str]:
    """Each plugin with the version of its package and the digest of its own file, where it has one."""
    return [f"{name} {_version(name)} {_source(name)}" for name in names]


def _source(name: str) -> str:
    found = _found(name)
    place = Path(found.origin) if found.has_location and found.origin else None
    return hashlib.sha256(place.read_bytes()).hexdigest() if place else ""


def _found(name: str) -> ModuleSpec:
    """Where Pelican would find it."""
    for each in (f"pelican.plugins.{name}", name):
        with suppress(ModuleNotFoundError):
            if found := find_spec(each):
                return found
    raise UsageError(f"没有名为“{name}”的插件。请核对 --plugin，或先安装它。")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@cache
def _code() -> str:
    digest = hashlib.sha256()
    for package in (Path(__file__).parent, Path(sites.__file__).parent):
        for path in sorted(package.rglob("*.py")):
            digest.update(f"{path.relative_to(package)}\0".encode() + path.read_bytes())
    for name in _PACKAGES:
        digest.update(f"{name} {_version(name)}\0".encode())
    return digest.hexdigest()
