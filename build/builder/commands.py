"""
The commands of `zhanqun`: thin shells that turn options into a call and its result into a line.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from builder import options
from builder.addressing import Addressing, AddressMode
from builder.build import Build, Plan, build, select_outputs
from builder.errors import BuildError, UsageError
from builder.explaining import explanations
from builder.gate import NAME as GATE
from builder.gate import lines_of
from builder.media import MediaFolder
from builder.nginx import nginx_command
from builder.outputs import all_outputs
from builder.paths import default_schemas, default_themes
from builder.processes import only_build
from builder.pushing import push_command
from builder.release import ReleaseStore, Retention
from builder.release.signing import Signer, load_signer
from builder.release.store import check_key_place
from builder.releases import releases_command, verify_command
from builder.results import report_live
from builder.schemas import load_schemas
from builder.search import NoIndexError, Searcher, result_lines, search_server
from builder.searching import INDEX, update_index
from builder.sources import HttpSource, source_of
from builder.store import Store, SyncResult
from builder.theme import Theme
from sites.reasons import reason_of
from sites.terminal import ChineseGroup, wrong_use

PORT = 8080
_KEPT = Retention()

logger = logging.getLogger(__name__)


def run(arguments: Sequence[str]) -> int:
    """Run a command; its exit status. Whatever goes wrong is one sentence on standard error."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return zhanqun.main(list(arguments), prog_name="zhanqun", standalone_mode=False) or 0
    except click.UsageError as error:
        return _fail(wrong_use(error), 2)
    except (BuildError, NoIndexError) as error:
        return _fail(str(error), getattr(error, "exit_status", 3))
    except OSError as error:
        return _fail(
            f"{error.filename or '系统'}：{reason_of(error)}。请检查路径、权限和磁盘空间后重试。", 3
        )
    except sqlite3.OperationalError as error:
        return _fail(f"构建端的副本读写不了（{error}）。请检查磁盘空间和权限后重试。", 3)
    except (KeyboardInterrupt, click.Abort):
        return _fail("已中断。", 3)
    except Exception:
        logger.exception("unexpected")
        return _fail("程序内部出错，没有完成，已有的网站不受影响。请把上面的记录报告给开发者。", 3)


def _fail(sentence: str, status: int) -> int:
    click.echo(sentence, err=True)
    return status


@click.group(cls=ChineseGroup, invoke_without_command=True)
@click.pass_context
def zhanqun(context: click.Context) -> None:
    """站群：从数据流生成静态网站，并在本机查看。"""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@zhanqun.command("build")
@click.argument("sites", nargs=-1, metavar="[网站]…")
@click.option("--feed", metavar="文件或网址", help="先从这里更新内容；不写则用已有的副本。")
@click.option(
    "--token", envvar="ZHANQUN_FEED_TOKEN", default="", metavar="令牌", help="读取网址所需的令牌。"
)
@options.output
@click.option(
    "--addresses",
    type=click.Choice(["real", "local"]),
    default="real",
    metavar="real|local",
    help="网站之间用正式域名（real），或用本机地址（local）。",
)
@click.option("--port", type=int, default=PORT, metavar="端口", help="本机地址的端口，默认 8080。")
@click.option(
    "--full", is_flag=True, help="全部重新生成；与 --feed 同用时，副本也从完整的数据流重新开始。"
)
@click.option("--explain", is_flag=True, help="说明重新生成了哪些文件，各因什么变化。")
@click.option("--only", multiple=True, metavar="输出", help="只生成这种输出，可重复。")
@click.option("--without", multiple=True, metavar="输出", help="不生成这种输出，可重复。")
@click.option(
    "--force",
    default="",
    metavar="原因",
    help="发布前的检查发现问题也全部发布；原因记入版本说明。",
)
@click.option("--list-outputs", is_flag=True, help="列出全部输出后结束。")
@click.option("--theme", default="base", metavar="主题", help="主题的名称或目录，默认 base。")
@click.option(
    "--plugin", "plugins", multiple=True, metavar="插件", help="启用的 Pelican 插件，可重复。"
)
@click.option(
    "--jobs", type=click.IntRange(1), metavar="数目", help="同时工作的进程数，默认为处理器数。"
)
@click.option(
    "--sign",
    envvar="ZHANQUN_SIGNING_KEY",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="私钥",
    help="用这个 Ed25519 私钥（PEM）给版本签名；私钥不能放在网站目录里。",
)
@click.option(
    "--keep",
    type=click.IntRange(1),
    default=_KEPT.count,
    metavar="数目",
    help=f"每个网站最多保留几个版本，默认 {_KEPT.count}。",
)
@click.option(
    "--keep-days",
    type=click.IntRange(0),
    default=_KEPT.days,
    metavar="天数",
    help=f"旧版本被替换后保留几天，默认 {_KEPT.days}。",
)
@options.as_json
@options.var
def build_command(**given: Any) -> int:
    """生成网站：更新内容，生成全部页面和搜索索引，然后逐个网站切换到新版本。"""
    if given["list_outputs"]:
        _list_outputs()
        return 0
    started = time.monotonic()
    with only_build(given["var"]):
        totals = _build(**given)
    totals["seconds"] = round(time.monotonic() - started, 3)
    if given["as_json"]:
        click.echo(json.dumps(totals, ensure_ascii=False))
    elif sys.stdout.isatty():
        click.echo(
            f"完成：{totals['files']} 个文件，其中 {totals['changed']} 个有变化，用时 {totals['seconds']} 秒。"
        )
    return 1 if totals["held"] else 0


def _list_outputs() -> None:
    for name, output in all_outputs().items():
        click.echo(f"{name}\t{output.__doc__.strip().splitlines()[0]}")
    click.echo(f"{INDEX}\t搜索索引：供搜索服务使用，不在网站目录之内。")
    click.echo(f"{GATE}\t发布前的检查：有问题的内容不上线，其余照常发布。")


def _build(
    sites: tuple[str, ...],
    feed: str | None,
    token: str,
    output: Path | None,
    addresses: AddressMode,
    port: int,
    full: bool,
    explain: bool,
    force: str,
    only: tuple[str, ...],
    without: tuple[str, ...],
    theme: str,
    plugins: tuple[str, ...],
    jobs: int | None,
    sign: Path | None,
    keep: int,
    keep_days: int,
    var: Path,
    **_: Any,
) -> dict[str, Any]:
    console = Console(stderr=True, quiet=not sys.stderr.isatty())
    outputs = select_outputs(
        [n for n in only if n != INDEX], [n for n in without if n not in (INDEX, GATE)]
    )
    output = output or var / "output"
    signer = _signer(sign, output)
    store = open_store(var)
    synced = SyncResult()
    source = source_of(feed, token) if feed else None
    if source:
        with console.status("正在更新内容…"):
            synced = store.sync(source, afresh=full)
    plan = Plan(
        store=store,
        theme=Theme(_theme_folder(theme)),
        addressing=Addressing(addresses, port),
        outputs={} if only == (INDEX,) else outputs,
        output=output,
        plugins=plugins,
        signer=signer,
        retention=Retention(keep, keep_days),
        forced=force.strip(),
        is_gated=GATE not in without and _is_judgeable(outputs),
    )
    if GATE not in without and plan.outputs and not plan.is_gated:
        click.echo("没有生成全部网页，这次不经发布前的检查。", err=True)
    done = Build({}, {}, [])
    if plan.outputs:
        with console.status("正在生成网站…"):
            done = build(plan, sites, jobs or os.cpu_count() or 1, full=full)
    made = done.sites
    if explain:
        for line in explanations(made):
            click.echo(line)
    for line in lines_of(done.held, done.told):
        click.echo(line, err=True)
    if isinstance(source, HttpSource) and "pages" in plan.outputs:
        report_live(plan, source, made)
    indexed = None
    if INDEX not in without and (not only or INDEX in only):
        with console.status("正在建立搜索索引…"):
            indexed = update_index(plan, var / INDEX)
    return {
        "files": sum(sum(each.files.values()) for each in made.values()),
        "rendered": sum(each.rendered for each in made.values()),
        "changed": sum(each.changed for each in made.values()),
        "sites": {slug: each.files for slug, each in made.items()},
        "releases": {
            slug: {"root": each.root, "is_switched": each.is_switched}
            for slug, each in made.items()
        },
        "records": {"put": synced.put, "dropped": synced.dropped, "unchanged": synced.unchanged},
        "indexed": indexed,
        "held": {str(ref): [each.reason for each in found] for ref, found in done.held.items()},
        "told": len(done.told),
    }


def _is_judgeable(outputs: Collection[str]) -> bool:
    """Whether all is made that pages link to and that columns are known by; feeds are not missed."""
    return not set(all_outputs()).difference(outputs, ("atom", "rss"))


def _signer(key: Path | None, output: Path) -> Signer | None:
    if key is None:
        return None
    check_key_place(ReleaseStore(output), key)
    return load_signer(key)


def open_store(var: Path) -> Store:
    """The store and media in a run-time folder."""
    schemas = load_schemas(Path(os.environ.get("ZHANQUN_SCHEMAS") or default_schemas()))
    return Store(var / "store.sqlite3", schemas, MediaFolder(var / "media"))


def _theme_folder(name: str) -> Path:
    return Path(name) if os.sep in name else default_themes() / name


@zhanqun.command("serve")
@options.output
@click.option("--port", type=int, default=PORT, metavar="端口", help="端口，默认 8080。")
@options.var
def serve_command(output: Path | None, port: int, var: Path) -> None:
    """在本机按主机名提供全部网站：http://portal.localhost:8080 等。"""
    from builder.serve import make_server

    folder = output or var / "output"
    with make_server(folder, var / INDEX, port) as server:
        for line in server.addresses():
            click.echo(line)
        click.echo("按 Ctrl+C 结束。")
        server.serve_forever()


@zhanqun.command("search")
@click.argument("query", required=False, metavar="[查询]")
@click.option("--serve", is_flag=True, help="提供搜索服务，供网页服务器转接。")
@click.option("--site", metavar="网站", help="只搜索这个网站。")
@click.option("--port", type=int, default=8081, metavar="端口", help="搜索服务的端口，默认 8081。")
@options.output
@options.var
def search_command(
    query: str | None, serve: bool, site: str | None, port: int, output: Path | None, var: Path
) -> None:
    """查询搜索索引，或提供搜索服务。"""
    if serve:
        with search_server(var / INDEX, output or var / "output", port) as server:
            server.serve_forever()
    elif not query:
        raise UsageError("没有写明要查什么。请写查询词，或用 --serve 提供搜索服务。")
    else:
        for line in result_lines(Searcher(var / INDEX).search(query, site=site)):
            click.echo(line)


zhanqun.add_command(releases_command)
zhanqun.add_command(verify_command)
zhanqun.add_command(push_command)
zhanqun.add_command(nginx_command)


@zhanqun.command("demo")
@click.option("--no-serve", is_flag=True, help="只生成，不启动网站和内容管理端。")
@click.option("--port", type=int, default=PORT, metavar="端口", help="网站的端口，默认 8080。")
@click.option(
    "--cms-port", type=int, default=8000, metavar="端口", help="内容管理端的端口，默认 8000。"
)
@click.option(
    "--defects", is_flag=True, help="另做一份放入缺陷的网站（var/defects），检查能否全部找出。"
)
@options.var
def demo_command(no_serve: bool, port: int, cms_port: int, defects: bool, var: Path) -> None:
    """建立示例市：内容管理端、数据流、网站和搜索，一步到位。"""
    from builder.demo import Demo

    def build_demo(feed: str, token: str) -> None:
        arguments = ["--feed", feed, "--token", token, "--addresses", "local", "--port", str(port)]
        build_command.main([*arguments, "--var", str(var)], standalone_mode=False)

    Demo(var, port, cms_port, build_demo).run(serve=not no_serve, defects=defects)
