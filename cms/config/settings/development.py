"""One person's machine and the demo: plain HTTP on 127.0.0.1, mail to the console."""

import os

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403
from .base import PREVIEW_URL as PREVIEW_URL_GIVEN
from .base import VAR

VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """Made once and kept beside the database, so that a restart does not end every session."""
    path = VAR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


DEBUG = os.environ.get("ZHANQUN_DEBUG") == "1"
SERVES_FILES = True
PREVIEW_URL = PREVIEW_URL_GIVEN or "http://preview.localhost:8082"
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
