"""
The report for people: one HTML file that needs nothing else, without script, for screen and A4.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from link_checker.reports import words
from link_checker.reports.model import Report
from link_checker.reports.views import views_of

if TYPE_CHECKING:
    from jinja2 import Environment

GROUPS_SHOWN = 50
"""Different findings of one rule on one site; the JSON report has them all."""
PAGES_SHOWN = 5
"""Pages named for one of them."""
ROWS_SHOWN = 100
"""Pages, places and addresses in one table."""


def render(report: Report) -> bytes:
    """UTF-8."""
    template = _environment().get_template("report.html.jinja")
    text = template.render(
        report=report,
        views=views_of(report),
        as_of=_moment(report.as_of),
        groups_shown=GROUPS_SHOWN,
        pages_shown=PAGES_SHOWN,
        rows_shown=ROWS_SHOWN,
    )
    return text.encode()


@cache
def _environment() -> Environment:
    # Only a report for people takes the time to load this.
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("link_checker.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    source, _, _ = environment.loader.get_source(environment, "report.css")  # type: ignore[union-attr]
    environment.globals.update(words=words, style=Markup(source))
    environment.filters.update(number=words.number, readable=words.readable)
    return environment


def _moment(as_of: str) -> str:
    return datetime.fromisoformat(as_of).strftime("%Y-%m-%d %H:%M")
