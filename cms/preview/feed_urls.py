"""`/feed/preview/`."""

from django.urls import path, re_path

from cms.preview import feed_views

urlpatterns = [
    path("<str:token>", feed_views.draft, name="feed-preview"),
    re_path(
        r"^(?P<token>[^/]+)/media/(?P<sha256>[0-9a-f]{64})$",
        feed_views.media,
        name="feed-preview-media",
    ),
]
