"""What an editor's token shows, until when, and what is said where there is no preview."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import unquote

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from wagtail_headless_preview.models import PagePreview

from cms.core.models import PageAttachment
from cms.media.models import RENDITIONS, AttachmentFile, Picture
from cms.news.models import Article
from cms.preview.checks import check_preview_url
from cms.preview.previewing import VALID_S
from tests.cms.feed.city import a_jpeg
from tests.cms.feed.test_changes import page_form
from tests.cms.preview.asking import TOKEN, ask, records
from tests.cms.preview.conftest import Preview

PENDING = "发布时生成"


def test_an_editor_s_token_ends_after_two_hours(preview: Preview, monkeypatch: pytest.MonkeyPatch):
    """
    The window that was left open says to open the preview again.
    """
    token = preview.token(preview.city.draft)
    now = time.time()
    assert ask(token).status_code == 200

    monkeypatch.setattr(signing.time, "time", lambda: now + VALID_S + 1)

    answer = ask(token)
    assert answer.status_code == 410 and "重新打开预览" in answer.content.decode()


def test_an_editor_keeps_one_token_for_a_page(preview: Preview, monkeypatch: pytest.MonkeyPatch):
    """
    What they type does not fill the table; at half its time they get another, and old ones go.
    """
    page, now = preview.city.draft, time.time()
    first = preview.token(page)
    assert preview.token(page) == first

    monkeypatch.setattr(signing.time, "time", lambda: now + VALID_S // 2 + 1)
    second = preview.token(page)
    monkeypatch.setattr(signing.time, "time", lambda: now + 2 * VALID_S)
    third = preview.token(page)

    assert len({first, second, third}) == 3
    assert list(PagePreview.objects.values_list("token", flat=True)) == [third]


def test_a_page_that_was_never_saved_is_previewed(preview: Preview):
    """
    From the form of a new page, with what is typed so far.
    """
    column = preview.city.notices
    address = reverse("wagtailadmin_pages:preview_on_add", args=["news", "article", column.pk])
    form = page_form(preview.city, title="正在写的通知", slug="")
    assert preview.editor.post(address, form).json() == {"is_valid": True, "is_available": True}
    answer = preview.editor.get(address, {"mode": "list"})
    token = answer.content.decode().partition("token=")[2].partition("&")[0]

    draft = preview.draft(unquote(token))
    html = preview.file(draft, "/tzgg/").content.decode()

    assert draft.is_pending
    assert html.index("正在写的通知") < html.index("关于票价的通知")
    assert not Article.objects.filter(title="正在写的通知").exists()


def test_a_form_with_nothing_in_it_is_previewed(preview: Preview):
    """
    Missing fields are shown as missing.
    """
    column = preview.city.notices
    address = reverse(
        "wagtailadmin_pages:preview_on_add", args=["policies", "policydocument", column.pk]
    )
    form = page_form(preview.city, title="", slug="")
    for rows in ("changes", "interpretations"):
        form |= {f"{rows}-TOTAL_FORMS": "0", f"{rows}-INITIAL_FORMS": "0"}
    assert preview.editor.post(address, form).json()["is_available"]

    answer = preview.editor.get(address, {"mode": "page"})
    token = unquote(answer.content.decode().partition("token=")[2].partition("&")[0])
    draft = preview.draft(token)
    html = preview.file(draft, f"/tzgg/{PENDING}").content.decode()

    assert draft.is_pending and html.count(PENDING) > 3


def test_media_of_a_draft_are_for_its_token_only(preview: Preview):
    """
    Neither the feed nor another draft's token gives them out.
    """
    draft = preview.city.draft
    picture = Picture.objects.create(title="未公开", file=a_jpeg("#993333"), width=64, height=48)
    attachment = AttachmentFile(title="未公开的附件", file=a_jpeg("#339933"))
    attachment.save()
    draft.picture, draft.attachments = picture, [PageAttachment(file=attachment, sort_order=0)]
    draft.save_revision()
    own, other = preview.token(draft), preview.token(preview.city.article)

    media = {
        each["data"]["name"]: each["data"] for each in records(ask(own)) if each["kind"] == "media"
    }

    assert set(media["未公开.jpg"]["renditions"]) == RENDITIONS.keys()
    wanted = [
        media["未公开的附件.jpg"]["sha256"],
        *(each["sha256"] for each in media["未公开.jpg"]["renditions"].values()),
        picture.sha256,
    ]
    for sha256 in wanted:
        answers = [
            Client().get(reverse(name, args=arguments), headers=TOKEN).status_code
            for name, arguments in (
                ("feed-preview-media", [own, sha256]),
                ("feed-preview-media", [other, sha256]),
                ("feed-preview-media", ["forged", sha256]),
                ("feed-media", [sha256]),
            )
        ]
        assert answers == [200, 404, 404, 404]


def test_uploads_are_shown_to_the_desk_only(preview: Preview):
    """
    The cms gives nobody a file who is not logged in.
    """
    attachment = AttachmentFile(title="未公开的附件", file=a_jpeg("#339933"))
    attachment.save()

    answers = [client.get(attachment.url) for client in (Client(), preview.editor)]

    assert [answer.status_code for answer in answers] == [302, 200]
    assert answers[0].url.startswith(reverse("wagtailadmin_login"))


def test_a_draft_whose_picture_is_gone_says_so(preview: Preview):
    """
    The file was lost; the editor reads which.
    """
    draft = preview.city.draft
    draft.picture = Picture.objects.create(title="丢了", file=a_jpeg(), width=64, height=48)
    draft.save_revision()
    token = preview.token(draft)
    draft.picture.file.storage.delete(draft.picture.file.name)

    answer = ask(token)

    assert answer.status_code == 409 and "“丢了”" in answer.content.decode()


def test_a_preview_that_does_not_run_is_a_sentence(preview: Preview, settings: Any):
    """
    The editor reads what is wrong, that nothing is lost, and whom to call.
    """
    settings.PREVIEW_URL = "http://preview.localhost:1"
    address = reverse("wagtailadmin_pages:view_draft", args=[preview.city.draft.pk])

    answer = preview.editor.get(address)

    assert answer.status_code == 503
    assert "预览服务没有运行" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_the_admin_frames_the_preview_and_nothing_else(preview: Preview):
    """
    The policy names the one other origin.
    """
    answer = preview.editor.get(reverse("wagtailadmin_home"))

    assert answer.headers["Content-Security-Policy"] == f"frame-src 'self' {preview.origin}"


def test_without_an_address_there_is_no_preview(preview: Preview, settings: Any):
    """
    No panel, no button, no menu.
    """
    settings.PREVIEW_URL = ""
    edit = reverse("wagtailadmin_pages:edit", args=[preview.city.draft.pk])

    html = preview.editor.get(edit).content.decode()

    assert "w-preview" not in html and "分享" not in html
    share_it = reverse("preview_share", args=[preview.city.draft.pk])
    assert preview.editor.get(share_it).status_code == 404


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("", None),
        ("https://preview.example.gov.cn", None),
        ("preview.example.gov.cn", "preview.E001"),
        ("https://preview.example.gov.cn/x", "preview.E001"),
        ("http://127.0.0.1:8000", "preview.E002"),
    ],
)
def test_the_address_of_the_preview_is_checked(address: str, found: str | None, settings: Any):
    """
    An origin, and not the admin's.
    """
    settings.PREVIEW_URL = address

    assert [each.id for each in check_preview_url(None)] == ([found] if found else [])
