from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every page type shares."""

    name = "cms.core"
    label = "core"
    verbose_name = "共用"
