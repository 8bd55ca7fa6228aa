"""Every picture is looked at again: the feed takes one only with all its renditions, of which there are more."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0002_choose_permissions'),
        ('feed', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(
            "INSERT INTO feed_outboxentry (source, source_pk) SELECT 'picture', id FROM media_picture",
            migrations.RunSQL.noop,
        ),
    ]
