"""What a token opens: an editor's own for two hours, or that of a share link."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.core.signing import BadSignature
from wagtail.models import Page
from wagtail_headless_preview.models import PagePreview

from cms.feed.drafts import Draft
from cms.preview.models import PREFIX, ShareLink
from cms.preview.previewing import is_fresh
from cms.review.models import Withdrawal

_UNKNOWN = "这个预览链接不存在或不完整。请核对链接，或请发给您的人重新分享。"
_EDITOR_EXPIRED = "这次预览已经过期。请回到编辑页重新打开预览。"
_GONE = "要预览的内容已经删除。"
_BROKEN = "这一稿引用的内容已被删除，打不开。请回到编辑页核对后重新预览。"


class TokenRefusedError(Exception):
    """
    A token opens nothing. The message says to its holder why; `link` is the one that is closed,
    None for a token that never was or was an editor's.
    """

    def __init__(self, sentence: str, link: ShareLink | None = None, status: int = 410) -> None:
        super().__init__(sentence)
        self.link = link
        self.status = status


@dataclass(frozen=True, slots=True)
class Opened:
    """The draft behind a token, and the link it was shared by, if it was."""

    draft: Draft
    link: ShareLink | None = None


def open_token(token: str) -> Opened:
    """The draft that the holder of this token may see; TokenRefusedError when none."""
    if token.startswith(PREFIX):
        return _shared(token)
    try:
        if not is_fresh(token):
            raise TokenRefusedError(_EDITOR_EXPIRED)
    except BadSignature as error:
        raise TokenRefusedError(_UNKNOWN, status=404) from error
    preview = PagePreview.objects.filter(token=token).first()
    if preview is None:
        raise TokenRefusedError(_EDITOR_EXPIRED)
    return Opened(_in_hand(preview))


def _shared(token: str) -> Opened:
    link = ShareLink.of_token(token)
    if link is None:
        raise TokenRefusedError(_UNKNOWN, status=404)
    if link.revoked_at:
        raise TokenRefusedError("这个分享链接已被撤销。需要查看时，请联系发给您的人。", link)
    if link.state() != "有效":
        raise TokenRefusedError("这个分享链接已经过期。需要查看时，请联系发给您的人。", link)
    leak = Withdrawal.objects.filter(
        page_pk=link.page_id, kind=Withdrawal.Kind.LEAK, at__gt=link.created_at
    )
    if leak.exists():
        raise TokenRefusedError("这篇稿件已被撤下，不能再查看。", link)
    try:
        return Opened(link.revision.as_object(), link)
    except Exception as error:
        # modelcluster raises a bare Exception when a row that must not be deleted is gone.
        raise TokenRefusedError(_BROKEN, link) from error


def _in_hand(preview: PagePreview) -> Draft:
    """What its editor had on the screen; a page at its present place in the tree."""
    content = json.loads(preview.content_json)
    model = preview.content_type.model_class()
    stored = model.objects.filter(pk=content["pk"]).first() if content["pk"] else None
    if stored is None and content["pk"]:
        raise TokenRefusedError(_GONE)
    try:
        if stored and isinstance(stored, Page):
            found = stored.with_content_json(content)
        else:
            found = model.from_serializable_data(content)
    except Exception as error:
        raise TokenRefusedError(_BROKEN) from error
    if found is None:
        raise TokenRefusedError(_BROKEN)
    return found
