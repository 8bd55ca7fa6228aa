"""
Options that several commands of `zhanqun` take.
"""

from __future__ import annotations

from pathlib import Path

import click

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
as_json = click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON 格式的总计。")
