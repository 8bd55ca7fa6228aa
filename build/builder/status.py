"""
`zhanqun status`: what is live, waiting, held and pinned, on one screen.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from builder import options
from builder.publishing import open_store
from builder.release import ReleaseStore
from builder.releases import SHOWN_IN
from builder.store import Store
from sites.terminal import ChineseCommand

_SHOWN = 10


@click.command("status", cls=ChineseCommand)
@options.output
@options.var
@options.as_json
def status_command(output: Path | None, var: Path, as_json: bool) -> None:
    """一屏说明：哪些版本在线，哪些内容等待发布、被检查扣下，哪些网站停在旧版本。"""
    found = {**_sites(ReleaseStore(output or var / "output")), **_content(open_store(var))}
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in _lines(found):
        click.echo(line)


def _sites(releases: ReleaseStore) -> dict[str, Any]:
    pins = releases.pins.all()
    rows = []
    for slug in releases.sites.slugs():
        live = releases.sites.live(slug)
        statement = live.statement() if live else None
        rows.append(
            {
                "site": slug,
                "number": live.number if live else None,
                "released_at": live.released_at().astimezone(SHOWN_IN).isoformat() if live else "",
                "files": statement.files if statement else None,
                "forced": statement.forced if statement else "",
                "pinned_to": pins[slug].number if slug in pins else None,
            }
        )
    return {"sites": rows}


def _content(store: Store) -> dict[str, Any]:
    if not store.is_filled:
        return {"cursor": None, "pending": [], "held": {}, "unreported": 0}
    held = store.held()
    return {
        "cursor": store.cursor,
        "pending": [str(ref) for ref in sorted(store.unreleased().pages)],
        "held": {
            str(ref): [f"{each.title}。{each.reason}" for each in found]
            for ref, found in held.items()
        },
        "unreported": len(store.unreported()),
    }


def _lines(found: dict[str, Any]) -> list[str]:
    if not found["sites"]:
        return ["还没有发布过网站。请先运行 zhanqun build。"]
    lines = [_site_line(row) for row in found["sites"]]
    pending, held = found["pending"], found["held"]
    lines.append(f"等待发布：{len(pending)} 件。{_named(pending)}" if pending else "等待发布：无。")
    if not held:
        lines.append("被检查扣下：无。")
    else:
        lines.append(f"被检查扣下：{len(held)} 件。")
        reasons = [f"  {name}：{each}" for name, each_of in held.items() for each in each_of]
        lines += reasons[:_SHOWN]
        if len(reasons) > _SHOWN:
            lines.append(f"  另有 {len(reasons) - _SHOWN} 处，用 --json 查看全部。")
    return lines


def _site_line(row: dict[str, Any]) -> str:
    if row["number"] is None:
        return f"{row['site']}  没有在线的版本"
    time = row["released_at"][:19].replace("T", " ")
    files = "版本说明丢失" if row["files"] is None else f"{row['files']} 个文件"
    notes = ""
    if row["pinned_to"] is not None:
        notes += f"，停在旧版本 {row['pinned_to']}"
    if row["forced"]:
        notes += f"，未经检查（{row['forced']}）"
    return f"{row['site']}  版本 {row['number']}  {time}  {files}{notes}"


def _named(names: list[str]) -> str:
    more = "等" if len(names) > _SHOWN else ""
    return "、".join(names[:_SHOWN]) + more
