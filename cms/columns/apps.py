from django.apps import AppConfig


class ColumnsConfig(AppConfig):
    """The column tree, the sites and what their editors set."""

    name = "cms.columns"
    label = "columns"
    verbose_name = "栏目与站点"
