"""
Options that several commands of `zhanqun` take.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from builder.release import Retention

PORT = 8080
PORTS = click.IntRange(1, 65535)
_KEPT = Retention()

var = click.option(
    "--var",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var"),
    metavar="目录",
    help="构建端存放副本、索引和网站的目录，默认 var。",
)
output = click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="目录",
    help="网站所在的目录，默认 var/output。",
)
sign = click.option(
    "--sign",
    envvar="ZHANQUN_SIGNING_KEY",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="私钥",
    help="用这个 Ed25519 私钥（PEM）给版本签名；私钥不能放在网站目录里。",
)
theme = click.option(
    "--theme", default="base", metavar="主题", help="主题的名称或目录，默认 base。"
)
as_json = click.option("--json", "as_json", is_flag=True, help="结果以 JSON 格式输出，在最后一行。")

token = click.option(
    "--token",
    envvar="ZHANQUN_FEED_TOKEN",
    default="",
    metavar="令牌",
    help="读取网址所需的令牌。",
)
addresses = click.option(
    "--addresses",
    type=click.Choice(["real", "local"]),
    default="real",
    metavar="real|local",
    help="网站之间用正式域名（real），或用本机地址（local）。",
)
port = click.option(
    "--port", type=PORTS, default=PORT, metavar="端口", help="本机地址的端口，默认 8080。"
)
plugins = click.option(
    "--plugin", "plugins", multiple=True, metavar="插件", help="启用的 Pelican 插件，可重复。"
)

_PUBLISHING = (
    token,
    output,
    addresses,
    port,
    click.option("--only", multiple=True, metavar="输出", help="只生成这种输出，可重复。"),
    click.option("--without", multiple=True, metavar="输出", help="不生成这种输出，可重复。"),
    click.option(
        "--force",
        default="",
        metavar="原因",
        help="发布前的检查发现问题也全部发布；原因记入版本说明。",
    ),
    theme,
    plugins,
    click.option(
        "--jobs", type=click.IntRange(1), metavar="数目", help="同时工作的进程数，默认为处理器数。"
    ),
    sign,
    click.option(
        "--keep",
        type=click.IntRange(1),
        default=_KEPT.count,
        metavar="数目",
        help=f"每个网站最多保留几个版本，默认 {_KEPT.count}。",
    ),
    click.option(
        "--keep-days",
        type=click.IntRange(0),
        default=_KEPT.days,
        metavar="天数",
        help=f"旧版本被替换后保留几天，默认 {_KEPT.days}。",
    ),
    var,
)


def publishing(command: Callable[..., Any]) -> Callable[..., Any]:
    """The fields of `publishing.Settings`, but for the feed."""
    for option in reversed(_PUBLISHING):
        command = option(command)
    return command
