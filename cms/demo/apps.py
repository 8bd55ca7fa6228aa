from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The sample city. It has no models: it fills those of the others."""

    name = "cms.demo"
    label = "demo"
    verbose_name = "示例市"
