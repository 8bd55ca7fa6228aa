from django.apps import AppConfig


class PreviewConfig(AppConfig):
    """Drafts as they would be published, for their editors and for those they share them with."""

    name = "cms.preview"
    label = "preview"
    verbose_name = "预览"

    def ready(self) -> None:
        from cms.preview import checks

        checks.register()
