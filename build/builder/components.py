"""
The components of a theme as their `component.toml` describes them, and `zhanqun components`, which
shows every example of each on one page.

An example gives a component's options as a page would, in the classes of `builder.contexts`; what it
does not give is empty.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import click
from markupsafe import Markup
from msgspec import Struct

from builder import contexts, options
from builder.errors import ThemeError
from builder.paths import theme_folder
from builder.theme import FRAGMENTS, Theme
from sites.colors import palette
from sites.terminal import ChineseCommand

_COLOR = "#1f5fa8"


@dataclass(frozen=True, slots=True)
class Option:
    """A name that the component's template uses; `type` is written as in `builder.contexts`."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Example:
    """Options as an example gives them."""

    name: str
    options: Mapping[str, Any]

    def printed(self) -> str:
        """The options to be read."""
        return json.dumps(self.options, ensure_ascii=False, indent=1)


@dataclass(frozen=True, slots=True)
class Component:
    """A folder of `components/`."""

    name: str
    description: str
    options: tuple[Option, ...]
    examples: tuple[Example, ...]

    def values(self, example: Example) -> dict[str, object]:
        """An example's options in their classes; an unknown or unfit one is a `ThemeError`."""
        place = f"components/{self.name}/component.toml，示例“{example.name}”"
        unknown = set(example.options) - {option.name for option in self.options}
        if unknown:
            raise ThemeError(f"{place}：没有选项 {'、'.join(sorted(unknown))}。请更正或补上说明。")
        try:
            return {
                option.name: _value(_kind(option.type), example.options.get(option.name))
                for option in self.options
            }
        except (TypeError, ValueError, NameError) as error:
            raise ThemeError(f"{place}：选项的写法与类型不符（{error}）。请更正。") from error


def components(folder: Path) -> tuple[Component, ...]:
    """The components of the theme in `folder`, by name."""
    return tuple(_described(path) for path in sorted(folder.glob("components/*/component.toml")))


def render_example(theme: Theme, component: Component, example: Example) -> Markup:
    """What a page would show."""
    template = f"components/{component.name}/template.html"
    values = component.values(example)
    if component.name in FRAGMENTS:
        return Markup(theme.render(template, values))
    return Markup(
        getattr(theme.environment.get_template(template).module, component.name)(**values)
    )


def demo_page(theme: Theme) -> str:
    """One page without any other file: all components, their options, and every example."""
    shown = [
        {
            "about": component,
            "examples": [
                (each, render_example(theme, component, each)) for each in component.examples
            ],
        }
        for component in components(theme.folder)
    ]
    colors = palette(_COLOR)
    style = theme.style(contexts.Colors(colors.main, colors.dark, colors.tint, colors.on_main))
    return theme.render("components.html", {"components": shown, "style": Markup(style)})


def _described(path: Path) -> Component:
    with path.open("rb") as file:
        try:
            found = tomllib.load(file)
            return Component(
                path.parent.name,
                found["description"],
                tuple(Option(**each) for each in found.get("option", ())),
                tuple(Example(each["name"], each["options"]) for each in found["example"]),
            )
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise ThemeError(f"{path}：说明的写法有误（{error}）。请对照其他组件更正。") from error


def _kind(written: str) -> Any:
    """The type that a description names: the theme's files are ours, as its templates are."""
    return eval(written, {}, vars(contexts))


def _value(kind: Any, given: Any) -> Any:
    if get_origin(kind) is UnionType:
        (inner,) = (each for each in get_args(kind) if each is not NoneType)
        return None if given is None else _value(inner, given)
    if get_origin(kind) is tuple:
        first, last = get_args(kind)
        kinds = repeat(first) if last is Ellipsis else (first, last)
        return tuple(map(_value, kinds, given or ()))
    if isinstance(kind, type) and issubclass(kind, Struct):
        return kind(**dict(_fields(kind, given)))
    if given is not None and not isinstance(given, str if kind is Markup else kind):
        raise TypeError(f"{given!r} is no {kind.__name__}")
    return kind() if given is None else kind(given)


def _fields(kind: Any, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(kind)
    for name, each in hints.items():
        yield name, _value(each, given.get(name))
    yield from ((name, value) for name, value in given.items() if name not in hints)


@click.command("components", cls=ChineseCommand)
@options.theme
@click.argument(
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("var/components.html"),
    metavar="[文件]",
)
def components_command(theme: str, page: Path) -> None:
    """写出主题的组件演示页：每个组件的说明、选项和全部示例。文件默认是 var/components.html。"""
    content = demo_page(Theme(theme_folder(theme)))
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(content, encoding="utf-8")
    click.echo(f"组件演示页：{page}")
