from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Rights, reviews and the log."""

    name = "cms.review"
    label = "review"
    verbose_name = "审核"

    def ready(self) -> None:
        from cms.review import append_only, audit, guard, separation

        append_only.connect()
        audit.connect()
        guard.connect()
        separation.connect()
