"""A small city in the cms, and somebody who follows its feed."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Page, Site

from cms.bodies.models import Body
from cms.columns.models import Column, SiteHome, SiteSettings
from cms.feed.export import open_feed
from cms.media.models import Picture
from cms.news.models import Article
from cms.review.guard import import_right


@dataclass
class Follower:
    """Reads the feed as the build does: each time what is new since the last."""

    cursor: str | None = None
    known: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    def news(self) -> list[dict[str, Any]]:
        """The put and drop lines since the last call; everything at the first."""
        feed = open_feed(self.cursor)
        lines = [json.loads(line) for line in feed.lines()]
        self.cursor = lines[-1]["cursor"]
        assert lines[-1]["count"] == len(lines) - 2
        if lines[0]["full"]:
            self.known = {}
        for line in lines[1:-1]:
            if line["op"] == "put":
                self.known[line["kind"], line["id"]] = line["data"]
            else:
                self.known.pop((line["kind"], line["id"]), None)
        return lines[1:-1]

    def data(self, kind: str) -> list[dict[str, Any]]:
        """What the follower has of a kind."""
        return [data for (known, _), data in self.known.items() if known == kind]

    def titles(self) -> set[str]:
        """Titles of the articles the follower has."""
        return {data["title"] for data in self.data("article")}


@dataclass
class City:
    """One site with two columns, an article in the first, a draft, a body and the article's picture."""

    home: SiteHome
    site: Site
    notices: Column
    news: Column
    article: Article
    draft: Article
    body: Body
    picture: Picture

    def add(self, title: str, column: Column | None = None, **fields: Any) -> Article:
        """One more article, public at once."""
        page = Article(title=title, **fields)
        with import_right("test"):
            (column or self.notices).add_child(instance=page)
            page.save_revision().publish()
        return page


def a_city() -> City:
    """A city as its editors would have made it."""
    home = Page.get_first_root_node().add_child(instance=SiteHome(title="示例", slug="example"))
    site, _ = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "www.example.gov.cn", "root_page": home}
    )
    notices = home.add_child(instance=a_column("通知公告", "tzgg"))
    news = home.add_child(instance=a_column("工作动态", "gzdt"))
    body = Body.objects.create(name="示例市人民政府")
    picture = Picture.objects.create(
        title="新线路", description="新线路", file=a_jpeg(), width=64, height=48
    )
    article = Article(title="关于票价的通知", slug="pj", issuing_body=body, picture=picture)
    draft = Article(title="草稿", slug="cg", live=False)
    with import_right("test"):
        notices.add_child(instance=article)
        notices.add_child(instance=draft)
        article.save_revision().publish()
    SiteSettings.objects.create(site=site)
    return City(home, site, notices, news, article, draft, body, picture)


def a_column(title: str, slug: str) -> Column:
    """A column, not saved."""
    return Column(title=title, slug=slug, description=title, column_type="通知公告")


def a_jpeg(color: str = "#336699") -> ContentFile:
    """A small picture."""
    data = io.BytesIO()
    Image.new("RGB", (64, 48), color).save(data, "JPEG")
    return ContentFile(data.getvalue(), "a.jpg")
