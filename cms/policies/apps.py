from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Policy documents and their index numbers."""

    name = "cms.policies"
    label = "policies"
    verbose_name = "政策文件"
