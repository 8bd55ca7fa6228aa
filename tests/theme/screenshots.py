"""
Writes a picture of each example page at desk and phone width: ``python -m tests.theme.screenshots FOLDER``.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.theme.browser import open_example
from tests.theme.examples import EXAMPLES

WIDTHS = {"desk": 1366, "phone": 375}


def main(folder: Path, wanted: list[str]) -> None:
    """One PNG per example and width, of the whole page."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("ZHANQUN_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, width in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": 768})
            for example in wanted or EXAMPLES:
                open_example(page, example)
                page.screenshot(path=folder / f"{example}-{name}.png", full_page=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
