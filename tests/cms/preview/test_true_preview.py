"""What the preview shows is what publication makes, of every page type, in lists and on the home page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from builder.marking import unmarked
from cms.bodies.models import Body
from cms.columns.models import SiteSettings
from cms.core.identity import record_id
from cms.core.models import ContentPage, ExtraPlacement, PageAttachment
from cms.feed.registry import page_types
from cms.gazette.models import GazetteEntry, GazetteIssue
from cms.interviews.models import Exchange, Guest, Interview
from cms.media.models import AttachmentFile, Picture
from cms.news.models import Article
from cms.policies.models import DocumentChange, PolicyDocument
from cms.review.guard import import_right
from cms.topics.models import Topic, TopicEntry
from tests.cms.feed.city import City
from tests.cms.preview.conftest import Preview

PENDING = "发布时生成"
NOW = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
SHOWN = ("page", "list", "home")
TYPES = pytest.mark.parametrize("model", page_types(), ids=lambda model: model.feed.kind)


@pytest.fixture
def held_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cms takes every moment for the same."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def a_page(model: type[ContentPage], city: City, word: str) -> ContentPage:
    """A draft of the type with a value in every field that an editor can fill."""
    page = model(title=f"标题{word}", live=False)
    fill(page, city, word)
    city.notices.add_child(instance=page)
    page.save_revision()
    return page


def fill(page: ContentPage, city: City, word: str) -> None:
    """Put a value with this word in it into every field, and rows into every list."""
    for field in type(page)._meta.concrete_fields:
        value = _value(field, city, word) if _is_filled_in(field) else None
        if value is not None:
            setattr(page, field.name, value)
    page.title, page.link_url = f"标题{word}", ""
    page.is_pinned, page.pinned_until = True, date(2099, 1, 1)
    page.issuing_body, page.corrected_on = city.body, date(2026, 6, 1)
    page.body = [
        ("text", f'<p>正文{word}，见<a linktype="page" id="{city.article.pk}">通知</a>。</p>'),
        ("picture", {"picture": city.picture, "caption": f"图{word}"}),
    ]
    attachment = AttachmentFile(title=f"附件{word}", file=ContentFile(word.encode(), "附件.pdf"))
    attachment.save()
    page.attachments = [PageAttachment(file=attachment, title=f"附件{word}", sort_order=0)]
    page.extra_placements = [ExtraPlacement(column=city.news, sort_order=0)]
    if isinstance(page, GazetteIssue):
        page.year, page.number = 2026, 1 if word == "甲" else 2
        page.entries = [
            GazetteEntry(document=an_earlier_document(city), heading=word, sort_order=0)
        ]
    if isinstance(page, Interview):
        page.guests = [Guest(name=f"嘉宾{word}", post="局长", sort_order=0)]
        page.exchanges = [Exchange(question=f"问{word}", answer=f"答{word}", sort_order=0)]
    if isinstance(page, Topic):
        targets = (city.article, city.notices) if word == "甲" else (city.notices,)
        page.entries = [
            TopicEntry(target=target, heading=f"组{word}", sort_order=number)
            for number, target in enumerate(targets)
        ]
        page.ends_on = date(2099, 1, 1) if word == "甲" else date(2026, 4, 1)
    if isinstance(page, PolicyDocument):
        page.issued_on, page.effective_on = date(2026, 1, 5), date(2026, 2, 1)
        page.amended_on = None if word == "甲" else date(2026, 3, 1)
        page.expires_on = date(2099, 1, 1) if word == "甲" else date(2026, 4, 1)
        page.changes = [
            DocumentChange(
                changed=an_earlier_document(city),
                effect="amends" if word == "甲" else "replaces",
                takes_effect_on=date(2026, 1, 1),
                sort_order=0,
            )
        ]


def an_earlier_document(city: City) -> PolicyDocument:
    """What a document may amend."""
    found = PolicyDocument.objects.filter(title="早先的文件").first()
    if found is None:
        found = PolicyDocument(title="早先的文件", is_imported=True)
        with import_right("test"):
            city.news.add_child(instance=found)
    return found


def _is_filled_in(field: models.Field) -> bool:
    return field.editable and field.model is not Page and not field.primary_key


def _value(field: models.Field, city: City, word: str) -> Any:
    if field.choices:
        return field.choices[0][0] if word == "甲" else field.choices[1][0]
    if field.related_model is PolicyDocument:
        return an_earlier_document(city)
    if field.related_model is Body:
        return city.body
    if field.related_model is Picture:
        return city.picture
    if isinstance(field, models.TextField):
        # Which passes for a pasted table too.
        return f"项目\t数值\n{field.verbose_name}{word}\t1"
    if type(field) is models.CharField:
        return "" if field.name == "index_number" else f"{field.verbose_name}{word}"
    return None


def publish(page: ContentPage) -> None:
    with import_right("test"):
        page.get_latest_revision().publish()
    page.refresh_from_db()


@TYPES
def test_a_changed_page_is_previewed_as_it_is_published(
    model: type[ContentPage], preview: Preview, held_clock: None
):
    """
    A live page is edited as a draft, previewed, and published with the clock held: itself, its list and
    the home page are byte for byte the same, but for the mark.
    """
    page = a_page(model, preview.city, "甲")
    publish(page)
    preview.built.bring_up_to_date()
    draft = page.get_latest_revision_as_object()
    fill(draft, preview.city, "乙")
    draft.save_revision()

    shown = {show: preview.shown(page, show) for show in SHOWN}
    before = {path: preview.built.file(path) for path, _ in shown.values()}
    publish(page)
    preview.built.bring_up_to_date()

    for path, html in shown.values():
        assert unmarked(html) not in (html, before[path])
        assert unmarked(html) == preview.built.file(path)


@TYPES
def test_a_page_with_nothing_but_a_title_is_shown(model: type[ContentPage], preview: Preview):
    """
    Before it was ever saved, and whatever its type asks for before it may be published.
    """
    page = model(title="只有标题", path=preview.city.draft._inc_path(), depth=4)
    token = page.get_preview_signer().sign("1-new-x")
    page.update_page_preview(token)

    html = preview.file(preview.draft(token), f"/tzgg/{PENDING}").content.decode()

    assert "<h1>只有标题</h1>" in html and "zq:preview" in html


@TYPES
def test_a_new_page_lacks_three_values_and_nothing_else(model: type[ContentPage], preview: Preview):
    """
    Of a page that was never published, time, address and 索引号 are shown as 发布时生成, on itself, in its
    list and on the home page.
    """
    page = a_page(model, preview.city, "甲")
    preview.built.bring_up_to_date()

    shown = {show: preview.shown(page, show) for show in SHOWN}
    publish(page)
    preview.built.bring_up_to_date()

    for show, (path, html) in shown.items():
        built = preview.built.file(page.public_path() if show == "page" else path)
        assert PENDING in html.decode()
        assert pending(built.decode(), page) == pending(unmarked(html).decode(), page)
        assert f"/{record_id(page, 'wagtailcore_page')}.html" not in html.decode()


def test_a_page_is_previewed_in_traditional_characters_as_it_is_published(
    preview: Preview, held_clock: None
):
    """
    Where the site has that tree: beside the page itself, in large print too, byte for byte but for the mark.
    """
    settings = SiteSettings.for_site(preview.city.site)
    settings.has_traditional = True
    settings.save()
    page = a_page(Article, preview.city, "甲")
    publish(page)
    preview.built.bring_up_to_date()
    draft = page.get_latest_revision_as_object()
    fill(draft, preview.city, "乙，书写")
    draft.save_revision()
    path = f"/hant{page.public_path()}"

    told = preview.draft(preview.token(page))
    shown = preview.file(told, path).content
    large = preview.file(told, f"/elder{path}").content.decode()
    publish(page)
    preview.built.bring_up_to_date()

    assert "書寫" in shown.decode() and "書寫" in large and 'class="elder"' in large
    assert unmarked(shown) == preview.built.file(path)


def pending(html: str, page: ContentPage) -> str:
    """The three values of a published page in the words of its preview."""
    number = record_id(page, "wagtailcore_page")
    at = timezone.localtime(page.published_at)
    # The address as a picture.
    html = re.sub('<svg class="qr".*?</svg>', "", html)
    html = re.sub(rf"(?:http://[\w.:]+)?/[\w/-]+/{number}\.html", PENDING, html)
    for value in (
        getattr(page, "index_number", ""), f"{at:%Y-%m-%d %H:%M}", f"{at:%Y-%m-%dT%H:%M}",
        f"{at.year}年{at.month}月{at.day}日",
    ):  # fmt: skip
        html = html.replace(value, PENDING) if value else html
    # In lists only the page's own day: the city's other page has that of its publication too.
    return html.replace(f"{at:%Y-%m-%d}", PENDING)
