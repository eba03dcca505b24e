"""One-time keys and page tokens say only what we signed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake import keys
from intake.keys import (
    BadKeyError,
    ExpiredKeyError,
    issue_key,
    issue_page_token,
    read_key,
    read_page_token,
)


@pytest.fixture
def later(monkeypatch):
    """Move the clock of the keys."""

    def move(by: timedelta) -> None:
        now = timezone.now() + by
        monkeypatch.setattr(keys.timezone, "now", lambda: now)

    return move


def test_a_key_tells_how_long_writing_took(later):
    token = issue_key("comment:1")

    later(timedelta(seconds=90))

    assert 89 < read_key(token, "comment:1").age.total_seconds() < 92


def test_a_key_read_twice_gives_one_submission_key_that_is_not_its_nonce():
    token = issue_key("comment:1")

    first, second = read_key(token, "comment:1"), read_key(token, "comment:1")

    assert first.submission_key == second.submission_key != first.nonce


def test_two_keys_differ():
    assert issue_key("comment:1") != issue_key("comment:1")


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "ü" * 500])
def test_a_made_up_key_is_refused(token):
    with pytest.raises(BadKeyError):
        read_key(token, "comment:1")
    with pytest.raises(BadKeyError):
        read_page_token(token, "comment")


def test_a_key_for_one_form_does_not_open_another():
    with pytest.raises(BadKeyError):
        read_key(issue_key("comment:1"), "comment:2")


def test_an_old_key_is_told_apart_from_a_forged_one(later):
    token = issue_key("comment:1")

    later(timedelta(days=1, minutes=1))

    with pytest.raises(ExpiredKeyError):
        read_key(token, "comment:1")


def test_the_page_token_is_the_same_for_every_reader():
    assert issue_page_token("comment", 12, 3) == issue_page_token("comment", 12, 3)


def test_a_page_that_stayed_open_for_a_month_still_works_and_one_open_for_a_year_does_not(later):
    token = issue_page_token("comment", 12, 3)

    later(timedelta(days=30))
    found = read_page_token(token, "comment")
    assert (found.subject, found.version) == ("12", 3)

    later(timedelta(days=365))
    with pytest.raises(ExpiredKeyError):
        read_page_token(token, "comment")
