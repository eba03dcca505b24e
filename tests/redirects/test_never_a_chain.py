"""SEO row 34: whatever is renamed, moved, redirected and unpublished, in whatever order."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect

from delivery.memory import forget_everything
from pages.models import SitePage
from redirects import places
from redirects.answers import Moved, answer_for
from redirects.models import GoneAddress
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db

NAMES = ("one", "two", "three", "four")
SLUGS = st.sampled_from(NAMES)
ADDRESSES = st.builds(lambda *steps: "/" + "/".join(steps), SLUGS) | st.builds(
    lambda above, below: f"/{above}/{below}", SLUGS, SLUGS
)
PAGES = st.integers(0, 2)
STEPS = st.one_of(
    st.tuples(st.just("rename"), PAGES, SLUGS),
    st.tuples(st.just("move"), PAGES, PAGES | st.none()),
    st.tuples(st.just("redirect"), ADDRESSES, ADDRESSES),
    st.tuples(st.just("lead"), ADDRESSES, PAGES),
    st.tuples(st.just("gone"), ADDRESSES, st.none()),
    st.tuples(st.just("unpublish"), PAGES, st.none()),
    st.tuples(st.just("publish"), PAGES, st.none()),
)


class Undone(Exception):
    """Ends a transaction without keeping it."""


class Site:
    """Three pages, and what editors do to them."""

    def __init__(self, home: SitePage, committed: Any) -> None:
        self.home, self.committed = home, committed
        self.pages = [
            StandardPageFactory(parent=home, title=name, slug=f"start-{name}").pk
            for name in NAMES[:3]
        ]
        self.known: set[str] = set()

    def do(self, step: tuple[str, Any, Any]) -> None:
        """Take one step, unless the site refuses it."""
        verb, first, second = step
        try:
            with self.committed(execute=True), transaction.atomic():
                getattr(self, verb)(first, second)
        except (ValidationError, Undone):
            pass
        self.known |= {places.old_path_of(page.url_path) for page in self.all()}

    def all(self) -> list[SitePage]:
        return list(SitePage.objects.filter(pk__in=self.pages))

    def page(self, number: int) -> Any:
        return SitePage.objects.get(pk=self.pages[number]).specific

    def rename(self, number: int, slug: str) -> None:
        page = self.page(number)
        page.slug = slug
        page.full_clean()
        page.save()

    def move(self, number: int, below: int | None) -> None:
        page = self.page(number)
        to = SitePage.objects.get(pk=self.home.pk) if below is None else self.page(below)
        taken = to.get_children().filter(slug=page.slug).exists()
        if to.path.startswith(page.path) or taken:
            raise Undone
        page.move(to, pos="last-child")

    def redirect(self, old: str, new: str) -> None:
        self.known |= {old, new}
        if places.has_page(old):  # no form of ours would take it
            raise Undone
        Redirect.objects.filter(old_path=old).delete()
        Redirect.add_redirect(old, redirect_to=new)

    def lead(self, old: str, number: int) -> None:
        self.known.add(old)
        if places.has_page(old):
            raise Undone
        Redirect.objects.filter(old_path=old).delete()
        Redirect.add_redirect(old, redirect_to=self.page(number))

    def gone(self, old: str, _: None) -> None:
        self.known.add(old)
        GoneAddress.objects.get_or_create(path=old)

    def unpublish(self, number: int, _: None) -> None:
        self.page(number).unpublish()

    def publish(self, number: int, _: None) -> None:
        self.page(number).save_revision().publish()


def answer_at(path: str) -> Any:
    """Return what stands in for a page at an address; None when there is a page, or nothing."""
    if places.has_page(path):
        return None
    return answer_for(RequestFactory().get(f"{path}/"))


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEPS, min_size=3, max_size=12))
def test_row_34_no_order_of_events_makes_a_chain_or_a_circle(
    site_home, django_capture_on_commit_callbacks, steps
):
    try:
        with transaction.atomic():
            site = Site(site_home, django_capture_on_commit_callbacks)
            for step in steps:
                site.do(step)

                for path in site.known:
                    answer = answer_at(path)
                    if isinstance(answer, Moved):
                        assert Redirect.normalise_path(answer.to) != path, (path, step)
                        assert answer_at(answer.to.rstrip("/")) is None, (path, answer, step)
            pages = {places.old_path_of(page.url_path) for page in site.all() if page.live}
            assert not Redirect.objects.filter(old_path__in=pages, redirect_page=None).exists()
            raise Undone
    except Undone:
        forget_everything()
