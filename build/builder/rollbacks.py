"""
`zhanqun rollback` and `zhanqun resume`: back to an earlier release, and on again.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from builder import options
from builder.errors import UsageError
from builder.publishing import open_store, signer_of
from builder.release import ReleaseStore
from builder.releases import chosen
from builder.returning import rollback
from sites.terminal import ChineseCommand


@click.command("rollback", cls=ChineseCommand)
@click.argument("site", metavar="网站")
@click.argument("wanted", required=False, default="", metavar="[版本]")
@options.sign
@options.output
@options.var
@options.as_json
def rollback_command(
    site: str, wanted: str, sign: Path | None, output: Path | None, var: Path, as_json: bool
) -> None:
    """恢复到较早的版本（编号或根摘要，不写则为上一个），此后构建不再改动这个网站。"""
    folder = output or var / "output"
    releases = ReleaseStore(folder, signer_of(sign, folder))
    chosen(releases, [site])
    done = rollback(open_store(var), releases, site, wanted)
    if as_json:
        release = {"number": done.release.number, "root": done.release.root}
        click.echo(json.dumps({"site": site, **release, "left_out": done.left_out}))
        return
    click.echo(
        f"{site}：已恢复到版本 {done.release.number}（{done.release.root[:16]}），"
        f"之后撤下的 {len(done.left_out)} 个文件没有恢复。zhanqun resume {site} 之前，构建不再改动它。"
    )


@click.command("resume", cls=ChineseCommand)
@click.argument("sites", nargs=-1, required=True, metavar="网站…")
@options.output
@options.var
def resume_command(sites: tuple[str, ...], output: Path | None, var: Path) -> None:
    """让恢复到旧版本的网站重新跟随内容；下一次构建时更新到最新。"""
    releases = ReleaseStore(output or var / "output")
    pinned = releases.pins.all()
    for site in sites:
        if site not in pinned:
            named = "、".join(pinned) or "无"
            raise UsageError(f"网站“{site}”没有停在旧版本。停在旧版本的网站：{named}。")
    for site in sites:
        releases.pins.free(site)
        click.echo(f"{site}：下一次 zhanqun build 更新到最新。")
