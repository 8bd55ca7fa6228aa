from django.urls import path

from cms.timing import views

urlpatterns = [
    path("bundles/", views.index, name="timing_bundles"),
    path("bundles/add/", views.add, name="timing_add"),
    path("bundles/<int:pk>/", views.bundle, name="timing_bundle"),
]
