"""
The same city for Hugo: one project with a section for each site and, in it, for each column.

Its articles are HTML files with front matter in JSON; what every page of a column has is rendered once.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from tests.bench.corpus import Article, Corpus

_PROJECT = Path(__file__).parent / "hugo_site"


def write_project(corpus: Corpus, folder: Path) -> None:
    """Layouts, settings and content."""
    shutil.copytree(_PROJECT, folder)
    slugs: dict[int, str] = {}
    for each in corpus.sites:
        data = each["data"]
        slugs[each["id"]] = data["slug"]
        others = [s["data"] for s in corpus.sites if s["id"] != each["id"]]
        is_portal = data["type"] == "portal"
        front = {
            "title": data["name"],
            "layout": "site",
            "outputs": ["html", "rss", "addresses"],
            "weight": each["id"],
            "path": "/",
            "domain": data["domain"],
            "code": data["site_id_code"],
            "portal": is_portal,
            "others": [{"name": o["name"], "domain": o["domain"]} for o in others] * is_portal,
        }
        _write(folder / "content" / data["slug"] / "_index.html", front)
    places: dict[int, tuple[Path, str]] = {}
    for each in corpus.columns:
        data = each["data"]
        slug = slugs[data["site"]]
        place = folder / "content" / slug / data["slug"]
        places[each["id"]] = (place, slug)
        front = {"title": data["title"], "weight": each["id"], "path": f"/{data['slug']}/"}
        _write(place / "_index.html", front)
    for article in corpus.documents():
        place, slug = places[article.column]
        write_article(place, slug, article)


def write_article(folder: Path, site: str, article: Article) -> None:
    """An article as a file in the folder of its column."""
    path = f"/{folder.name}/{article.published_at:%Y-%m}/{article.number}.html"
    front = {
        "title": article.title,
        "date": article.published_at.isoformat(),
        "url": f"/{site}{path}",
        "path": path,
        "number": article.number,
        "lead": article.summary,
        "keywords": article.keywords,
    }
    _write(folder / f"{article.number}.html", front, article.body)


def _write(place: Path, front: dict[str, Any], text: str = "") -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(front, ensure_ascii=False) + "\n" + text, encoding="utf-8")
