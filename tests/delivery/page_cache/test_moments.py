"""Answers that time alone makes wrong say from when."""

import datetime as dt

import pytest
from django.utils import timezone

from blog.comments.models import CommentSettings
from clinic.models import OpeningHours, SpecialHours
from delivery.page_cache.tags import collecting
from organization.models import AnnouncementBar
from pages.description import midnight_after
from review.models import MedicalReview
from tests.factories import LocationIndexPageFactory, LocationPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def changes_at(client):
    """Ask for a path and return from when its answer is wrong."""

    def ask(path: str) -> dt.datetime | None:
        with collecting() as shown:
            assert client.get(path).status_code == 200
        return shown.changes_at

    return ask


@pytest.fixture
def location(site_home):
    return LocationPageFactory(parent=LocationIndexPageFactory(parent=site_home))


def test_a_page_without_anything_of_today_never_changes_by_itself(changes_at, location, article):
    assert changes_at(location.url) is None
    assert changes_at(article.url) is None


def test_the_hours_of_today_change_when_the_day_does_or_before(changes_at, location):
    for weekday in range(7):
        location.opening_hours.add(
            OpeningHours(weekday=weekday, opens=dt.time(0, 0), closes=dt.time(23, 59))
        )
    location.save()

    closes = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(23, 59)))
    assert changes_at(location.url) in {closes, midnight_after(timezone.localdate())}
    assert changes_at("/") is None


def test_special_hours_leave_their_location_once_they_are_over(changes_at, location, monkeypatch):
    """Row 14: nobody has to take them away, not even from a page that is kept."""
    last = timezone.localdate() + dt.timedelta(2)
    location.special_hours.add(SpecialHours(starts_on=timezone.localdate(), ends_on=last))
    location.save()
    on_the_last_day = timezone.make_aware(dt.datetime.combine(last, dt.time(12)))
    monkeypatch.setattr(timezone, "now", lambda: on_the_last_day)

    assert changes_at(location.url) == midnight_after(last)
    assert changes_at("/") is None


@pytest.mark.parametrize(("starts", "ends", "then"), [(1, 2, 1), (-1, 2, 2), (-2, -1, None)])
def test_an_announcement_begins_and_ends_by_itself(changes_at, site_home, starts, ends, then):
    now = timezone.now()
    AnnouncementBar.objects.create(
        text="Closed on Friday",
        starts_on=now + dt.timedelta(starts),
        ends_on=now + dt.timedelta(ends),
    )

    assert changes_at("/") == (now + dt.timedelta(then) if then else None)


def test_an_article_changes_when_its_comments_close(changes_at, article):
    CommentSettings.objects.create(closes_after_days=14)

    assert changes_at(article.url) == article.published_on + dt.timedelta(days=14)


def test_a_reviewed_article_changes_when_the_review_falls_due(changes_at, article, reviewer):
    due = timezone.localdate() + dt.timedelta(days=3)
    MedicalReview.objects.create(
        page=article,
        reviewer=reviewer,
        signed_as="Sample Reviewer, MD",
        reviewed_on=timezone.now(),
        next_due=due,
        in_force_since=timezone.now(),
    )

    assert changes_at(article.url) == midnight_after(due - dt.timedelta(days=1))


def test_security_txt_names_another_day_after_midnight(changes_at):
    moment = changes_at("/.well-known/security.txt")

    assert moment.astimezone(dt.UTC).time() == dt.time.min
    assert timezone.now() < moment <= timezone.now() + dt.timedelta(days=1)
