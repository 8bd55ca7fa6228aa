"""
From a folder of sites to frozen configurations: everyone reads it, it reads nobody.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from msgspec import structs

from sites.checks import faults_of_cluster, faults_of_site
from sites.config import SiteConfig, SiteFacts
from sites.errors import SitesError
from sites.skeletons import ColumnLine, column_tree, load_skeletons, read_lines
from sites.tables import load_toml, read_table

OWN_FOLDER = Path(__file__).resolve().parent
"""The folder of sites that comes with the project."""

_SLUG = re.compile(r"[a-z][a-z0-9-]*")


def load_sites(folder: Path = OWN_FOLDER) -> tuple[SiteConfig, ...]:
    """
    Every site of the cluster, the portal first, then by position.

    `folder` holds one folder per site with its site.toml, and may hold a skeletons.toml in place of
    the project's own. SitesError names everything that is wrong, not only the first fault.
    """
    faults: list[str] = []
    skeletons = _skeletons(folder, faults)
    sites = [
        site
        for path in sorted(folder.glob("*/site.toml"))
        if (site := _load_site(path, skeletons, faults)) is not None
    ]
    if not faults:
        places = {site.slug: _place(site.folder / "site.toml") for site in sites}
        faults.extend(faults_of_cluster(sites, places, folder.name))
    if faults:
        raise SitesError(faults)
    return tuple(sorted(sites, key=lambda site: (not site.is_portal, site.position, site.slug)))


def _place(path: Path) -> str:
    """How messages name a file: ``sites/water/site.toml``."""
    return "/".join(path.parts[-3:])


def _skeletons(folder: Path, faults: list[str]) -> dict[str, list[ColumnLine]]:
    path = folder / "skeletons.toml"
    if not path.is_file():
        path = OWN_FOLDER / "skeletons.toml"
    return load_skeletons(path, f"{path.parent.name}/{path.name}", faults)


def _load_site(
    path: Path, skeletons: dict[str, list[ColumnLine]], faults: list[str]
) -> SiteConfig | None:
    place, folder, before = _place(path), path.parent, len(faults)
    if not _SLUG.fullmatch(folder.name):
        faults.append(
            f"{place}：文件夹名“{folder.name}”只能用小写字母、数字和连字符，并以字母开头。请改名。"
        )
    raw = load_toml(path, place, faults)
    if raw is None:
        return None
    added = read_lines(raw.pop("columns", []), "columns", place, faults)
    facts = read_table(raw, SiteFacts, place, faults)
    if facts is None:
        return None
    faults.extend(faults_of_site(facts, folder, place))
    columns = column_tree(facts, skeletons[facts.type], added, place, faults)
    if len(faults) > before:
        return None
    values: dict[str, Any] = structs.asdict(facts)
    return SiteConfig(**values, slug=folder.name, folder=folder, columns=columns)
