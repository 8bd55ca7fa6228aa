"""
click in Chinese: help pages and messages of wrong use, for every command line of ours.

The only module of `sites` that needs click, which the extras `build` and `check` bring.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

_HELP = "显示这段说明。"
_SAID = {
    r"No such command '(.*)'\.": "没有命令“{}”。",
    r"Got unexpected extra arguments? \((.*)\)": "多写了“{}”。",
}
"""What click says in words alone."""


class _Chinese(click.Command):
    """Headings and the help option in Chinese."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [param.get_help_record(ctx) for param in self.get_params(ctx)]
        with formatter.section("选项"):
            # An argument without words of its own stands in the usage already.
            formatter.write_dl(
                [
                    (name, text.replace("[required]", "[必填]"))
                    for name, text in filter(None, records)
                    if text
                ]
            )


class ChineseCommand(_Chinese):
    """A command; `options_metavar` is what stands for its options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **kwargs})


class ChineseGroup(_Chinese, click.Group):
    """
    A group of commands. `later` names those whose module is imported when one is asked for: the command
    `name` is the module's `name_command`.
    """

    command_class = ChineseCommand

    def __init__(self, *args: Any, later: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        words = {"options_metavar": "[选项]", "subcommand_metavar": "命令 [参数]…"}
        super().__init__(*args, **{**words, **kwargs})
        self._later = later or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._later})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in self._later:
            command: click.Command = getattr(import_module(self._later[name]), f"{name}_command")
            return command
        return super().get_command(ctx, name)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        names = self.list_commands(ctx)
        commands = ((name, self.get_command(ctx, name)) for name in names)
        with formatter.section("命令"):
            formatter.write_dl(
                [(name, each.get_short_help_str(80)) for name, each in commands if each]
            )


def wrong_use(error: click.UsageError) -> str:
    """One Chinese sentence for what click found."""
    path = error.ctx.command_path if error.ctx else "zhanqun"
    return f"{_wrong_use(error)}请用 {path} --help 查看用法。"


def _wrong_use(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有选项“{error.option_name}”。"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数“{_name_of(error)}”。"
    if isinstance(error, click.BadParameter):
        return f"参数“{_name_of(error)}”的值不可用{_wanted(error)}。"
    if isinstance(error, click.BadOptionUsage):
        return f"选项“{error.option_name}”的用法不对。"
    for pattern, sentence in _SAID.items():
        if found := re.fullmatch(pattern, error.message):
            return sentence.format(found[1])
    return f"命令用法有误（{error.message}）。"


def _wanted(error: click.BadParameter) -> str:
    """What the parameter wants instead."""
    match error.param and error.param.type:
        case click.Choice(choices=choices):
            return f"，应为 {'、'.join(map(str, choices))} 之一"
        case click.IntRange(min=least, max=most) if most is not None:
            return f"，应为 {least} 到 {most} 的整数"
        case click.IntRange(min=least) if least is not None:
            return f"，应为不小于 {least} 的整数"
        case click.types.IntParamType():
            return "，应为整数"
        case click.Path(file_okay=False):
            return "，应为目录，而不是文件"
        case click.Path(dir_okay=False):
            return "，应为文件，而不是目录"
    return f"（{error.message}）"


def _name_of(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Argument) and error.param.metavar:
        return error.param.metavar.strip("[]…")
    if error.param is not None and error.param.opts:
        return error.param.opts[-1]
    return str(error.param_hint or "")
