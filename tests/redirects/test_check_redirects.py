"""SEO row 34: `manage.py check_redirects` finds what is not straight in old data, and mends it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect

from redirects.models import GoneAddress

pytestmark = pytest.mark.django_db


def check(*arguments: str) -> str:
    """Return what the command says, and how it ends."""
    said = StringIO()
    try:
        call_command("check_redirects", *arguments, stdout=said)
    except CommandError as problem:
        said.write(f"error: {problem}")
    return said.getvalue()


@pytest.fixture
def old_data(article) -> None:
    """Redirects as another program may have left them."""
    Redirect.objects.bulk_create(
        [
            Redirect(old_path="/a", redirect_link="/b"),
            Redirect(old_path="/b", redirect_link="/c/"),
            Redirect(old_path="/c", redirect_page=article),
            Redirect(old_path="/round", redirect_link="/about-face"),
            Redirect(old_path="/about-face", redirect_link="/round"),
            Redirect(old_path=article.url.rstrip("/"), redirect_link="/c"),
            Redirect(old_path="/empty"),
            Redirect(old_path="/trick", redirect_link="//evil.example/"),
        ]
    )
    GoneAddress.objects.bulk_create([GoneAddress(path="/blog")])


@pytest.mark.usefixtures("old_data")
def test_row_34_it_names_detours_circles_and_what_never_answers():
    said = check()

    assert "/a is a detour: /a → /b → /c" in said
    assert "/round leads in a circle: /round → /about-face → /round" in said
    assert "/blog/migraine-or-headache never answers: a live page is at its address" in said
    assert "/empty leads nowhere" in said
    assert "/trick has a target no reader may be sent to: //evil.example/" in said
    assert "/blog is called gone, but has a live page" in said
    assert "error: 8 to look at. Run with --mend" in said
    assert "/b is a detour: /b → /c" in said


@pytest.mark.usefixtures("old_data")
def test_row_34_mending_straightens_what_has_one_right_answer(article):
    said = check("--mend")

    to_the_page = set(Redirect.objects.filter(redirect_page=article).values_list("old_path"))
    assert to_the_page == {("/a",), ("/b",), ("/c",)}
    assert not GoneAddress.objects.exists()
    assert "error: 4 to look at." in said
    assert not Redirect.objects.filter(old_path=article.url.rstrip("/")).exists()


def test_row_34_straight_redirects_are_nothing_to_speak_of(article):
    Redirect.add_redirect("/a", redirect_to=article)

    assert check() == "All redirects are straight.\n"
