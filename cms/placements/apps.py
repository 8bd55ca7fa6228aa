from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    """Texts of one site that another site shows."""

    name = "cms.placements"
    label = "placements"
    verbose_name = "跨站展示"

    def ready(self) -> None:
        from cms.placements import placing

        placing.connect()
