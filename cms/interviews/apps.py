from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """What the public asked, and who answered."""

    name = "cms.interviews"
    label = "interviews"
    verbose_name = "在线访谈"
