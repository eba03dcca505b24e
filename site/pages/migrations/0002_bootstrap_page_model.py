"""The columns of SitePage that need Wagtail's own tables: locale and translation key."""

from django.db import migrations
from wagtail.models import (
    BootstrapLocaleField,
    BootstrapTranslatableModel,
    BootstrapTranslationKeyField,
)


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [
        BootstrapLocaleField("pages.SitePage"),
        BootstrapTranslationKeyField("pages.SitePage"),
        BootstrapTranslatableModel("pages.SitePage"),
    ]
