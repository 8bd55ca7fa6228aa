"""
`zhanqun push`: the live releases on another place, and whether they are whole there.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from builder import options
from builder.errors import UsageError
from builder.release import ReleaseStore
from builder.release.auditing import audit, mend
from builder.release.flat import audit_flat, mend_flat, push_flat
from builder.release.push import Pushed, push
from builder.release.target import Target, target_of
from builder.release.verifying import Fault
from builder.releases import chosen
from sites.terminal import ChineseCommand

_NOT_ATOMIC = (
    "目标不支持链接：网站是逐个文件更新的，其间读者会看到新旧并存；先发新页面，再发列表，最后删除。"
)


@click.command("push", cls=ChineseCommand)
@click.argument("place", metavar="目标")
@click.argument("sites", nargs=-1, metavar="[网站]…")
@click.option(
    "-e",
    "--ssh",
    envvar="ZHANQUN_SSH",
    default="ssh",
    metavar="命令",
    help="怎样用 ssh 连接主机，例如 'ssh -p 2222 -i 私钥'。",
)
@click.option(
    "--keep",
    type=click.IntRange(1),
    default=2,
    metavar="数目",
    help="目标处每个网站保留几个版本，默认 2；--flat 时没有旧版本。",
)
@click.option(
    "--verify", is_flag=True, help="不发送，只核对目标处的每个文件；有不同则退出状态为 1。"
)
@click.option("--repair", is_flag=True, help="先把目标处丢失或被改动的文件换回来，再发送。")
@click.option(
    "--flat",
    is_flag=True,
    help="目标处只用普通文件，网站里没有链接，给不支持或不提供链接的主机。",
)
@options.output
@options.var
@options.as_json
@click.pass_context
def push_command(
    context: click.Context,
    place: str,
    sites: tuple[str, ...],
    ssh: str,
    keep: int,
    verify: bool,
    repair: bool,
    flat: bool,
    output: Path | None,
    var: Path,
    as_json: bool,
) -> None:
    """把当前版本发送到目标（目录，或 用户@主机:目录），逐个网站切换；不写网站则为全部网站。"""
    store, target = ReleaseStore(output or var / "output"), target_of(place, ssh)
    _check(store, target, sites)
    console = Console(stderr=True, quiet=not sys.stderr.isatty())
    if verify:
        with console.status("正在核对…"):
            found = (audit_flat if flat else audit)(store, target, sites)
        if as_json:
            listed = {slug: [asdict(each) for each in faults] for slug, faults in found.items()}
            click.echo(json.dumps(listed, ensure_ascii=False))
        else:
            for slug, faults in found.items():
                for fault in faults:
                    click.echo(f"{slug} {fault}")
                click.echo(f"{slug}：{_state(faults)}")
        context.exit(1 if any(found.values()) else 0)
    started = time.monotonic()
    with console.status("正在发送…"):
        if repair:
            (mend_flat if flat else mend)(store, target, sites)
        pushed = push_flat(store, target, sites) if flat else push(store, target, sites, keep)
    if not pushed.is_atomic:
        click.echo(_NOT_ATOMIC, err=True)
    _say(pushed, time.monotonic() - started, as_json)


def _state(faults: list[Fault]) -> str:
    if not faults:
        return "完整。"
    number = len(faults)
    return f"有 {number} 处与发布时不同。请查明原因，再用 --repair 换回来。"


def _say(pushed: Pushed, seconds: float, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**asdict(pushed), "seconds": round(seconds, 3)}))
    elif sys.stdout.isatty():
        click.echo(
            f"完成：切换了 {len(pushed.switched)} 个网站，发送 {pushed.files} 个文件"
            f"（{pushed.bytes / 1e6:.1f} MB），用时 {seconds:.1f} 秒。"
        )


def _check(store: ReleaseStore, target: Target, sites: tuple[str, ...]) -> None:
    chosen(store, sites)
    if not target.host:
        folder = Path(target.folder).resolve()
        if any(folder.is_relative_to(ours) for ours in (store.output, store.folder)):
            raise UsageError(f"{target.name}：目标不能在网站或版本的目录里。请换一个目录。")
