"""
`zhanqun withdraw --prove` and `zhanqun purge`: that what was withdrawn is gone, from old releases too.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from builder import options
from builder.errors import UsageError
from builder.publishing import open_store, signer_of
from builder.release import ReleaseStore
from builder.releases import chosen
from builder.searching import INDEX
from builder.withdrawing import Proof, names_of, prove, purge
from sites.terminal import ChineseCommand

_wanted = click.argument("wanted", nargs=-1, required=True, metavar="编号或地址…")


@click.command("withdraw", cls=ChineseCommand)
@_wanted
@click.option("--prove", "is_proof", is_flag=True, help="读遍全部网站和搜索索引，证明已经撤净。")
@click.option("--text", "texts", multiple=True, metavar="文字", help="正文中的一句话，也一并查找。")
@options.output
@options.var
@options.as_json
@click.pass_context
def withdraw_command(
    context: click.Context,
    wanted: tuple[str, ...],
    is_proof: bool,
    texts: tuple[str, ...],
    output: Path | None,
    var: Path,
    as_json: bool,
) -> None:
    """证明撤下的内容已不在任何网站、列表、订阅、站点地图、目录和索引中；还有提及则退出状态为 1。"""
    if not is_proof:
        raise UsageError(
            "撤下内容请在内容管理端进行，再运行 zhanqun build；撤净与否用 --prove 证明。"
        )
    if not all(text.strip() for text in texts):
        raise UsageError("--text 是空的。请写正文中的一句话。")
    store, releases = open_store(var), ReleaseStore(output or var / "output")
    chosen(releases, [])
    proof = prove(store, releases, var / INDEX, names_of(store, wanted), texts)
    if as_json:
        click.echo(json.dumps(asdict(proof), ensure_ascii=False))
    else:
        _say(proof)
    if proof.mentions:
        context.exit(1)


def _say(proof: Proof) -> None:
    for each in proof.mentions:
        click.echo(f"{each.site} {each.path}：还有 {each.found}。")
    for site, path in proof.gone:
        click.echo(f"{site} {path}：回答 410。")
    read = f"读了 {proof.files} 个文件和索引中的 {proof.documents} 件"
    if proof.mentions:
        click.echo(f"{read}，{len(proof.mentions)} 处还有提及。请运行 zhanqun build 后重试。")
    else:
        click.echo(f"{read}，没有一处提及。")


@click.command("purge", cls=ChineseCommand)
@_wanted
@click.option("--reason", required=True, metavar="原因", help="为什么清除；记入版本说明。")
@options.sign
@options.output
@options.var
@options.as_json
def purge_command(
    wanted: tuple[str, ...],
    reason: str,
    sign: Path | None,
    output: Path | None,
    var: Path,
    as_json: bool,
) -> None:
    """把已撤下的内容也从保留的旧版本中清除，并记录在案。"""
    folder = output or var / "output"
    store, releases = open_store(var), ReleaseStore(folder, signer_of(sign, folder))
    chosen(releases, [])
    if not reason.strip():
        raise UsageError("没有写明原因。请用 --reason 写明为什么清除。")
    done = purge(store, releases, var / INDEX, names_of(store, wanted), reason)
    if as_json:
        rows = [
            {
                "site": each.release.site,
                "number": each.release.number,
                "from": each.release.root,
                "to": each.root,
                "left_out": each.left_out,
            }
            for each in done
        ]
        click.echo(json.dumps(rows))
        return
    for each in done:
        release = each.release
        what = f"清除了 {len(each.left_out)} 个文件" if each.tree else "已损坏，整个删去"
        click.echo(f"{release.site}：版本 {release.number} {what}。")
    click.echo(f"清除了 {len(done)} 个旧版本。" if done else "保留的旧版本中没有这些内容。")
