from django.apps import AppConfig


class BodiesConfig(AppConfig):
    """Issuing and host bodies."""

    name = "cms.bodies"
    label = "bodies"
    verbose_name = "机构"
