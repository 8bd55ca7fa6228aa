"""
What the cms answers: the admin and the feed, and uploads to those who are logged in. It never serves a
public page.
"""

from functools import partial
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles.views import serve as serve_static
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog
from django.views.static import serve as serve_upload
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns


class DeskScripts(JavaScriptCatalog):
    """What Wagtail's scripts say, with our words where Wagtail has no Chinese."""

    packages: ClassVar[list[str]] = ["wagtail.admin"]

    def get_paths(self, packages: list[str]) -> list[str]:
        """Later folders have the last word."""
        return [*super().get_paths(packages), *map(str, settings.LOCALE_PATHS)]


for_the_desk = partial(login_required, login_url="wagtailadmin_login")

urlpatterns = [
    path("admin/jsi18n/", DeskScripts.as_view()),
    path("admin/", include(wagtailadmin_urls)),
    path("feed/", include("cms.feed.urls")),
    path("documents/", include(decorate_urlpatterns(wagtaildocs_urls.urlpatterns, for_the_desk))),
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home")),
]

if settings.SERVES_FILES:
    uploads = {"document_root": settings.MEDIA_ROOT}
    urlpatterns += [
        path("static/<path:path>", serve_static, {"insecure": True}),
        path("media/<path:path>", for_the_desk(serve_upload), uploads),
    ]
