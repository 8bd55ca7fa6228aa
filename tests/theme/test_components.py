"""
Components are what their component.toml says, and the demo page shows them all.
"""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

from builder import contexts
from builder.commands import zhanqun
from builder.components import Component, Example, Option, components, render_example
from builder.errors import ThemeError
from builder.theme import FRAGMENTS, Theme
from tests.theme.rendering import THEME

BASE = Theme(THEME)
COMPONENTS = components(THEME)
EXAMPLES = [(component, example) for component in COMPONENTS for example in component.examples]

every_component = pytest.mark.parametrize("component", COMPONENTS, ids=lambda each: each.name)
every_example = pytest.mark.parametrize(
    ("component", "example"), EXAMPLES, ids=[f"{c.name}: {e.name}" for c, e in EXAMPLES]
)


def parsed(name: str) -> nodes.Template:
    loader = BASE.environment.loader
    source = loader.get_source(BASE.environment, f"components/{name}/template.html")[0]
    return BASE.environment.parse(source)


def used_in(name: str) -> set[str]:
    """The names a component uses and does not make itself: of a macro, its arguments."""
    tree = parsed(name)
    free = find_undeclared_variables(tree) - set(BASE.environment.globals)
    if name in FRAGMENTS:
        return free
    assert free == set(), "a macro sees its arguments only"
    (macro,) = (each for each in tree.find_all(nodes.Macro) if each.name == name)
    loaded = {each.name for node in macro.body for each in node.find_all(nodes.Name)}
    loaded |= {each.name for each in macro.body if isinstance(each, nodes.Name)}
    return {argument.name for argument in macro.args if argument.name in loaded}


def test_every_folder_is_described():
    """
    No component without its component.toml.
    """
    folders = {path.parent.name for path in (THEME / "components").glob("*/template.html")}

    assert {component.name for component in COMPONENTS} == folders


@every_component
def test_every_variable_is_documented_and_every_documented_one_is_used(component):
    """
    What the template uses and what component.toml describes are the same names.
    """
    documented = {option.name for option in component.options}

    assert documented == used_in(component.name)
    assert all(option.description for option in component.options)


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_uses_what_it_is_given(name):
    """
    Header and footer get the fields of `Navigation`.
    """
    assert used_in(name) <= set(contexts.Navigation.__struct_fields__)


@every_component
def test_every_component_has_an_example(component):
    """
    There is something to show.
    """
    assert component.examples


@every_example
def test_example_renders(component, example):
    """
    The examples of a component work as printed, with values of the classes that pages use.
    """
    markup = render_example(BASE, component, example)

    assert "None" not in BeautifulSoup(markup, "lxml").get_text()


def test_the_demo_page_shows_every_example_and_needs_nothing_else(tmp_path):
    """
    `zhanqun components` writes one file that loads no other.
    """
    page = tmp_path / "folder" / "components.html"
    done = CliRunner().invoke(zhanqun, ["components", str(page)])

    soup = BeautifulSoup(page.read_text(), "lxml")
    assert done.output == f"组件演示页：{page}\n"
    assert [each.get_text() for each in soup.select(".demo > h2")] == [c.name for c in COMPONENTS]
    assert len(soup.select(".shown")) == len(EXAMPLES)
    assert not soup.select("link, script, [src]:not([src^='data:'])")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"colour": "red"}, "没有选项 colour"),
        ({"text": 1}, "与类型不符"),
        ({"text": "x", "link": {"title": "a", "adress": "/"}}, "与类型不符"),
    ],
)
def test_an_example_that_does_not_fit_is_refused(options, sentence):
    """
    With the component, the example, and what is wrong.
    """
    known = (Option("text", "str", "a text"), Option("link", "Link | None", "a link"))
    example = Example("faulty", options)

    with pytest.raises(ThemeError, match=f"notice/component.toml，示例“faulty”：.*{sentence}"):
        Component("notice", "", known, (example,)).values(example)
