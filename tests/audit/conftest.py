"""Walking over the site of the test, and asking the command."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.rich_text import RichText

from blog.models import ArticlePage


@dataclass(frozen=True)
class Ended:
    """What the command said, and the code that it ended with."""

    code: int
    output: str
    error: str = ""

    @property
    def document(self) -> dict[str, Any]:
        """What machines read."""
        return json.loads(self.output)

    @property
    def found(self) -> dict[tuple[str, str], str]:
        """The findings of a report for machines that are not good: by path and code."""
        return {
            (each["page"].removeprefix("http://testserver"), each["code"]): each["message"]
            for each in self.document["findings"]
            if each["level"] != "good"
        }

    def on(self, path: str) -> set[str]:
        """Return the codes of what was found on a page."""
        return {code for page, code in self.found if page == path}


@pytest.fixture(autouse=True)
def _files_are_served(settings: Any) -> None:
    """Serve static files from where they are written, as if they had been collected."""
    settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture
def seo_audit(db: None) -> Callable[..., Ended]:
    """The command, as somebody runs it."""

    def run(*arguments: str) -> Ended:
        out = StringIO()
        try:
            call_command("seo_audit", *arguments, stdout=out)
        except CommandError as problem:
            return Ended(problem.returncode, out.getvalue(), str(problem))
        return Ended(0, out.getvalue())

    return run


def write(article: ArticlePage, html: str) -> None:
    """Give an article another text."""
    article.body = [("text", RichText(html))]
    article.save_revision().publish()
