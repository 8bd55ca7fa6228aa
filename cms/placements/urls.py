from django.urls import path, re_path

from cms.placements import views

urlpatterns = [
    path("places/", views.index, name="placements"),
    path("places/request/", views.ask, name="placements_request"),
    path("places/<int:pk>/read/", views.read, name="placements_read"),
    path("places/offer/<int:pk>/", views.offer, name="placements_offer"),
    re_path(
        rf"^places/(?P<pk>\d+)/(?P<name>{'|'.join(views.STEPS)})/$",
        views.step,
        name="placements_step",
    ),
]
