"""Situations: an old address, and what readers get there."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from pages.models import SitePage
from redirects.notebook import notebook
from tests.delivery.page_cache.conftest import site_cache

__all__ = ["site_cache"]


@pytest.fixture(autouse=True)
def empty_notebook() -> Iterator[None]:
    """Let no test count what another asked for."""
    notebook.clear()
    yield
    notebook.clear()


@pytest.fixture
def at(db: None, client: Client) -> Callable[[str], tuple[int, str]]:
    """What a reader gets at an address: the status, and where they are sent."""

    def ask(path: str) -> tuple[int, str]:
        answer: Any = client.get(path)
        assert isinstance(answer, HttpResponse)
        return answer.status_code, answer.get("Location", "")

    return ask


@pytest.fixture
def rename(
    django_capture_on_commit_callbacks: Any,
) -> Callable[[SitePage, str], SitePage]:
    """Give a page another slug and publish it, as an editor does."""

    def give(page: SitePage, slug: str) -> SitePage:
        fresh = SitePage.objects.get(pk=page.pk).specific
        with django_capture_on_commit_callbacks(execute=True):
            fresh.slug = slug
            fresh.save_revision().publish()
        return SitePage.objects.get(pk=page.pk).specific

    return give


@pytest.fixture
def move(django_capture_on_commit_callbacks: Any) -> Callable[[SitePage, SitePage], SitePage]:
    """Move a page below another."""

    def put(page: SitePage, below: SitePage) -> SitePage:
        with django_capture_on_commit_callbacks(execute=True):
            SitePage.objects.get(pk=page.pk).specific.move(
                SitePage.objects.get(pk=below.pk), pos="last-child"
            )
        return SitePage.objects.get(pk=page.pk).specific

    return put


def redirect(old: str, to: Any, **fields: Any) -> Redirect:
    """Make a redirect as code does, which is straightened all the same."""
    return Redirect.add_redirect(old, redirect_to=to, **fields)
