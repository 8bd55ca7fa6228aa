from django.apps import AppConfig


class LookupConfig(AppConfig):
    """Finding pages in the admin."""

    name = "cms.lookup"
    label = "lookup"
    verbose_name = "查找"

    def ready(self) -> None:
        from cms.lookup.texts import TRIGGERS

        TRIGGERS.keep_installed(self.label)
