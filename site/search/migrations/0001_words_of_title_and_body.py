"""An index for what Wagtail's search on PostgreSQL asks for: the words of title and body together.

Wagtail's own indexes hold the words of each alone, so that every search reads every text.
"""

from django.db import migrations

NAME = "search_words_of_title_and_body"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS {NAME}"
            " ON wagtailsearch_indexentry USING gin ((title || body))"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(make, drop)]
