from django.apps import AppConfig


class TopicsConfig(AppConfig):
    """What is gathered for a time."""

    name = "cms.topics"
    label = "topics"
    verbose_name = "专题"
