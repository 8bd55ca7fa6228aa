"""
Many pages quickly, for measuring: rows put straight into the tables, past Wagtail's tree, log and indexes.

Not for content: nothing made here has a revision, a log entry or an entry in the search index.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from wagtail.models import Locale, Page, Site

from cms.bodies.models import Body
from cms.columns.models import Column, SiteHome
from cms.core.models import ContentPage
from cms.news.models import Article

COLUMNS = 20
BATCH = 1_000
_BEGINNING = datetime(2016, 1, 1, tzinfo=UTC)
_SENTENCES = (
    "各区人民政府，市政府各部门、各直属机构：",
    "经市人民政府同意，现将有关事项通知如下。",
    "各单位要高度重视，加强组织领导，明确工作责任，抓好贯彻落实。",
    "请于本月底前将工作方案报市政府办公室备案。",
    "市财政部门要做好资金保障，审计部门要加强监督检查。",
    "本通知自印发之日起施行，此前有关规定与本通知不一致的，以本通知为准。",
)


def load_pages(count: int) -> None:
    """One site with `COLUMNS` columns and `count` articles of some 1,100 characters, each with a link."""
    body = Body.objects.create(name="示例市人民政府办公室")
    for number, column in enumerate(_columns()):
        insert_articles(column, len(range(number, count, COLUMNS)), body)


def insert_articles(column: Column, count: int, body: Body) -> None:
    """`count` public articles in an empty place at the end of `column`."""
    first = Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    last = column.get_last_child()
    taken = int(last.path[-Page.steplen :], 36) if last else 0
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        with transaction.atomic():
            _insert(list(_articles(numbers, first, taken, column, body)))
    below = Page.objects.filter(path__startswith=column.path, depth=column.depth + 1)
    Page.objects.filter(pk=column.pk).update(numchild=below.count())


def _columns() -> list[Column]:
    home = Page.get_first_root_node().add_child(instance=SiteHome(title="示例市", slug="example"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "www.example.gov.cn", "root_page": home}
    )
    return [
        home.add_child(
            instance=Column(
                title=f"栏目{number}", slug=f"c{number}", description="示例", column_type="工作动态"
            )
        )
        for number in range(COLUMNS)
    ]


def _articles(
    numbers: range, first: int, taken: int, column: Column, body: Body
) -> Iterator[Article]:
    content_type = ContentType.objects.get_for_model(Article)
    locale = Locale.get_default()
    for number in numbers:
        published = _BEGINNING + timedelta(minutes=47 * number)
        yield Article(
            id=first + number,
            page_ptr_id=first + number,
            contentpage_ptr_id=first + number,
            path=Page._get_path(column.path, column.depth + 1, taken + number + 1),
            depth=column.depth + 1,
            title=f"关于做好第{number}号工作的通知",
            draft_title=f"关于做好第{number}号工作的通知",
            slug=f"a{number}",
            url_path=f"{column.url_path}a{number}/",
            content_type=content_type,
            locale=locale,
            first_published_at=published,
            last_published_at=published,
            issuing_body=body,
            keywords="示例，通知",
            body=_text(number, first),
        )


def _text(number: int, first: int) -> str:
    choose = random.Random(number)
    paragraphs = ["".join(choose.choices(_SENTENCES, k=6)) for _ in range(7)]
    linked = first + choose.randrange(number + 1)
    link = f'<p>另见<a linktype="page" id="{linked}">此前的通知</a>。</p>'
    html = "".join(f'<p data-block-key="{key}">{text}</p>' for key, text in enumerate(paragraphs))
    return json.dumps([{"type": "text", "value": html + link, "id": str(number)}])


def _insert(articles: list[Article]) -> None:
    """The rows of each table of the type, parents first."""
    for model in (Page, ContentPage, Article):
        fields = model._meta.local_concrete_fields
        names = ", ".join(f'"{field.column}"' for field in fields)
        places = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})',
                [[_value(article, field) for field in fields] for article in articles],
            )


def _value(article: Article, field: models.Field) -> object:
    return field.get_db_prep_save(field.pre_save(article, add=True), connection)
