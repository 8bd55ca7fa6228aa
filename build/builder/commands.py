"""
The commands of `zhanqun`: thin shells that turn options into a call and its result into a line.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from builder import options
from builder.errors import BuildError, UsageError, sentence_of
from builder.explaining import explanations
from builder.gate import NAME as GATE
from builder.gate import lines_of
from builder.options import PORT
from builder.outputs import all_outputs
from builder.processes import only_build
from builder.publishing import UNJUDGED, Publication, Publisher, Settings
from builder.searching import INDEX
from sites.terminal import ChineseGroup, wrong_use

logger = logging.getLogger(__name__)


def run(arguments: Sequence[str]) -> int:
    """Run a command; its exit status. Whatever goes wrong is one sentence on standard error."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return zhanqun.main(list(arguments), prog_name="zhanqun", standalone_mode=False) or 0
    except click.UsageError as error:
        return _fail(wrong_use(error), 2)
    except (KeyboardInterrupt, click.Abort):
        return _fail("已中断。", 3)
    except Exception as error:
        if sentence := sentence_of(error):
            return _fail(sentence, error.exit_status if isinstance(error, BuildError) else 3)
        logger.exception("unexpected")
        return _fail("程序内部出错，没有完成，已有的网站不受影响。请把上面的记录报告给开发者。", 3)


def _fail(sentence: str, status: int) -> int:
    click.echo(sentence, err=True)
    return status


_LATER = {
    "watch": "builder.watching",
    "preview": "builder.preview",
    "status": "builder.status",
    "releases": "builder.releases",
    "verify": "builder.releases",
    "rollback": "builder.rollbacks",
    "resume": "builder.rollbacks",
    "withdraw": "builder.withdrawals",
    "purge": "builder.withdrawals",
    "push": "builder.pushing",
    "nginx": "builder.nginx",
    "components": "builder.components",
    "traditional": "builder.ambiguous",
}


@click.group(cls=ChineseGroup, later=_LATER, invoke_without_command=True)
@click.pass_context
def zhanqun(context: click.Context) -> None:
    """站群：从数据流生成静态网站，并在本机查看。"""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@zhanqun.command("build")
@click.argument("sites", nargs=-1, metavar="[网站]…")
@click.option("--feed", metavar="文件或网址", help="先从这里更新内容；不写则用已有的副本。")
@options.publishing
@click.option(
    "--full", is_flag=True, help="全部重新生成；与 --feed 同用时，副本也从完整的数据流重新开始。"
)
@click.option("--explain", is_flag=True, help="说明重新生成了哪些文件，各因什么变化。")
@click.option("--list-outputs", is_flag=True, help="列出全部输出后结束。")
@options.as_json
def build_command(
    sites: tuple[str, ...],
    full: bool,
    explain: bool,
    list_outputs: bool,
    as_json: bool,
    **settings: Any,
) -> int:
    """生成网站：更新内容，生成全部页面和搜索索引，然后逐个网站切换到新版本。"""
    if list_outputs:
        _list_outputs()
        return 0
    started = time.monotonic()
    wanted = Settings(**settings)
    with only_build(wanted.var):
        publisher = Publisher(wanted, Console(stderr=True, quiet=not sys.stderr.isatty()))
        done = Publication(publisher.sync(afresh=full))
        if publisher.is_unjudged:
            click.echo(UNJUDGED, err=True)
        done.build = publisher.build(sites, full=full)
        for slug in done.build.pinned if sites else ():
            click.echo(f"{slug}：停在旧版本，没有更新。请先运行 zhanqun resume {slug}。", err=True)
        for line in explanations(done.build.sites) if explain else ():
            click.echo(line)
        for line in lines_of(done.build.held, done.build.told):
            click.echo(line, err=True)
        held_before = publisher.store.held() if wanted.force.strip() else {}
        if held_before:
            click.echo(
                f"先前扣下的 {len(held_before)} 件没有上线：它们的新内容没有保留。"
                "要一并发布，请加上 --full 和 --feed，从完整的数据流重新生成。",
                err=True,
            )
        done.indexed = publisher.index()
        publisher.purge_leaks()
    totals = {**done.totals(), "seconds": round(time.monotonic() - started, 3)}
    if as_json:
        click.echo(json.dumps(totals, ensure_ascii=False))
    elif sys.stdout.isatty():
        click.echo(
            f"完成：{totals['files']} 个文件，其中 {totals['changed']} 个有变化，用时 {totals['seconds']} 秒。"
        )
    return 1 if done.build.held or held_before else 0


def _list_outputs() -> None:
    for name, output in all_outputs().items():
        click.echo(f"{name}\t{output.__doc__.strip().splitlines()[0]}")
    click.echo(f"{INDEX}\t搜索索引：供搜索服务使用，不在网站目录之内。")
    click.echo(f"{GATE}\t发布前的检查：有问题的内容不上线，其余照常发布。")


@zhanqun.command("serve")
@options.output
@click.option("--port", type=options.PORTS, default=PORT, metavar="端口", help="端口，默认 8080。")
@options.var
def serve_command(output: Path | None, port: int, var: Path) -> None:
    """在本机按主机名提供全部网站：http://portal.localhost:8080 等。"""
    from builder.serve import make_server

    folder = output or var / "output"
    with make_server(folder, var / INDEX, port) as server, suppress(KeyboardInterrupt):
        for line in server.addresses():
            click.echo(line)
        click.echo("按 Ctrl+C 结束。")
        server.serve_forever()


@zhanqun.command("search")
@click.argument("query", required=False, metavar="[查询]")
@click.option("--serve", is_flag=True, help="提供搜索服务，供网页服务器转接。")
@click.option("--site", metavar="网站", help="只搜索这个网站。")
@click.option(
    "--port", type=options.PORTS, default=8081, metavar="端口", help="搜索服务的端口，默认 8081。"
)
@options.output
@options.var
def search_command(
    query: str | None, serve: bool, site: str | None, port: int, output: Path | None, var: Path
) -> None:
    """查询搜索索引，或提供搜索服务。"""
    from builder.search import Searcher
    from builder.search.service import search_server
    from builder.search.terminal import result_lines

    if serve:
        folder = output or var / "output"
        with search_server(var / INDEX, folder, port) as server, suppress(KeyboardInterrupt):
            server.serve_forever()
    elif not query:
        raise UsageError("没有写明要查什么。请写查询词，或用 --serve 提供搜索服务。")
    else:
        for line in result_lines(Searcher(var / INDEX).search(query, site=site)):
            click.echo(line)


@zhanqun.command("demo")
@click.option("--no-serve", is_flag=True, help="只生成，不启动网站和内容管理端。")
@click.option(
    "--port", type=options.PORTS, default=PORT, metavar="端口", help="网站的端口，默认 8080。"
)
@click.option(
    "--cms-port",
    type=options.PORTS,
    default=8000,
    metavar="端口",
    help="内容管理端的端口，默认 8000。",
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
