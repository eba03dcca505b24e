"""What browsers are told they may do with an answer."""

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def policy(answer) -> dict[str, str]:
    """Return the content security policy, directive by directive."""
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.fixture
def editor(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("path", ["/", "/no/such/page/", "/search/?q=pain"])
def test_public_pages_allow_our_own_files_and_nothing_inline(client, site_home, path):
    answer = client.get(path)

    directives = policy(answer)
    assert directives["default-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["object-src"] == directives["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "nonce" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_the_admin_may_run_its_inline_scripts(client, editor):
    answer = client.get("/admin/")

    directives = policy(answer)
    assert directives["script-src"] == directives["style-src"] == "'self' 'unsafe-inline'"
    assert "nonce" not in answer["Content-Security-Policy"]
    assert directives["frame-ancestors"] == "'self'"


def test_a_preview_is_a_public_page_that_the_editor_may_frame(client, editor, site_home):
    answer = client.get(f"/admin/pages/{site_home.pk}/view_draft/")

    directives = policy(answer)
    assert directives["frame-ancestors"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/admin/login/"])
def test_unused_powers_of_the_browser_are_off(client, site_home, path):
    answer = client.get(path)

    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_an_unknown_host_is_refused(client, site_home):
    assert client.get("/", headers={"host": "attacker.example"}).status_code == 400


def test_cookies_of_the_admin_are_out_of_scripts_reach(client, site_home):
    UserFactory(username="editor", is_superuser=True)
    client.get("/admin/login/")
    client.post(
        "/admin/login/",
        {"username": "editor", "password": "a long test password", "next": "/admin/"},
    )

    assert {"sessionid", "csrftoken"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
