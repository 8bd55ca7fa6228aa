from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Articles: news, notices, anything that is not a policy document."""

    name = "cms.news"
    label = "news"
    verbose_name = "文章"
