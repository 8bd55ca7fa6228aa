from django.apps import AppConfig


class TimingConfig(AppConfig):
    """What begins or ends at a time."""

    name = "cms.timing"
    label = "timing"
    verbose_name = "定时"
