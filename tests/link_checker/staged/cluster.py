"""
Two small sites, in a check and in folders.
"""

from __future__ import annotations

from pathlib import Path

from link_checker import (
    Finding,
    Snapshot,
    StagedCheck,
    StagedSite,
    judge,
    load_indicators,
    read_folders,
)
from link_checker.registry import all_rules
from link_checker.staged.tables import unpack
from tests.link_checker.helpers import AS_OF

SITES = (
    StagedSite("city", "http://www.city.test", ("city.localhost", "old.city.test")),
    StagedSite("water", "http://water.localhost:8080", ("slj.city.test",)),
)
Files = dict[tuple[str, str], bytes]
"""Content by site and path."""
Found = tuple[str, Finding]


def a_check(
    folder: Path, indicators: str = "gb_2019_19", sites: tuple[StagedSite, ...] = SITES
) -> StagedCheck:
    """The check whose file lies in a folder."""
    return StagedCheck(folder / "kept.sqlite3", sites, as_of=AS_OF, indicators=indicators)


def hand_over(check: StagedCheck, *files: Files) -> None:
    """Every file."""
    for part in files:
        for (site, path), content in part.items():
            check.put(site, path, content)


def found_by(check: StagedCheck) -> set[Found]:
    """What a check finds."""
    return {(each.rule, each.finding) for each in check.judge().findings}


def inspected(folder: Path, files: Files) -> Snapshot:
    """The same files, read out of folders."""
    for site in SITES:
        (folder / site.name).mkdir(parents=True)
        # A folder says by its site map where it stands.
        sitemap = f"<urlset><url><loc>{site.origin}/</loc></url></urlset>"
        (folder / site.name / "sitemap.xml").write_text(sitemap)
    for (name, path), content in files.items():
        file = folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    hosts = {
        name: str(folder / site.name)
        for site in SITES
        for name in (site.origin.split("/")[2].partition(":")[0], *site.domains)
    }
    return read_folders([folder / site.name for site in SITES], as_of=AS_OF, hosts=hosts)


def found_in(snapshot: Snapshot, indicators: str = "gb_2019_19") -> set[Found]:
    """What an inspection finds by the rules that hold."""
    chosen = load_indicators(indicators)
    rules = [rule for name, rule in all_rules().items() if name in chosen.holding]
    return {
        (result.rule, finding)
        for result in judge(snapshot, rules, chosen.parameters)
        for finding in result.findings
        if not finding.needs_review
    }


def kept_in(check: StagedCheck) -> dict[str, list[tuple[object, ...]]]:
    """All that a check knows, but for the numbers it gives to rows."""
    db = check._tables.db
    pages = [
        (*row[:-1], unpack(row[-1]))
        for row in db.execute(
            "SELECT url, path, site, digest, state, status, reason, final_url, content, kind, depth, facts"
            " FROM pages ORDER BY url"
        )
    ]
    queries = {
        "links": "SELECT name, sort, url FROM links JOIN places ON place = places.id"
        " JOIN pages ON page = pages.id ORDER BY name, sort, url",
        "columns": "SELECT * FROM columns ORDER BY host, position",
        "services": "SELECT * FROM services ORDER BY host",
        "robots": "SELECT * FROM robots ORDER BY host",
        "moved": "SELECT host, path, target, name FROM moved JOIN places ON place = places.id"
        " ORDER BY host, path",
        "counts": "SELECT * FROM counts ORDER BY site, what, value",
    }
    return {"pages": pages} | {name: db.execute(sql).fetchall() for name, sql in queries.items()}
