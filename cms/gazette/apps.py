from django.apps import AppConfig


class GazetteConfig(AppConfig):
    """What a government publishes, issue by issue."""

    name = "cms.gazette"
    label = "gazette"
    verbose_name = "政府公报"
