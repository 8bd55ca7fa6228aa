"""`/feed/preview/…`: drafts and their media, for the preview process on behalf of a token's holder."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from cms.feed.drafts import draft_feed, draft_media
from cms.feed.errors import FeedError
from cms.feed.stored import stored_file_of
from cms.feed.views import needs_token, sentence
from cms.preview.models import ShareLink
from cms.preview.tokens import Opened, TokenRefusedError, open_token
from cms.review.audit import record
from cms.review.models import AuditEntry

_PRIVATE = {"Cache-Control": "no-store"}


@needs_token
@require_GET
def draft(request: HttpRequest, token: str) -> HttpResponseBase:
    """
    `GET /feed/preview/<token>`: the draft in feed form. With `opened=1` somebody looks at it now. For a
    share link that goes into the log, as does each attempt at a closed one, with the address that
    X-Forwarded-For names.
    """
    # Whoever has the feed's token is the preview process, and says for whom it asks.
    request.META["REMOTE_ADDR"] = request.headers.get(
        "X-Forwarded-For", request.META.get("REMOTE_ADDR", "")
    )[:45]
    try:
        opened = open_token(token)
        lines = list(draft_feed(opened.draft))
    except TokenRefusedError as error:
        if error.link is not None:
            _log(error.link, AuditEntry.Outcome.REFUSED, str(error))
        return sentence(str(error), status=error.status, headers=_PRIVATE)
    except FeedError as error:
        return sentence(str(error), status=409, headers=_PRIVATE)
    if opened.link is not None and request.GET.get("opened") == "1":
        opened.link.count()
        _log(opened.link, AuditEntry.Outcome.DONE)
    return HttpResponse(
        b"".join(lines),
        content_type="application/x-ndjson",
        headers={**_PRIVATE, **_validity(opened)},
    )


@needs_token
@require_GET
def media(request: HttpRequest, token: str, sha256: str) -> HttpResponseBase:
    """`GET /feed/preview/<token>/media/<sha256>`: the bytes of a picture or attachment of the draft."""
    try:
        found = stored_file_of(sha256, draft_media(open_token(token).draft))
    except TokenRefusedError as error:
        return sentence(str(error), status=error.status, headers=_PRIVATE)
    if found is None:
        return sentence("这一稿没有使用这个文件。", status=404, headers=_PRIVATE)
    try:
        return FileResponse(found.open(), content_type="application/octet-stream", headers=_PRIVATE)
    except OSError:
        return sentence(f"{found.label}的文件不见了。", status=404, headers=_PRIVATE)


def _validity(opened: Opened) -> dict[str, str]:
    """Until when a share link is good."""
    return {"Expires-At": opened.link.expires_at.isoformat()} if opened.link else {}


def _log(link: ShareLink, outcome: AuditEntry.Outcome, why: str = "") -> None:
    record(
        "preview.open",
        "凭分享链接查看",
        link.page,
        user_name=f"持链接人（{link.recipient}）",
        details=f"分享链接 {link.pk}。{why}",
        outcome=outcome,
    )
