from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    """Leaders, and bodies with their functions."""

    name = "cms.institutions"
    label = "institutions"
    verbose_name = "领导和机构"
