"""`/feed/`."""

from django.urls import include, path, re_path

from cms.feed import views

urlpatterns = [
    path("", views.feed, name="feed"),
    re_path(r"^media/(?P<sha256>[0-9a-f]{64})$", views.media, name="feed-media"),
    path("preview/", include("cms.preview.feed_urls")),
    path("results", views.results, name="feed-results"),
]
