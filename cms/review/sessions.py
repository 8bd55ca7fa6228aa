"""
How long somebody stays logged in, and where: GB/T 22239-2019 8.1.4.1 b) asks for an end of sessions that time out, a
limit of failed logins and an end of the connection; the failures are counted by django-axes (settings).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from cms.review import context
from cms.review.audit import record, record_refusal
from cms.review.models import CurrentSession

_BEGAN, _SEEN = "desk_began", "desk_seen"
_RARELY = 60
"""Seconds after which it is worth a write that somebody was there."""
_BY_ITSELF = frozenset({"wagtailadmin_editing_sessions"})
"""What an open window asks for without anybody being there."""


class SessionLimits:
    """Ends a session nobody used for SESSION_IDLE seconds, and each after SESSION_MOST seconds."""

    def __init__(self, get_response: context.Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and (why := _over(request)):
            record("session.end", "自动退出", user=request.user, details=why)
            logout(request)
            messages.warning(request, f"{why}，请重新登录。")
            if request.headers.get("x-requested-with") or "json" in request.headers.get(
                "accept", ""
            ):
                return JsonResponse({"error": f"{why}，请重新登录。"}, status=403)
            return redirect("wagtailadmin_login")
        response: HttpResponse = self.get_response(request)
        if request.user.is_authenticated and not _asked_by_itself(request):
            _note(request)
        return response


def connect() -> None:
    """Watch who logs in."""
    user_logged_in.connect(_end_other_sessions, dispatch_uid="one session for each person")


def refuse_locked_out(request: HttpRequest, _response: Any, credentials: Any) -> HttpResponse:
    """The answer to a login after too many failures (AXES_LOCKOUT_CALLABLE)."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    tried = str((credentials or {}).get("username", ""))[:150]
    sentence = f"连续 {settings.AXES_FAILURE_LIMIT} 次密码不对，账号已锁定 {minutes} 分钟。"
    record_refusal("login.locked", "登录", f"{sentence}用户名填的是“{tried}”。")
    messages.error(request, f"{sentence}请稍后再试，或请系统运维人员解锁。")
    return redirect("wagtailadmin_login")


def _over(request: HttpRequest) -> str:
    """Why the session is over; empty while it is not."""
    session, now = request.session, _now()
    if now - session.get(_SEEN, now) > settings.SESSION_IDLE:
        return f"已有 {settings.SESSION_IDLE // 60} 分钟没有操作"
    if now - session.get(_BEGAN, now) > settings.SESSION_MOST:
        return f"登录已满 {settings.SESSION_MOST // 3600} 小时"
    return ""


def _note(request: HttpRequest) -> None:
    session, now = request.session, _now()
    session.setdefault(_BEGAN, now)
    if now - session.get(_SEEN, 0) > _RARELY:
        session[_SEEN] = now
        # A change of the password gives the session another key.
        mine = CurrentSession.objects.filter(user=request.user)
        mine.exclude(key=session.session_key or "").update(key=session.session_key or "")


def _now() -> float:
    return timezone.now().timestamp()


def _asked_by_itself(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and bool(_BY_ITSELF.intersection(match.namespaces))


def _end_other_sessions(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """One person, one session: a login elsewhere ends the one before."""
    key = request.session.session_key if request is not None else None
    if key is None:
        return
    current, is_first = CurrentSession.objects.get_or_create(user=user, defaults={"key": key})
    if not is_first and current.key != key:
        Session.objects.filter(session_key=current.key).delete()
        current.key = key
        current.save()
