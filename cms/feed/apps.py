from django.apps import AppConfig


class FeedConfig(AppConfig):
    """The only way out of the cms."""

    name = "cms.feed"
    label = "feed"
    verbose_name = "数据出口"

    def ready(self) -> None:
        from cms.feed import checks
        from cms.feed.triggers import TRIGGERS

        checks.register()
        TRIGGERS.keep_installed(self.label)
