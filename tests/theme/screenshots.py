"""
Pictures of every example page in every mode and width, and all of them on one sheet:
``python -m tests.theme.screenshots FOLDER [EXAMPLE…]``, or ``make screenshots``.
"""

from __future__ import annotations

import os
import shutil
import sys
from html import escape
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.theme.browser import open_example
from tests.theme.examples import EXAMPLES

WIDTHS = {"desk": 1366, "phone": 375}
MODES: dict[str, dict[str, Any]] = {
    "light": {},
    "elder": {"version": "elder"},
    "traditional": {"version": "hant"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "print": {"media": "print"},
}
_HEAD = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>screenshots</title>
<style>
body { font: 14px system-ui; background: #ccc }
section { display: flex; gap: 12px; align-items: start; overflow-x: auto }
img { display: block; height: 480px; object-fit: cover; object-position: top }
</style>
"""


def main(folder: Path, wanted: list[str]) -> None:
    """One PNG per example, mode and width, of the whole page; `index.html` shows them side by side."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("ZHANQUN_CHROMIUM") or shutil.which("chromium")
    lines = [_HEAD]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pages = {
            f"{mode}-{name}": (browser.new_page(viewport={"width": width, "height": 768}), mode)
            for mode in MODES
            for name, width in WIDTHS.items()
        }
        for example in wanted or EXAMPLES:
            lines.append(f"<h2>{escape(example)}</h2><section>")
            for name, (page, mode) in pages.items():
                media = dict(MODES[mode])
                version = media.pop("version", "")
                page.emulate_media(**media)
                open_example(page, example, version)
                page.screenshot(path=folder / f"{example}-{name}.png", full_page=True)
                lines.append(
                    f'<a href="{example}-{name}.png">{name}<img src="{example}-{name}.png" alt=""></a>'
                )
            lines.append("</section>")
    sheet = folder / "index.html"
    sheet.write_text("\n".join(lines), encoding="utf-8")
    print(sheet)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
