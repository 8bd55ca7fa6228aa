"""
The commands of `link-checker`: thin shells around the library.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console

from link_checker.budget import limits_of
from link_checker.errors import BadUse, LinkCheckerError
from link_checker.inspection import Inspection, inspect, judge_again
from link_checker.moments import now, read_moment
from link_checker.progress import Progress
from link_checker.registry import all_rules
from link_checker.reports import FORMATS, console
from link_checker.reports.json import schema_text
from link_checker.rule_pages import write_pages
from sites.reasons import reason_of
from sites.terminal import ChineseGroup, wrong_use

SNAPSHOT = "snapshot.sqlite3"
"""What was read, kept beside the reports so that it can be judged again."""

logger = logging.getLogger(__name__)


def run(arguments: Sequence[str]) -> int:
    """Run a command; its exit status. Whatever goes wrong is one sentence on standard error."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return link_checker.main(list(arguments), "link-checker", standalone_mode=False) or 0
    except click.UsageError as error:
        return _fail(wrong_use(error), 2)
    except LinkCheckerError as error:
        return _fail(str(error), error.exit_status)
    except OSError as error:
        place, why = error.filename or "系统", reason_of(error)
        return _fail(f"{place}：{why}。请检查路径、权限和磁盘空间后重试。", 3)
    except (KeyboardInterrupt, click.Abort):
        return _fail("已中断。", 3)
    except Exception:
        logger.exception("unexpected")
        return _fail("程序内部出错，检查没有完成。请把上面的记录报告给开发者。", 3)


def _fail(sentence: str, status: int) -> int:
    click.echo(sentence, err=True)
    return status


@click.group(cls=ChineseGroup, invoke_without_command=True)
@click.pass_context
def link_checker(context: click.Context) -> None:
    """网站检查：读取网站，按检查指标判断，写出报告。"""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


_indicators = click.option(
    "--indicators",
    default="gb_2019_19",
    metavar="名称",
    help="检查指标的名称或 .toml 文件，默认 gb_2019_19（国办秘函〔2019〕19号）。",
)
_folder = click.option(
    "--report",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="目录",
    help="把报告和读到的内容（快照）写到这个目录。",
)
_formats = click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["console", *sorted(FORMATS)]),
    metavar="console|html|json",
    help="报告的格式，可重复；默认在屏幕上显示，写到目录时三种都要。",
)


@link_checker.command("inspect")
@click.argument("targets", nargs=-1, metavar="网址或文件夹…")
@_indicators
@click.option(
    "--as-of",
    metavar="日期",
    help="按这个时点判断更新是否及时，写作 2026-03-01（当天零时）或 2026-03-01T10:00，默认为现在。",
)
@click.option(
    "--host",
    "hosts",
    multiple=True,
    metavar="名称=位置",
    help="主机名对应的文件夹，或 IP地址:端口，可重复。",
)
@_folder
@_formats
@click.option(
    "--budget",
    multiple=True,
    metavar="名称=数目",
    help="访问的上限，可重复：pages（网页数）、seconds（总秒数）、external（外部链接数）、depth（层数）。",
)
@click.option("--resume", is_flag=True, help="接着读 --report 目录中没有读完的快照。")
def inspect_command(
    targets: tuple[str, ...],
    indicators: str,
    as_of: str | None,
    hosts: tuple[str, ...],
    folder: Path | None,
    formats: tuple[str, ...],
    budget: tuple[str, ...],
    resume: bool,
) -> int:
    """检查网站：可以给出几个网址，或几个存放网站的文件夹，作为一个站群。"""
    write = _writer(folder, formats)
    if resume and folder is None:
        raise BadUse("--resume 需要与 --report 同用。请写明上次的报告目录。")
    moment = read_moment(as_of) if as_of else now()
    with TemporaryDirectory(prefix="link-checker-") as passing, Progress() as progress:
        inspection = inspect(
            targets,
            indicators=indicators,
            as_of=moment,
            hosts=_pairs(hosts),
            limits=limits_of(budget),
            snapshot=(folder or Path(passing)) / SNAPSHOT,
            resume=resume,
            reading=progress.reading,
            judging=progress.judging,
        )
        progress.stop()
        return write(inspection)


def _print_schema(context: click.Context, _: click.Parameter, is_wanted: bool) -> None:
    if is_wanted:
        click.echo(schema_text(), nl=False)
        context.exit()


@link_checker.command("report")
@click.argument("snapshot", type=click.Path(path_type=Path), metavar="快照")
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="显示 JSON 报告的结构（JSON Schema）后结束。",
)
@_indicators
@_folder
@_formats
def report_command(
    snapshot: Path, indicators: str, folder: Path | None, formats: tuple[str, ...]
) -> int:
    """不再访问网站，对保存的快照重新判断，写出报告。"""
    write = _writer(folder, formats)
    with Progress() as progress:
        inspection = judge_again(snapshot, indicators=indicators, judging=progress.judging)
        progress.stop()
        return write(inspection)


@link_checker.command("rules")
@click.option(
    "--docs",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="目录",
    help="把每条规则的说明写成这个目录中的一页。",
)
def rules_command(docs: Path | None) -> None:
    """列出全部规则。"""
    if docs is not None:
        click.echo(f"已写出 {write_pages(docs)} 页：{docs}")
        return
    for rule in all_rules().values():
        click.echo(f"{rule.name}\t{rule.text.title}\t{rule.text.remedy}")


def _writer(folder: Path | None, formats: tuple[str, ...]) -> Callable[[Inspection], int]:
    """Where reports go, settled before anything is read; called, it writes them: the exit status."""
    chosen = formats or (("console", *FORMATS) if folder else ("console",))
    if folder is None and len(chosen) > 1:
        raise BadUse("几种格式不能同时显示在屏幕上。请用 --report 写明存放报告的目录。")

    def write(inspection: Inspection) -> int:
        for name in chosen:
            _write(inspection, name, folder)
        return 1 if any(inspection.findings) else 0

    return write


def _write(inspection: Inspection, name: str, folder: Path | None) -> None:
    if name == "console":
        console.write(inspection.report, Console())
    elif folder is None:
        click.echo(FORMATS[name](inspection.report), nl=False)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"report.{name}"
        path.write_bytes(FORMATS[name](inspection.report))
        if sys.stderr.isatty():
            click.echo(f"报告：{path}", err=True)


def _pairs(hosts: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for written in hosts:
        name, equals, place = written.partition("=")
        if not (name and equals and place):
            raise BadUse(
                f"--host {written}：应写作“主机名=文件夹”或“主机名=IP地址:端口”，"
                "例如 www.example.gov.cn=127.0.0.1:8080。"
            )
        pairs[name] = place
    return pairs
