"""Who asks is told what is kept, and is forgotten: a full dump knows nothing of them (U5)."""

import glob
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection, connections, models
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.comments.keeping import keyed
from blog.comments.models import (
    CommenterTrust,
    CommentThread,
    Decision,
    ReaderComment,
    Subscription,
    Token,
)
from blog.comments.models.commenter import author_key
from blog.comments.redaction import MARKER
from clinic.models import AppointmentRequest
from delivery.memory import forget_everything
from intake.models import RateCount
from pages.models import SitePage
from privacy.answering import erase, export, find, whereabouts
from privacy.models import AnsweredRequest
from tests.comments.conftest import Reader, plant_article
from tests.factories import BlogIndexPageFactory, ReaderCommentFactory, UserFactory

ADDRESS = "ann.marble@example.org"
# What must be nowhere afterwards, whoever wrote it down.
TELLING = (
    "ann.marble",
    "Ann Marble",
    "quartz",
    "feldspar",
    "granite.example.com",
    "obsidian",
    "basalt",
)


@pytest.fixture
def moderator(db: None) -> Any:
    """An administrator."""
    return UserFactory(first_name="Kim", is_superuser=True, is_staff=True)


@pytest.fixture
def life(database_to_commit_to: None) -> Iterator[dict[str, Any]]:
    """All that somebody leaves behind on the site, committed; and a stranger beside them."""
    forget_everything()
    blog = BlogIndexPageFactory(parent=SitePage.objects.get(depth=2))
    article = plant_article(blog, "migraine")
    moderator = UserFactory(first_name="Kim", is_superuser=True, is_staff=True)
    ann = {"name": "Ann Marble", "email": ADDRESS}
    reader = Reader()
    for body in (
        "My quartz headache comes at night. See https://granite.example.com/pain for more.",
        "The feldspar remedy did not help me at all, sadly.",
        "Spam or not, obsidian is what I sell at granite.example.com and granite.example.com.",
    ):
        reader.comment(article, body=body, **ann)
    first, second, third = ReaderComment.objects.order_by("pk")
    first.approve(by=moderator, note="A basalt note about Ann Marble, ann.marble@example.org.")
    third.mark_spam(by=moderator)
    thread = CommentThread.objects.get()
    beside = {"thread": thread, "author_name": "Ben", "author_email": "ben@example.org"}
    answer = ReaderCommentFactory(
        **beside, parent=first, status="approved", body=f"Write to {ADDRESS.upper()} about it."
    )
    ReaderCommentFactory(**beside, body="Mine is joann.marble@example.org, not hers.")
    ReaderCommentFactory(**beside, body="A word of my own.").trash(
        by=moderator, note=f"Like the one of {ADDRESS}."
    )
    CommenterTrust.objects.filter(author_key=author_key(ADDRESS)).update(
        reason=f"{ADDRESS} is known", verified_at=timezone.now()
    )
    AppointmentRequest.objects.create(
        name="Ann Marble", email=ADDRESS.title(), note="basalt", submission_key="1"
    )
    AppointmentRequest.objects.create(
        name="Ben", telephone="850-555-0123", note=f"Ask {ADDRESS}, too.", submission_key="2"
    )
    for log, more in (
        (AccessAttempt, {"failures_since_start": 1}),
        (AccessFailureLog, {}),
        (AccessLog, {}),
    ):
        log.objects.create(
            username=ADDRESS, ip_address="203.0.113.0", user_agent="A browser", **more
        )
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {"email": ADDRESS}},
        task_path="accounts.password_reset.send_password_reset",
        backend_name="default",
        run_after=timezone.now(),
        status="SUCCESSFUL",
        exception_class_path="",
        traceback=f"could not write to {ADDRESS}",
    )
    yield {"moderator": moderator, "first": first.pk, "answer": answer.pk, "second": second.pk}
    forget_everything()


def dump() -> str:
    """Return all that the database holds, as a backup would."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(connection.settings_dict["NAME"]) as copy:
            return "\n".join(copy.iterdump())
    known = connection.settings_dict
    tools = sorted(glob.glob("/usr/lib/postgresql/*/bin/pg_dump"))
    return subprocess.run(
        [shutil.which("pg_dump") or tools[-1], "--dbname", str(known["NAME"])],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ
        | {
            "PGHOST": str(known["HOST"]),
            "PGPORT": str(known["PORT"] or 5432),
            "PGUSER": str(known["USER"]),
            "PGPASSWORD": str(known["PASSWORD"]),
        },
    ).stdout


def telling(text: str) -> list[str]:
    """Return what a text still tells, but for the one who only has a like address."""
    others = text.casefold().replace("joann.marble@example.org", "")
    return [word for word in TELLING if word.casefold() in others]


def sessions() -> str:
    """Return what is written down in every session, which a dump holds in code."""
    return str([session.get_decoded() for session in Session.objects.all()])


# --- U5 -------------------------------------------------------------------------------------


def test_after_erasing_a_full_dump_holds_neither_address_nor_text(life):
    assert telling(dump()) == list(TELLING)
    keys = author_key(ADDRESS)
    admin = Client()
    admin.force_login(life["moderator"])

    asked = admin.post("/admin/privacy/", {"address": ADDRESS, "ask": "yes"})
    erased = admin.post("/admin/privacy/", {"address": ADDRESS, "erase": "yes"})

    assert "Erase all of this for good?" in asked.content.decode()
    assert "It is erased." in erased.content.decode()
    assert "still stands elsewhere" not in erased.content.decode()
    left = dump()
    assert telling(left + sessions()) == []
    assert keys not in left
    assert whereabouts(ADDRESS) == {}
    if connection.vendor == "sqlite":
        # Nor does the file, in what was freed, nor the log of its last writes.
        connections.close_all()
        for file in Path(connection.settings_dict["NAME"]).parent.glob(
            f"{Path(connection.settings_dict['NAME']).name}*"
        ):
            assert telling(file.read_bytes().decode("latin-1")) == [], file


def test_what_others_wrote_stays_but_for_the_address(life):
    erase(ADDRESS, life["moderator"])

    assert ReaderComment.objects.get(pk=life["answer"]).body == f"Write to {MARKER} about it."
    placeholder = ReaderComment.objects.get(pk=life["first"])
    assert (placeholder.status, placeholder.body, placeholder.author_name) == ("erased", "", "")
    assert not ReaderComment.objects.filter(pk=life["second"]).exists()
    assert ReaderComment.objects.filter(body__contains="joann.marble@example.org").exists()
    request = AppointmentRequest.objects.get()
    assert (request.name, request.note) == ("Ben", "Ask [removed for privacy], too.")
    assert not RateCount.objects.filter(who=author_key(ADDRESS)).exists()


def test_what_is_handed_out_is_all_that_is_kept_and_names_nobody_else(life):
    kept = export(ADDRESS, life["moderator"])["kept"]
    told = json.dumps(kept, default=str)

    assert {name: len(each) for name, each in kept.items()} == {
        "Reader comments": 6,  # three, what was learned, where it is named, and a note
        "Requests for an appointment": 2,
        "Attempts to sign in": 3,
        "Tasks that name the address": 1,
    }
    first = kept["Reader comments"][0]
    assert first["email"] == ADDRESS
    assert first["text"].startswith("My quartz headache")
    assert [decision["what"] for decision in first["decisions"]] == ["submitted", "approved"]
    assert kept["Requests for an appointment"][0]["note"] == "basalt"
    assert "Kim" not in told
    assert "ben@example.org" not in told


def test_the_command_finds_writes_and_erases(life, tmp_path, capsys):
    file = tmp_path / "ann.json"

    call_command("personal_data", ADDRESS, export=str(file))
    assert "Reader comments: 6" in capsys.readouterr().out
    assert json.loads(file.read_text())["about"] == ADDRESS
    call_command("personal_data", ADDRESS, erase=True, yes=True)

    assert "Erased. Reader comments: 6" in capsys.readouterr().out
    assert telling(dump()) == []
    assert [each.by for each in AnsweredRequest.objects.all()] == [None, None]


# --- nobody is forgotten --------------------------------------------------------------------

# Those who work here, and what an editor writes for all to read.
KNOWN_ADDRESSES = {
    "accounts.User.email",
    "organization.Clinic.email",
    "organization.Clinic.appointments_email",
    "clinic.LocationPage.email",
}
COVERED = {"reader_comments.ReaderComment.author_email", "clinic.AppointmentRequest.email"}


def test_every_column_for_an_address_is_somebodys_to_erase():
    from django.apps import apps

    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, models.EmailField)
    }

    assert found - KNOWN_ADDRESSES == COVERED


def test_every_table_that_is_keyed_to_an_address_goes_with_it():
    assert {CommenterTrust, Subscription} <= set(keyed())


# --- the screen -----------------------------------------------------------------------------


def browser_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def who_may(*codenames: str) -> Client:
    person = UserFactory(first_name="Kim")
    for codename in ("access_admin", *codenames):
        person.user_permissions.add(Permission.objects.get(codename=codename))
    return browser_of(person)


@pytest.mark.django_db
def test_nobody_opens_it_without_the_right_to_erase():
    moderates = who_may("view_readercomment", "moderate_readercomment")
    erases = who_may("erase_readercomment")

    assert moderates.get("/admin/privacy/").status_code == 302
    assert moderates.post("/admin/privacy/", {"address": ADDRESS}).status_code == 302
    assert erases.get("/admin/privacy/").status_code == 200
    assert "Privacy requests" in erases.get("/admin/").content.decode()
    assert "Privacy requests" not in moderates.get("/admin/").content.decode()


@pytest.mark.django_db
def test_it_shows_and_erases_what_somebody_may_and_says_what_it_left_out():
    AppointmentRequest.objects.create(name="Ann", email=ADDRESS, submission_key="1")
    erases = who_may("erase_readercomment")

    shown = erases.post("/admin/privacy/", {"address": ADDRESS}).content.decode()
    erases.post("/admin/privacy/", {"address": ADDRESS, "erase": "yes"})

    assert "Nothing is kept about this address." in shown
    assert "Not looked at, because you may not erase it: Attempts to sign in, Requests" in shown
    assert AppointmentRequest.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "nobody", "a@b"])
def test_what_is_no_address_is_said_so_and_nothing_is_done(moderator, address):
    answer = browser_of(moderator).post("/admin/privacy/", {"address": address, "erase": "yes"})

    assert answer.status_code == 422
    assert not AnsweredRequest.objects.exists()


@pytest.mark.django_db
def test_the_file_has_nobodys_name_and_is_kept_by_no_cache(moderator, thread_of_ann):
    answer = browser_of(moderator).post("/admin/privacy/", {"address": ADDRESS, "export": "yes"})

    assert answer["Content-Type"] == "application/json"
    assert "attachment" in answer["Content-Disposition"]
    assert "ann" not in answer["Content-Disposition"].replace("personal", "")
    assert "no-store" in answer["Cache-Control"]
    assert answer.json()["kept"]["Reader comments"][0]["text"] == "A marble comment."


@pytest.mark.django_db
def test_the_log_says_who_and_how_much_and_never_whose(moderator, thread_of_ann):
    erasing = browser_of(moderator)

    page = erasing.post("/admin/privacy/", {"address": ADDRESS, "erase": "yes"}).content.decode()

    log = AnsweredRequest.objects.get()
    assert (log.by, log.how, log.in_words) == (moderator, "erased", "Reader comments: 1")
    assert ADDRESS not in page
    assert ADDRESS not in str(vars(log))


@pytest.mark.django_db
def test_an_account_of_that_address_is_pointed_at(moderator):
    UserFactory(email=ADDRESS)

    page = browser_of(moderator).post("/admin/privacy/", {"address": ADDRESS, "erase": "yes"})

    assert "The address still stands elsewhere" in page.content.decode()
    assert "users (1)" in page.content.decode()


@pytest.fixture
def thread_of_ann(site_home: Any) -> CommentThread:
    """One comment of Ann's."""
    article = plant_article(BlogIndexPageFactory(parent=site_home))
    thread = CommentThread.objects.of(article)
    ReaderCommentFactory(thread=thread, author_email=ADDRESS, body="A marble comment.")
    return thread


@pytest.mark.django_db
def test_the_command_refuses_what_is_no_address_and_asks_before_erasing(
    thread_of_ann, monkeypatch
):
    with pytest.raises(CommandError, match="no email address"):
        call_command("personal_data", "nobody")
    monkeypatch.setattr("builtins.input", lambda question: "no")
    said = StringIO()

    call_command("personal_data", ADDRESS, erase=True, stdout=said)

    assert "Nothing was erased." in said.getvalue()
    assert {each.name: each.count for each in find(ADDRESS, None)}["Reader comments"] == 1
    assert Token.objects.count() == Decision.objects.filter(verb="erase").count() == 0
