from django.db import migrations

_NAME = "全部网站"


def name_roots(apps, schema_editor):
    for model in ("Page", "Collection"):
        roots = apps.get_model("wagtailcore", model).objects.filter(depth=1)
        field = "title" if model == "Page" else "name"
        names = {field: _NAME} if model == "Collection" else {field: _NAME, "draft_title": _NAME}
        roots.filter(**{field: "Root"}).update(**names)


class Migration(migrations.Migration):
    """Editors meet the roots of pages and collections in choosers: in Chinese."""

    dependencies = [("columns", "0004_emergency_and_mourning")]

    operations = [migrations.RunPython(name_roots, migrations.RunPython.noop)]
