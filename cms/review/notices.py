"""Letters to those who must know."""

from __future__ import annotations

import logging

from django.core.mail import send_mail
from wagtail.models import Page

from cms.review.models import EmergencyPublication
from cms.review.rights import Role
from cms.review.roles import users_with

logger = logging.getLogger(__name__)


def tell_of_emergency(entry: EmergencyPublication, page: Page) -> None:
    """Write to the final reviewers and managers of the site; a mail server that is down stops nothing."""
    users = {*users_with(Role.FINAL, page), *users_with(Role.SITE_MANAGER, page)}
    receivers = sorted({user.email for user in users if user.email})
    text = f"{entry.user_name}紧急发布了“{entry.page_title}”。\n理由：{entry.reason}\n请登录后台，在“紧急发布”中复核。\n"
    try:
        send_mail(f"紧急发布：{entry.page_title}", text, None, receivers)
    except OSError:
        logger.exception("could not send the notice of an emergency publication")
