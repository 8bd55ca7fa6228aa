"""
docs/how-to/add-a-site.md works as it is written.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from sites import load_sites
from sites.registry import OWN_FOLDER

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add-a-site.md"


def test_the_documented_site_joins_the_sample_city(tmp_path: Path) -> None:
    """
    Two files in a new folder, and the cluster has a site more, with its own column.
    """
    folder = tmp_path / "sites"
    shutil.copytree(OWN_FOLDER, folder)
    facts, column = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (folder / "civil").mkdir()
    (folder / "civil" / "site.toml").write_text(facts + column, "utf-8")
    (folder / "civil" / "logo.svg").write_text("<svg/>", "utf-8")

    added = load_sites(folder)[-1]

    assert (added.slug, added.name) == ("civil", "示例市民政局")
    assert "zwgk/shjz" in [child.path for column in added.columns for child in column.children]
