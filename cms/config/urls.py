"""
What the cms answers: the admin and the feed. It never serves a public page.
"""

from django.conf import settings
from django.contrib.staticfiles.views import serve as serve_static
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve as serve_upload
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("feed/", include("cms.feed.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home")),
]

if settings.SERVES_FILES:
    urlpatterns += [
        path("static/<path:path>", serve_static, {"insecure": True}),
        path("media/<path:path>", serve_upload, {"document_root": settings.MEDIA_ROOT}),
    ]
