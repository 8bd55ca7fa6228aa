from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Figures as tables."""

    name = "cms.statistics"
    label = "statistics"
    verbose_name = "数据发布"
