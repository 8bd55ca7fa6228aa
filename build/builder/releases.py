"""
`zhanqun releases` and `zhanqun verify`: what was released, and whether it is still what is live.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from builder import options
from builder.errors import UsageError
from builder.release import Fault, Release, ReleaseStore, verify
from builder.release.signing import Verifier, load_verifier
from sites.terminal import ChineseCommand

SHOWN_IN = ZoneInfo("Asia/Shanghai")


_site = click.argument("site", required=False, metavar="[网站]")


@click.command("releases", cls=ChineseCommand)
@_site
@options.output
@options.var
@options.as_json
def releases_command(site: str | None, output: Path | None, var: Path, as_json: bool) -> None:
    """列出各网站保留的版本，新的在前；当前版本前有 * 号。"""
    store = ReleaseStore(output or var / "output")
    found = {slug: _rows(store, slug) for slug in chosen(store, [site] if site else [])}
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for slug, rows in found.items():
        click.echo(slug)
        for row in rows:
            click.echo(_line(row))


def _rows(store: ReleaseStore, slug: str) -> list[dict[str, Any]]:
    live, pin = store.sites.live(slug), store.pins.all().get(slug)
    return [
        _row(release, is_live=release == live, pinned_to=pin.number if pin else None)
        for release in store.sites.releases(slug)
    ]


def _row(release: Release, *, is_live: bool, pinned_to: int | None) -> dict[str, Any]:
    statement = release.statement()
    return {
        "number": release.number,
        "root": release.root,
        "released_at": release.released_at().astimezone(SHOWN_IN).isoformat(),
        "files": statement.files if statement else None,
        "size": statement.size if statement else None,
        "is_live": is_live,
        "is_signed": bool(statement and statement.signature),
        "pinned_to": pinned_to if is_live else None,
        "purged": statement.purged if statement else "",
    }


def _line(row: dict[str, Any]) -> str:
    mark = "*" if row["is_live"] else " "
    time = row["released_at"][:19].replace("T", " ")
    if row["files"] is None:
        facts = "版本说明丢失"
    else:
        facts = f"{row['files']} 个文件，{row['size'] / 1e6:.1f} MB"
    signed = "，已签名" if row["is_signed"] else ""
    purged = f"，清除过（{row['purged']}）" if row["purged"] else ""
    pinned = f"，停在版本 {row['pinned_to']}" if row["pinned_to"] is not None else ""
    return f"{mark} {row['number']:>5}  {row['root'][:16]}  {time}  {facts}{signed}{purged}{pinned}"


@click.command("verify", cls=ChineseCommand)
@_site
@options.output
@options.var
@options.as_json
@click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="公钥",
    help="核对签名的公钥（PEM）；不写则用构建时留下的公钥。",
)
@click.pass_context
def verify_command(
    context: click.Context,
    site: str | None,
    output: Path | None,
    var: Path,
    as_json: bool,
    key: Path | None,
) -> None:
    """核对当前网站的每个文件与发布时是否一致；有任何不同，退出状态为 1。"""
    store = ReleaseStore(output or var / "output")
    slugs = chosen(store, [site] if site else [])
    verifier = _verifier(store, key)
    found = {slug: verify(store, slug, verifier) for slug in slugs}
    if as_json:
        click.echo(json.dumps(_as_json(store, found, verifier), ensure_ascii=False))
    else:
        for slug, faults in found.items():
            _say(store, slug, faults, verifier)
    if any(found.values()):
        context.exit(1)


def _verifier(store: ReleaseStore, key: Path | None) -> Verifier | None:
    if key is None and not store.public_key.is_file():
        return None
    return load_verifier(key or store.public_key)


def _say(store: ReleaseStore, slug: str, faults: list[Fault], verifier: Verifier | None) -> None:
    for fault in faults:
        click.echo(f"{slug} {fault}")
    live = store.sites.live(slug)
    if faults:
        freed = f"zhanqun resume {slug} 和 " if slug in store.pins.all() else ""
        click.echo(
            f"{slug}：有 {len(faults)} 处与发布时不同。"
            f"请查明原因，再运行 {freed}zhanqun build --full 恢复。"
        )
    elif live:
        signature = "签名正确" if verifier else "没有公钥，未核对签名"
        click.echo(f"{slug}：版本 {live.root} 完整，{signature}。")


def _as_json(
    store: ReleaseStore, found: dict[str, list[Fault]], verifier: Verifier | None
) -> dict[str, Any]:
    result = {}
    for slug, faults in found.items():
        live = store.sites.live(slug)
        result[slug] = {
            "root": live.root if live else None,
            "is_signature_checked": verifier is not None,
            "faults": [{"kind": fault.kind, "path": fault.path} for fault in faults],
        }
    return result


def chosen(store: ReleaseStore, sites: Collection[str]) -> list[str]:
    """The sites that a command was given, or all that have releases; UsageError for one that has none."""
    slugs = store.sites.slugs()
    if not slugs:
        raise UsageError(f"{store.output}：这里还没有发布过网站。请先运行 zhanqun build。")
    for slug in sites:
        if slug not in slugs:
            raise UsageError(f"没有网站“{slug}”的版本。现有网站：{'、'.join(slugs)}。")
    return [*sites] or slugs
