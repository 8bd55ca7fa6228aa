"""
Many pages quickly, for measuring: rows put straight into the tables, past Wagtail's tree and log.

Each page has one revision and its references, copied from those of the first. Not for content.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from copy import copy
from datetime import UTC, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from wagtail.models import Locale, Page, ReferenceIndex, Revision

from cms.bodies.models import Body
from cms.columns.models import Column
from cms.core.models import ContentPage
from cms.news.models import Article

BATCH = 1_000
_BEGINNING = datetime(2016, 1, 1, tzinfo=UTC)
_OWN = ("pk", "title", "draft_title", "slug", "path", "url_path", "first_published_at")
_LINK = re.compile(r'linktype="page" id="(\d+)"')
_SENTENCES = (
    "各区人民政府，市政府各部门、各直属机构：",
    "经市人民政府同意，现将有关事项通知如下。",
    "各单位要高度重视，加强组织领导，明确工作责任，抓好贯彻落实。",
    "请于本月底前将工作方案报市政府办公室备案。",
    "市财政部门要做好资金保障，审计部门要加强监督检查。",
    "本通知自印发之日起施行，此前有关规定与本通知不一致的，以本通知为准。",
)


def load_pages(count: int) -> Column:
    """
    `count` articles of some 1,100 characters, each with a link to an earlier one: a tenth of them in the first
    column of the portal, which is returned, the others spread over all columns.
    """
    columns = list(Column.objects.filter(numchild=0).order_by("path"))
    body = Body.objects.earliest("pk")
    insert_articles(columns[0], count // 10, body)
    rest = range(count - count // 10)
    for number, column in enumerate(columns[1:]):
        insert_articles(column, len(rest[number :: len(columns) - 1]), body)
    return columns[0]


def insert_articles(column: Column, count: int, body: Body) -> None:
    """`count` public articles in an empty place at the end of `column`."""
    first = Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    revision = (Revision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    last = column.get_last_child()
    taken = int(last.path[-Page.steplen :], 36) if last else 0
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        with transaction.atomic():
            _insert(list(_articles(numbers, first, revision, taken, column, body)))
    below = Page.objects.filter(path__startswith=column.path, depth=column.depth + 1)
    Page.objects.filter(pk=column.pk).update(numchild=below.count())


def _articles(
    numbers: range, first: int, revision: int, taken: int, column: Column, body: Body
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
            latest_revision_id=revision + number,
            latest_revision_created_at=published,
            live_revision_id=revision + number,
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
    return json.dumps([{"type": "text", "value": html + link, "id": "text"}])


def _insert(articles: list[Article]) -> None:
    """The rows of each table of the type, parents first; then what Wagtail keeps beside them."""
    for model in (Page, ContentPage, Article):
        fields = model._meta.local_concrete_fields
        names = ", ".join(f'"{field.column}"' for field in fields)
        places = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})',
                [[_value(article, field) for field in fields] for article in articles],
            )
    Revision.objects.bulk_create(_revisions(articles), batch_size=100)
    ReferenceIndex.objects.bulk_create(_references(articles))


def _value(article: Article, field: models.Field) -> object:
    return field.get_db_prep_save(field.pre_save(article, add=True), connection)


def _revisions(articles: list[Article]) -> Iterator[Revision]:
    """What each was published from: as the first of them, but for what is the page's own."""
    alike = articles[0].serializable_data()
    page_type = ContentType.objects.get_for_model(Page)
    for article in articles:
        own = {name: getattr(article, name) for name in _OWN}
        body = {"body": json.dumps(list(article.body.raw_data))}
        yield Revision(
            id=article.latest_revision_id,
            content_type=article.content_type,
            base_content_type=page_type,
            object_id=str(article.pk),
            created_at=article.first_published_at,
            object_str=article.title,
            content=alike | own | body,
        )


def _references(articles: list[Article]) -> Iterator[ReferenceIndex]:
    """What each refers to: as the first of them, but for the page that it links to."""
    ReferenceIndex.create_or_update_for_object(articles[0])
    alike = list(ReferenceIndex.get_references_for_object(articles[0]))
    page_type = ContentType.objects.get_for_model(Page)
    for article in articles[1:]:
        for each in alike:
            row = copy(each)
            row.pk, row.object_id = None, str(article.pk)
            if each.to_content_type_id == page_type.pk:
                row.to_object_id = _LINK.findall(str(article.body.raw_data[0]))[0]
            yield row
