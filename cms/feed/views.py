"""
The feed over HTTP, for those who have the token (docs/feed.md).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import msgspec
from django.conf import settings
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from cms.feed.errors import FeedError
from cms.feed.export import is_current, open_feed
from cms.feed.ledger import has_touched_rows
from cms.feed.results import decode_report, keep
from cms.feed.stored import stored_file

View = Callable[..., HttpResponseBase]


def needs_token(view: View) -> View:
    """Answer only who sends the token; without a token in the settings nobody."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, **names: str) -> HttpResponseBase:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        right = settings.FEED_TOKEN
        if not right or scheme != "Bearer" or not constant_time_compare(token, right):
            return sentence(
                "令牌不对：请在请求头 Authorization 中写“Bearer 令牌”，令牌是 ZHANQUN_FEED_TOKEN 的值。",
                status=401,
                headers={"WWW-Authenticate": "Bearer"},
            )
        return view(request, **names)

    return guarded


@needs_token
@require_GET
def feed(request: HttpRequest) -> HttpResponseBase:
    """`GET /feed/?since=CURSOR`: what changed, everything without a cursor; 204 when nothing did."""
    since = request.GET.get("since")
    if is_current(since) and not has_touched_rows():
        return HttpResponse(status=204)
    try:
        found = open_feed(since)
    except FeedError as error:
        return sentence(str(error), status=503)
    if found.is_empty:
        return HttpResponse(status=204)
    return StreamingHttpResponse(
        found.lines(), content_type="application/x-ndjson", headers={"Cache-Control": "no-store"}
    )


@needs_token
@require_GET
def media(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """`GET /feed/media/<sha256>`: the bytes, if a record in the feed names them."""
    found = stored_file(sha256)
    if found is None:
        return sentence("没有公开的记录使用这个文件。", status=404)
    try:
        return FileResponse(found.open(), content_type="application/octet-stream")
    except OSError:
        return sentence(
            f"{found.label}的文件 {found.name} 不见了。请恢复文件，或在后台重新上传。", status=404
        )


@needs_token
@require_POST
def results(request: HttpRequest) -> HttpResponseBase:
    """`POST /feed/results`: what became of the records."""
    try:
        report = decode_report(request.body)
    except msgspec.DecodeError as error:
        return sentence(f"发布结果的格式不对：{error}。请见 docs/feed.md。", status=400)
    keep(report)
    return HttpResponse(status=204)


def sentence(text: str, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    """An answer that is one sentence for whoever operates the other side."""
    return HttpResponse(
        text + "\n", status=status, headers=headers, content_type="text/plain; charset=utf-8"
    )
