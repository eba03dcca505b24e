"""Counting how often someone sends something."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.limits import Limit, forget_past, hit, hit_all
from intake.models import RateCount

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_what_is_within_the_limit_is_allowed_and_one_more_is_not():
    verdicts = [hit("comment", "ann", limit=3, per=HOUR) for _ in range(4)]

    assert [verdict.allowed for verdict in verdicts] == [True, True, True, False]
    assert 0 < verdicts[-1].retry_after <= 3601


@pytest.mark.django_db
def test_one_senders_count_is_nobody_elses():
    hit("comment", "ann", limit=1, per=HOUR)

    assert hit("comment", "ben", limit=1, per=HOUR).allowed
    assert hit("appointment", "ann", limit=1, per=HOUR).allowed
    assert not hit("comment", "ann", limit=1, per=HOUR).allowed


@pytest.mark.django_db
def test_the_next_hour_starts_afresh(monkeypatch):
    hit("comment", "ann", limit=1, per=HOUR)
    later = timezone.now() + HOUR
    monkeypatch.setattr("intake.limits.timezone.now", lambda: later)

    assert hit("comment", "ann", limit=1, per=HOUR).allowed


@pytest.mark.django_db
def test_several_limits_cost_one_query(django_assert_num_queries):
    limits = [Limit(scope, "ann", 5, HOUR) for scope in ("sender", "page", "site")]

    with django_assert_num_queries(1):
        verdicts = hit_all(limits)

    assert {scope: verdict.count for scope, verdict in verdicts.items()} == {
        "sender": 1,
        "page": 1,
        "site": 1,
    }


@pytest.mark.django_db
def test_past_counts_are_forgotten_and_running_ones_kept():
    hit("comment", "ann", limit=1, per=HOUR)
    RateCount.objects.create(
        scope="comment",
        who="ben",
        starts_at=timezone.now() - 2 * HOUR,
        ends_at=timezone.now() - HOUR,
    )

    assert forget_past() == 1
    assert RateCount.objects.get().who == "ann"
