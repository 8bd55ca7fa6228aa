"""
The pages of docs/how-to/ work as they are written.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from builder import outputs
from builder.addressing import Addressing
from builder.build import Plan, build, select_outputs
from builder.media import MediaFolder
from builder.paths import default_schemas, default_themes
from builder.schemas import load_schemas
from builder.sources import FileSource
from builder.store import Store
from builder.theme import Theme
from tests import helpers

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"


def code_blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (HOW_TO / page).read_text("utf-8"), re.DOTALL)


def built(folder: Path, feed: Path, schemas: Path, theme: Path, output: str) -> Path:
    """The portal's tree, made by one output."""
    store = Store(folder / "store.sqlite3", load_schemas(schemas), MediaFolder(folder / "media"))
    store.sync(FileSource(feed))
    plan = Plan(store, Theme(theme), Addressing(), select_outputs(only=[output]), folder / "output")
    build(plan)
    return folder / "output" / "portal"


def test_the_documented_output_is_found_and_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    One module in the folder of outputs, and every site has its file.
    """
    module, *_ = code_blocks("add-an-output.md", "python")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "column_titles.py").write_text(module, "utf-8")
    monkeypatch.setattr(outputs, "__path__", [*outputs.__path__, str(tmp_path / "more")])
    monkeypatch.delitem(sys.modules, "builder.outputs.column_titles", raising=False)
    feed = helpers.a_feed(
        tmp_path,
        helpers.site(),
        helpers.column(10, "tzgg", title="通知公告"),
        helpers.column(11, "nb", title="内部", is_hidden=True),
    )

    tree = built(
        tmp_path, feed, default_schemas(), default_themes() / "base", output="column_titles"
    )

    assert (tree / "columns.txt").read_text("utf-8") == "通知公告\t/tzgg/\n"


def test_the_documented_page_type_is_built_from_its_schema_and_template(tmp_path: Path) -> None:
    """
    A schema that the cms generated and one template: no line of the builder changes.
    """
    theme, schemas = tmp_path / "theme", tmp_path / "schemas"
    shutil.copytree(default_themes() / "base", theme)
    shutil.copytree(default_schemas(), schemas)
    (template,) = code_blocks("add-a-page-type.md", "jinja")
    (theme / "pages" / "press_conference.html").write_text(template, "utf-8")
    (schemas / "press_conference.json").write_text(
        json.dumps(press_conference_schema(schemas)), "utf-8"
    )
    article, _ = helpers.article(12, title="谈节约用水")
    data = {**article["data"], "speaker": "王示例"}
    del data["subtitle"], data["picture"]
    feed = helpers.a_feed(
        tmp_path,
        helpers.site(),
        helpers.column(10, "zxft"),
        helpers.put("press_conference", 12, **data),
        helpers.placement(13, "press_conference", 12, 10),
    )

    tree = built(tmp_path, feed, schemas, theme, output="pages")

    assert "发布人：王示例" in (tree / "zxft" / "2026-03" / "12.html").read_text("utf-8")


def press_conference_schema(schemas: Path) -> dict[str, object]:
    """The article's schema with `speaker` in place of subtitle and picture."""
    schema = json.loads((schemas / "article.json").read_text("utf-8"))
    schema["title"] = "press_conference"
    properties = schema["properties"]
    del properties["subtitle"], properties["picture"]
    properties["speaker"] = {"type": "string", "x-card": True}
    schema["required"] = list(properties)
    return schema
