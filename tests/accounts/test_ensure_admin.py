"""The first administrator."""

import re
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def said() -> str:
    out = StringIO()
    call_command("ensure_admin", stdout=out)
    return out.getvalue()


def test_the_password_that_is_shown_opens_the_admin(client):
    name, password = re.search(r"Admin account: (\S+), password: (\S+) ", said()).groups()

    assert client.login(username=name, password=password)
    assert client.get("/admin/").status_code == 200


def test_a_second_time_nothing_is_made_and_nothing_shown():
    said()

    assert said() == ""
    assert get_user_model().objects.filter(is_superuser=True).count() == 1


def test_somebody_else_named_admin_keeps_their_account():
    editor = UserFactory(username="admin")

    assert "Admin account: admin-2," in said()
    editor.refresh_from_db()
    assert not editor.is_superuser
