"""Guessing passwords: stopped after five tries for an account, twenty from an address."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import caches
from django.utils import timezone

from accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
RIGHT = "a long test password"


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: that is what signing in spends its time on."""

    times = 0

    def encode(self, password, salt):
        CountingHasher.times += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def guarded(settings):
    settings.AXES_ENABLED = True


@pytest.fixture
def editor():
    return UserFactory(username="editor", is_superuser=True)


@pytest.fixture
def sign_in(client):
    """Try to sign in; say what came back."""

    def attempt(username="editor", password="wrong", address="192.0.2.1", **extra):
        client.logout()
        return client.post(
            "/admin/login/",
            {"username": username, "password": password, "next": "/admin/"},
            REMOTE_ADDR=address,
            **extra,
        )

    return attempt


def test_the_sixth_guess_is_refused_without_looking_at_the_password(sign_in, editor, monkeypatch):
    answers = [sign_in() for _ in range(5)]
    monkeypatch.setattr(User, "check_password", lambda *args: pytest.fail("looked"))

    refusal = sign_in(password=RIGHT)

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert refusal.status_code == 429
    assert refusal["Retry-After"] == "900"
    assert "Wait 15 minutes" in refusal.content.decode()


def test_another_browser_or_a_forged_header_is_no_way_around(sign_in, editor):
    for n in range(5):
        sign_in(headers={"user-agent": f"browser {n}", "x-forwarded-for": f"203.0.113.{n}"})

    assert sign_in(password=RIGHT).status_code == 429


def test_the_owner_of_the_account_gets_in_from_elsewhere_meanwhile(sign_in, editor):
    for _ in range(6):
        sign_in()

    assert sign_in(password=RIGHT, address="192.0.2.99").status_code == 302


def test_twenty_guesses_at_different_accounts_close_the_address(sign_in, editor):
    for n in range(20):
        sign_in(username=f"somebody-{n}")

    assert sign_in(password=RIGHT).status_code == 429


def test_an_ipv6_household_counts_as_one_address(sign_in, editor):
    for n in range(5):
        sign_in(address=f"2001:db8::{n + 1}")

    assert sign_in(password=RIGHT, address="2001:db8::ffff").status_code == 429
    assert sign_in(password=RIGHT, address="2001:db8:0:1::1").status_code == 302


def test_fifteen_minutes_later_it_is_forgotten(sign_in, editor):
    for _ in range(6):
        sign_in()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))

    assert sign_in(password=RIGHT).status_code == 302


def test_the_count_is_kept_in_the_database_and_not_in_a_cache(sign_in, editor):
    for _ in range(5):
        sign_in()
    for cache in caches.all():
        cache.clear()

    assert sign_in(password=RIGHT).status_code == 429


def test_signing_in_to_an_own_account_does_not_buy_new_guesses_at_others(sign_in, editor):
    UserFactory(username="attacker")
    for n in range(20):
        if n % 4 == 3:
            sign_in(username="attacker", password=RIGHT)
        sign_in(username=f"somebody-{n}")

    assert sign_in(password=RIGHT).status_code == 429


def test_nobody_learns_from_the_words_whether_an_account_exists(sign_in, editor):
    def words(username):
        page = sign_in(username=username).content.decode()
        return re.sub(r"\b\w{64}\b", "TOKEN", page).replace(username, "NAME")

    assert words("editor") == words("nobody")


def test_nobody_learns_from_the_time_whether_an_account_exists(sign_in, settings):
    settings.PASSWORD_HASHERS = ["tests.delivery.test_sign_in.CountingHasher"]
    UserFactory(username="editor")

    def hashes(username):
        before = CountingHasher.times
        sign_in(username=username)
        return CountingHasher.times - before

    assert hashes("editor") == hashes("nobody") == 1


def test_signing_in_changes_the_session_key_and_a_new_password_ends_the_others(client, editor):
    client.get("/admin/login/")
    client.session["visited"] = True
    client.session.save()
    before = client.session.session_key
    client.post("/admin/login/", {"username": "editor", "password": RIGHT, "next": "/admin/"})

    assert client.session.session_key != before
    assert client.get("/admin/").status_code == 200

    editor.set_password("quite another password")
    editor.save()

    assert client.get("/admin/").status_code == 302


def test_the_reset_form_takes_five_tries_for_an_account_and_twenty_from_an_address(client):
    def ask(email, address="192.0.2.1"):
        return client.post("/admin/password_reset/", {"email": email}, REMOTE_ADDR=address)

    for _ in range(5):
        assert ask("editor@example.org").status_code == 302
    assert ask("EDITOR@example.org ").status_code == 429
    assert ask("editor@example.org", address="192.0.2.2").status_code == 302
    for n in range(14):
        assert ask(f"{n}@example.org").status_code == 302
    refusal = ask("another@example.org")
    assert refusal.status_code == 429
    assert 0 < int(refusal["Retry-After"]) <= 900


def test_the_reset_link_names_our_address_whatever_the_request_says(client, mailoutbox, settings):
    UserFactory(email="editor@example.org")
    settings.ALLOWED_HOSTS = ["*"]

    client.post(
        "/admin/password_reset/",
        {"email": "editor@example.org"},
        headers={"host": "attacker.example", "x-forwarded-host": "attacker.example"},
    )

    [mail] = mailoutbox
    assert f"{settings.SITE_URL}/admin/password_reset/confirm/" in mail.body
    assert "attacker" not in mail.body + mail.subject


def test_no_mail_goes_out_within_the_request_for_a_new_password(client, mailoutbox, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    UserFactory(email="editor@example.org")

    answer = client.post("/admin/password_reset/", {"email": "editor@example.org"})

    assert answer.status_code == 302
    assert not mailoutbox
