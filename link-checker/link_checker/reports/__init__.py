"""
Reports: one module for each format, all from the same values (`model`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from link_checker.reports import html, json
from link_checker.reports.model import Report

FORMATS: Mapping[str, Callable[[Report], bytes]] = {"html": html.render, "json": json.render}
"""Formats that make a file, `report.<format>`; `console` writes to a terminal instead."""

__all__ = ["FORMATS", "Report"]
