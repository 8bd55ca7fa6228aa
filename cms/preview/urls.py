"""`/admin/preview/`."""

from django.urls import path

from cms.preview import views

urlpatterns = [
    path("preview/share/<int:pk>/", views.share, name="preview_share"),
    path("preview/links/", views.links, name="preview_links"),
    path("preview/links/<int:pk>/revoke/", views.revoke, name="preview_revoke"),
]
