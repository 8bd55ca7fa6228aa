"""What the search of the admin finds, and what Wagtail's own does not."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from modelsearch.backends import get_search_backend
from modelsearch.backends.database import SearchBackend as WagtailsOwn
from wagtail.models import Page

from cms.bodies.models import Body
from cms.feed.bulk import insert_articles
from cms.lookup.models import PageText, StalePage
from cms.lookup.texts import TRIGGERS, bring_up_to_date, rebuild
from cms.media.models import Picture
from cms.news.models import Article
from cms.policies.models import PolicyDocument
from cms.review.guard import import_right
from tests.cms.feed.city import City

TEXT = "<p>经研究，<b>自即日起</b>调整城市公共交通票价。</p><p>请遵照执行。</p>"


def found(query: str) -> list[str]:
    """Titles of the pages that a search finds, as the lists of the admin do."""
    return [page.title for page in Page.objects.all().autocomplete(query)]


@pytest.fixture
def document(city: City) -> PolicyDocument:
    """A public document with all that it can be found by."""
    page = PolicyDocument(
        title="示例市人民政府关于调整城市公共交通票价的通知",
        document_number="示政发〔2026〕5号",
        index_number="999900011/2026-00001",
        issuing_body=city.body,
        summary="说明调价的幅度",
        body=json.dumps([{"type": "text", "value": TEXT, "id": "1"}]),
    )
    with import_right("test"):
        city.notices.add_child(instance=page)
        page.save_revision().publish()
    return page


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Wagtail's index of SQLite")
def test_wagtails_own_search_does_not_find_what_ours_finds(document: PolicyDocument):
    """
    It takes a Chinese sentence for one word.
    """
    own = WagtailsOwn({})
    own.get_index_for_model(PolicyDocument).add_item(document)

    assert [page.pk for page in own.autocomplete("示例市人民", Page.objects.all())] == [document.pk]
    assert list(own.autocomplete("公共交通", Page.objects.all())) == []
    assert found("公共交通") == [document.title]


@pytest.mark.parametrize(
    "query",
    [
        *("票价", "公共交通", "票", "知", "市人民政府关于调整城市公共交通票价的通"),
        *("示政发〔2026〕5号", "示政发[2026]5号", "政发〔20", "〔2026〕", "5号"),
        *("999900011/2026-00001", "2026-0000", "00001"),
        *("自即日起调整城市", "经研究，自即日", "经研究,自即日", "遵照", "调价的幅度"),
        *("票价 遵照执行", "遵照执行 5号"),
    ],
)
def test_any_part_is_found(query: str, document: PolicyDocument):
    """
    Of one character or many, over tags and marks, in title, 文号, 索引号, summary and text.
    """
    assert document.title in found(query)


@pytest.mark.parametrize(
    "query", ["票的", "票价。请遵", "研究自即日", "示政发2027", '"', "*", "票价 铁路"]
)
def test_nothing_else_is_found(query: str, document: PolicyDocument):
    """
    Neither what stands nowhere, nor what reads on over the end of a paragraph; and marks are no syntax.
    """
    assert found(query) == []


def test_the_words_of_a_draft_are_found(city: City):
    """
    Of a draft, and of the changes to a live page beside what is live.
    """
    city.article.title = "关于运价的通知"
    city.article.save_revision()

    assert found("运价") == ["关于票价的通知"]
    assert found("票价") == ["关于票价的通知"]
    assert found("草稿") == ["草稿"]


def test_titles_come_before_texts(document: PolicyDocument, city: City):
    """
    The list begins with the pages whose title or number it is.
    """
    city.add("遵照执行的意义")

    assert found("遵照执行") == ["遵照执行的意义", document.title]


def test_whoever_changes_a_page_it_is_found_by_what_it_says_now(document: PolicyDocument):
    """
    Also after changes that no signal tells of; what is gone is not found.
    """
    assert found("票价")

    PolicyDocument.objects.filter(pk=document.pk).update(title="关于地铁的通告", body="[]")
    assert (found("地铁"), found("公共交通")) == (["关于地铁的通告"], [])

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE policies_policydocument SET document_number = '示政发〔2026〕77号'"
            " WHERE contentpage_ptr_id = %s",
            [document.pk],
        )
    assert found("77号") == ["关于地铁的通告"]

    document.delete()
    assert found("地铁") == []


def test_a_change_that_is_rolled_back_leaves_no_note(city: City):
    """
    The note is of the transaction of the change.
    """
    bring_up_to_date()
    with transaction.atomic():
        Page.objects.filter(pk=city.article.pk).update(title="改名")
        assert StalePage.objects.count() == 1
        transaction.set_rollback(True)

    assert not StalePage.objects.exists()


def test_what_changed_last_is_found_first(city: City):
    """
    After a bulk load a search takes what it can in its time, and one's own text is in it.
    """
    insert_articles(city.news, 30, city.body)
    city.add("刚写好的一篇")
    newest = StalePage.objects.latest("pk").page_pk

    bring_up_to_date(most=1)

    assert PageText.objects.get().pk == newest


def test_rebuilding_finds_the_same(document: PolicyDocument):
    """
    The index can be thrown away.
    """
    before = found("通知")
    rebuild()
    while bring_up_to_date():
        pass

    assert found("通知") == before
    assert PageText.objects.count() == Page.objects.count()


def test_every_page_type_is_watched(db: None):
    """
    A new type declares its fields and is found by them.
    """
    tables = {watched.table for watched, _ in TRIGGERS.watched()}

    assert {"wagtailcore_page", "core_contentpage", "policies_policydocument"} <= tables
    assert TRIGGERS.missing(connection) == []


def test_pictures_and_bodies_are_found_by_any_part(city: City):
    """
    What is no page is searched in its own table.
    """
    backend = get_search_backend()
    city.picture.tags.add("公交线网")

    assert [each.pk for each in backend.autocomplete("线路", Picture)] == [city.picture.pk]
    assert [each.pk for each in backend.search("交线", Picture)] == [city.picture.pk]
    assert [each.pk for each in backend.autocomplete("市人民", Body)] == [city.body.pk]


@pytest.mark.parametrize("name", ["wagtailadmin_pages:search", "wagtailadmin_choose_page_search"])
def test_the_screens_use_it(name: str, document: PolicyDocument, client: Client):
    """
    The search page and the chooser of links.
    """
    client.force_login(get_user_model().objects.create_superuser("root", "r@example.gov.cn", "x"))

    answer = client.get(reverse(name), {"q": "公共交通"})

    assert document.title in answer.content.decode()


def test_an_article_is_found_by_its_subtitle(city: City):
    """
    Fields of one type alone.
    """
    city.add("一则消息", subtitle="侧记一场听证会")

    assert found("听证") == ["一则消息"]
    assert Article.objects.all().search("听证").count() == 1
