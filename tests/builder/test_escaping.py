"""
What templates print is escaped as markupsafe escapes it, whatever is printed and wherever.
"""

from __future__ import annotations

import pytest
from jinja2 import Environment, UndefinedError
from markupsafe import Markup

from builder.paths import theme_folder
from builder.theme import Theme

HOSTILE = """<script>alert("1 & '2'")</script>"""


class Word(str):
    """A text that is no plain `str`."""


class Drawing:
    """What says itself how it stands in HTML."""

    def __html__(self) -> str:
        return "<svg></svg>"


VALUES = [
    "国办发〔2020〕1号",
    HOSTILE,
    Word(HOSTILE),
    Markup("<b>已废止</b>"),
    Drawing(),
    7,
    None,
    "",
]
TEMPLATES = {
    "by itself": "{{ value }}",
    "in an attribute": '<p title="{{ value }}">',
    "from a macro": "{% macro shown(it) %}<i>{{ it }}</i>{% endmacro %}{{ shown(value) }}",
    "around a call": "{% macro box() %}<i>{{ caller() }}</i>{% endmacro %}{% call box() %}{{ value }}{% endcall %}",
    "kept in a name": "{% set it %}<i>{{ value }}</i>{% endset %}{{ it }}",
    "joined to a text": "{{ '<' ~ value }}",
    "through a filter": "{{ [value, '<']|join('、') }}",
    "in a loop": "{% for each in [value, value] %}{{ each }}{% endfor %}",
}


@pytest.fixture(scope="module")
def environment():
    return Theme(theme_folder("base")).environment


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_value_is_printed_as_jinja_prints_it(environment, template, value):
    plain = Environment(autoescape=True).from_string(template).render(value=value)
    assert environment.from_string(template).render(value=value) == plain


def test_a_name_that_is_missing_is_still_a_fault(environment):
    with pytest.raises(UndefinedError):
        environment.from_string("{{ nothing }}").render()
