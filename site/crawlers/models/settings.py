"""What the clinic decides about crawlers, beside who may read the site at all."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from crawlers.panels import IndexNowPanel, RobotsPanel
from crawlers.robots_lint import lint
from organization.models import RememberedSetting, SearchAndSocial

# As many as can be read above a field; the rest comes when those are mended.
MOST_PROBLEMS = 12


@register_setting(icon="globe", order=25)
class CrawlerSettings(RememberedSetting):
    """What crawlers are told beside the pages."""

    robots_rules = models.TextField(
        "more rules for robots.txt",
        blank=True,
        help_text="Most sites need none. Groups of lines, each beginning with “User-agent:” and "
        "followed by “Disallow:” or “Allow:”. What would hide the site by accident is not saved.",
    )
    offers_llms_txt = models.BooleanField(
        "offer /llms.txt",
        default=True,
        help_text="A list of the site's pages for AI assistants. It names nothing that search "
        "engines are asked to leave out.",
    )
    indexnow_key = models.CharField(
        "IndexNow key",
        max_length=128,
        blank=True,
        validators=[
            RegexValidator(
                re.compile(r"\A[A-Za-z0-9-]{8,128}\Z"),
                "Write 8 to 128 letters, digits or dashes.",
            )
        ],
        help_text="With a key, Bing, Yandex and others are told at once what has changed. "
        "Google does not take part. Blank: nobody is told.",
    )

    panels = [
        MultiFieldPanel(["robots_rules", RobotsPanel()], heading="robots.txt"),
        "offers_llms_txt",
        MultiFieldPanel(["indexnow_key", IndexNowPanel()], heading="IndexNow"),
    ]

    class Meta:
        verbose_name = "crawlers"

    def __str__(self) -> str:
        return "Crawlers"

    def clean(self) -> None:
        """Refuse rules that crawlers would not understand, or that would hide the site."""
        from crawlers.answers import needed_by_search_engines, policy

        super().clean()
        search = SearchAndSocial.current()
        problems = lint(
            self.robots_rules,
            needed_by_search_engines(),
            refused=policy(search).refused,
            hides=search.hides,
        )
        if problems:
            words = [str(problem) for problem in problems[:MOST_PROBLEMS]]
            if len(problems) > MOST_PROBLEMS:
                words.append(f"{len(problems) - MOST_PROBLEMS} more. Mend these first.")
            raise ValidationError({"robots_rules": words})
