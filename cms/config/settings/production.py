"""
Behind the firewall, behind a web server that speaks HTTPS.

Besides those of `base`: ZHANQUN_SECRET_KEY and ZHANQUN_HOSTS (comma separated), both required.
"""

import os

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = os.environ["ZHANQUN_SECRET_KEY"]
ALLOWED_HOSTS = os.environ["ZHANQUN_HOSTS"].split(",")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
