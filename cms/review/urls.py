from django.urls import path, re_path

from cms.review import views

urlpatterns = [
    re_path(
        rf"^review/(?P<pk>\d+)/(?P<name>{'|'.join(views.STEPS)})/$", views.step, name="review_step"
    ),
    path("review/emergencies/", views.emergencies, name="review_emergencies"),
    path("review/emergencies/<int:pk>/", views.afterwards, name="review_afterwards"),
    path("review/log/", views.log, name="review_log"),
    path("review/log.csv", views.export_log, name="review_log_export"),
]
