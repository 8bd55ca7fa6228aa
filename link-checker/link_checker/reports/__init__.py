"""
Reports: one module for each format, all from the same values (`model`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from link_checker.reports.html import render as html
from link_checker.reports.json import render as json
from link_checker.reports.model import Report

FORMATS: Mapping[str, Callable[[Report], bytes]] = {"html": html, "json": json}
"""Formats that make a file, `report.<format>`; `console` writes to a terminal instead."""

__all__ = ["FORMATS", "Report"]
