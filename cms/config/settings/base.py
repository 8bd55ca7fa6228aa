"""
What is the same everywhere. The environment decides the rest:

ZHANQUN_VAR         run-time files (database, uploads); `var/` in the project
ZHANQUN_DATABASE    `sqlite:///absolute/path` or `postgresql://user:password@host:port/name`
ZHANQUN_SITES       folder of `site.toml` files; `sites/` in the project
ZHANQUN_ADDRESSES   `real` or `local`: where "view live" leads
ZHANQUN_FEED_TOKEN  bearer token of the feed; without one the feed answers nobody
ZHANQUN_PREVIEW_URL where editors' browsers find `zhanqun preview`: scheme, host and port, another origin than the
                    admin's; without it there is no preview
ZHANQUN_PROXIES     addresses of the web servers before the cms, comma separated: theirs is the word on where a
                    request came from, for the log
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("ZHANQUN_VAR", ROOT / "var"))
SITES_FOLDER = Path(os.environ.get("ZHANQUN_SITES", ROOT / "sites"))
ADDRESSES = os.environ.get("ZHANQUN_ADDRESSES", "real")
FEED_TOKEN = os.environ.get("ZHANQUN_FEED_TOKEN", "")
PREVIEW_URL = os.environ.get("ZHANQUN_PREVIEW_URL", "").rstrip("/")
PROXIES = tuple(filter(None, os.environ.get("ZHANQUN_PROXIES", "").split(",")))


def database(url: str) -> dict[str, Any]:
    """The Django database entry for a `sqlite` or `postgresql` address."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path),
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme == "postgresql":
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
        }
    raise ValueError(f"ZHANQUN_DATABASE: {url!r} is neither sqlite:/// nor postgresql://")


DATABASES = {
    "default": database(
        os.environ.get("ZHANQUN_DATABASE", f"sqlite://{VAR.absolute()}/cms.sqlite3")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "cms.review",
    "cms.timing",
    "cms.placements",
    "cms.core",
    "cms.media",
    "cms.bodies",
    "cms.columns",
    "cms.news",
    "cms.institutions",
    "cms.statistics",
    "cms.topics",
    "cms.gazette",
    "cms.interviews",
    "cms.policies",
    "cms.demo",
    "cms.imports",
    "cms.feed",
    "cms.lookup",
    "cms.preview",
    "wagtail_headless_preview",
    "wagtail.contrib.settings",
    "cms.review.users_app.DeskUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "axes",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.preview.middleware.FramePolicy",
    "cms.review.middleware.RequestContext",
    "cms.review.sessions.SessionLimits",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.config.urls"
WSGI_APPLICATION = "cms.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "cms.review.passwords.SeveralKinds"},
    {"NAME": "cms.review.passwords.NotTheSameAgain"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Lock-out: by user name, wherever the attempts come from. Who logged in is in our own log.
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "cms.review.sessions.refuse_locked_out"
AXES_CLIENT_IP_CALLABLE = "cms.review.context.address_of"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# A user name is locked from everywhere; to count addresses apart would give each of them five attempts more.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
SESSION_IDLE = 30 * 60
"""Seconds without anybody doing anything, after which a session ends."""
SESSION_MOST = 12 * 3600
"""Seconds after which a session ends in any case."""
SESSION_COOKIE_AGE = SESSION_MOST
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LOCALE_PATHS = [ROOT / "cms" / "locale"]
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "uploads"
SERVES_FILES = False
"""Whether the cms itself answers for /static/ and /media/; in production the web server does."""

WAGTAILADMIN_USER_LOGIN_FORM = "cms.review.login.DeskLoginForm"
WAGTAIL_SITE_NAME = "站群内容管理"
WAGTAILADMIN_BASE_URL = os.environ.get("ZHANQUN_ADMIN_URL", "http://127.0.0.1:8000")
# One language and one time for everybody: the account page asks for neither.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai"]
WAGTAILIMAGES_IMAGE_MODEL = "media.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "media.AttachmentFile"
WAGTAILDOCS_EXTENSIONS = [
    "csv", "doc", "docx", "ofd", "pdf", "ppt", "pptx", "rar", "txt", "wps", "xls", "xlsx", "zip",
]  # fmt: skip
# Addresses change only through the column's record (docs/feed.md), never by redirects of Wagtail's own.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.review.finish.publish_reviewed"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.lookup.backend"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
