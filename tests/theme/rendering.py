"""
Renders an example as the builder does: header and footer first, then the page, nothing undefined.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from msgspec.structs import replace

from builder.contexts import Emergency, Navigation, Site
from builder.headings import lowered
from builder.labels import nested
from builder.traditional import HERE
from tests.theme.examples import COLORS, COLUMNS, EMERGENCY, EXAMPLES, FURTHER

THEME = Path(__file__).resolve().parents[2] / "themes" / "base"


@cache
def environment() -> Environment:
    """The Jinja environment that themes/README.md promises."""
    made = Environment(
        loader=FileSystemLoader(THEME),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = lambda path: f"/static/{path}"
    made.filters.update(lowered=lowered, nested=nested)
    return made


def names(context: Any) -> dict[str, Any]:
    """The fields of a context by name, values as they are."""
    return {name: getattr(context, name) for name in context.__struct_fields__}


def render_component(name: str, site: Site, emergency: Emergency | None = None) -> Markup:
    """Header or footer of `site`, the second column being the current one."""
    columns = (COLUMNS[0], replace(COLUMNS[1], is_current=True), *COLUMNS[2:])
    template = environment().get_template(f"components/{name}/template.html")
    return Markup(template.render(names(Navigation(site, emergency, columns, FURTHER))))


def render_page(page_type: str, context: Any, emergency: Emergency | None = None) -> str:
    """The page of that type, in the frame of its site."""
    header = render_component("header", context.site, emergency)
    footer = render_component("footer", context.site)
    template = environment().get_template(f"pages/{page_type}.html")
    page = template.render(names(replace(context, header=header, footer=footer)))
    return page.replace(HERE, context.here)


def render(example: str) -> str:
    """The page of an example, ``list.full`` for instance; there is an emergency in those named so."""
    page_type, _, name = example.partition(".")
    return render_page(page_type, EXAMPLES[example], EMERGENCY if name == "emergency" else None)


def site_css(site: Site) -> str:
    """The style sheet that holds a site's colours."""
    return (
        environment().get_template("site.css.jinja").render(colors=COLORS[site.slug], is_grey=False)
    )
