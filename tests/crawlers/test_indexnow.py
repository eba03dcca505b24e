"""Row 33: search engines are told of changes; a real server on this machine plays one."""

import datetime as dt
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from blog.comments.models import CommentThread
from config.periodic import JOBS
from crawlers import indexnow
from crawlers.models import Answer, CrawlerSettings, WaitingAddress
from crawlers.models.waiting import GIVEN_UP_AFTER
from organization.models import SearchAndSocial
from pages.models import SitePage
from tests.factories import ArticlePageFactory, ReaderCommentFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

SITE = "https://clinic.example.org"
KEY = "0123456789abcdef-KEY"


@dataclass
class SearchEngine:
    """A search engine on this machine: what it was told, and what it answers."""

    port: int = 0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    before_answering: Callable[[], object] = lambda: None
    told: list[dict] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        """Every address it was told of, without the host."""
        return [each.removeprefix(SITE) for told in self.told for each in told["urlList"]]


@pytest.fixture
def engine(settings) -> Iterator[SearchEngine]:
    """A site with a key, and a search engine that listens."""
    engine = SearchEngine()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            engine.asked.append(f"{self.path} {self.headers['Content-Type']}")
            engine.told.append(json.loads(body))
            engine.before_answering()
            self.send_response(engine.status)
            for name, value in engine.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    engine.port = server.server_port
    settings.SITE_URL = SITE
    settings.INDEXNOW_ENDPOINT = f"http://127.0.0.1:{engine.port}/indexnow"
    yield engine
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(site_home, engine):
    """A published page that search engines know, on a site that has just got a key."""
    page = StandardPageFactory(parent=site_home, slug="about")
    CrawlerSettings.objects.create(indexnow_key=KEY)
    return page


def waiting() -> set[str]:
    return {
        address.removeprefix(SITE)
        for address in WaitingAddress.objects.values_list("address", flat=True)
    }


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def passes(time_span: dt.timedelta) -> None:
    """Let some time pass for all that waits."""
    for row in WaitingAddress.objects.all():
        WaitingAddress.objects.filter(pk=row.pk).update(due_at=row.due_at - time_span)


# --- what is told -------------------------------------------------------------------------------


def test_an_editor_who_publishes_tells_search_engines_right_after_the_commit(
    page, engine, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        fresh(page).save_revision().publish()
        assert engine.told == []

    assert engine.told == [
        {
            "host": "clinic.example.org",
            "key": KEY,
            "keyLocation": f"{SITE}/{KEY}.txt",
            "urlList": [f"{SITE}/about/"],
        }
    ]
    assert engine.asked == ["/indexnow application/json; charset=utf-8"]
    assert waiting() == set()
    assert Answer.objects.get().is_good


def test_each_change_of_a_page_is_told(page, engine):
    fresh(page).save_revision().publish()
    assert waiting() == {"/about/"}

    WaitingAddress.objects.all().delete()
    fresh(page).unpublish()
    assert waiting() == {"/about/"}

    WaitingAddress.objects.all().delete()
    fresh(page).save_revision().publish()
    assert waiting() == {"/about/"}

    WaitingAddress.objects.all().delete()
    fresh(page).delete()
    assert waiting() == {"/about/"}


def test_a_page_that_is_renamed_tells_of_both_addresses_and_of_what_is_below(page, engine):
    StandardPageFactory(parent=page, slug="below")
    WaitingAddress.objects.all().delete()
    moved = fresh(page)
    moved.slug = "who-we-are"

    moved.save_revision().publish()

    assert waiting() == {"/about/", "/about/below/", "/who-we-are/", "/who-we-are/below/"}


def test_a_page_that_moves_tells_of_both_addresses(page, site_home, engine):
    other = StandardPageFactory(parent=site_home, slug="other")
    WaitingAddress.objects.all().delete()

    fresh(page).move(other, "last-child")

    assert {"/about/", "/other/about/"} <= waiting()


def test_a_page_that_is_kept_out_is_told_once_so_that_its_noindex_is_seen(page, engine):
    hidden = fresh(page)
    hidden.noindex = True
    hidden.save_revision().publish()
    assert waiting() == {"/about/"}

    WaitingAddress.objects.all().delete()
    fresh(page).save_revision().publish()
    assert waiting() == set()


def test_a_section_that_is_closed_is_told(page, engine):
    StandardPageFactory(parent=page, slug="below")
    WaitingAddress.objects.all().delete()

    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert waiting() == {"/about/", "/about/below/"}
    WaitingAddress.objects.all().delete()
    fresh(page).save_revision().publish()
    assert waiting() == set()


def test_drafts_and_comments_tell_nobody(published_blog, engine, admin_user):
    CrawlerSettings.objects.create(indexnow_key=KEY)
    article = ArticlePageFactory(
        parent=published_blog.index, main_topic=published_blog.topic, live=False
    )
    article.save_revision()
    assert waiting() == set()

    thread = CommentThread.objects.of(article)
    ReaderCommentFactory(thread=thread).approve(by=admin_user)
    assert waiting() == set()


def test_a_topic_that_has_enough_articles_is_told(published_blog, engine):
    CrawlerSettings.objects.create(indexnow_key=KEY)
    for _ in range(2):
        ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)

    assert published_blog.topic.url.removeprefix(SITE) in waiting()


# --- how it is told -----------------------------------------------------------------------------


def test_many_changes_go_in_one_request(page, engine, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for number in range(30):
            StandardPageFactory(parent=fresh(page), slug=f"page-{number}")

    for callback in callbacks:
        callback()

    assert len(engine.told) == 1
    assert len(engine.addresses) == 30


def test_more_than_a_request_may_name_goes_in_several(page, engine, monkeypatch):
    monkeypatch.setattr("crawlers.models.waiting.A_REQUEST", 3)
    WaitingAddress.objects.add(f"{SITE}/{number}/" for number in range(8))

    indexnow.tell_all()

    assert sorted(len(told["urlList"]) for told in engine.told) == [2, 3, 3]
    assert len(set(engine.addresses)) == 8


@pytest.mark.parametrize("status", [200, 202])
def test_what_was_taken_is_forgotten(page, engine, status):
    engine.status = status
    WaitingAddress.objects.add([f"{SITE}/about/"])

    indexnow.tell_all()

    assert waiting() == set()


@pytest.mark.parametrize(
    ("status", "words", "next_try"),
    [
        (403, "The key was not accepted (403). Open https://clinic.example.org/0123", 3600),
        (429, "Too much was told at once", 600),
        (500, "They answered 500", 60),
        (302, "They answered 302", 60),
    ],
)
def test_what_was_not_taken_waits_and_the_editor_reads_why(page, engine, status, words, next_try):
    engine.status = status
    engine.headers = {"Location": f"http://127.0.0.1:{engine.port}/elsewhere"}
    WaitingAddress.objects.add([f"{SITE}/about/"])

    indexnow.tell_all()

    assert words in Answer.objects.get().words
    assert len(engine.told) == 1, "a redirect is not followed, and nothing is repeated at once"
    waits = WaitingAddress.objects.get().due_at - timezone.now()
    assert next_try - 5 < waits.total_seconds() <= next_try
    engine.status = 200
    passes(dt.timedelta(seconds=next_try))
    indexnow.tell_all()
    assert waiting() == set()


@pytest.mark.parametrize("status", [400, 422])
def test_what_will_never_be_taken_is_let_go(page, engine, status):
    engine.status = status
    WaitingAddress.objects.add([f"{SITE}/about/"])

    indexnow.tell_all()

    assert waiting() == set()
    assert "not tried again" in Answer.objects.get().words


def test_who_says_when_to_come_again_is_heeded(page, engine):
    engine.status, engine.headers = 429, {"Retry-After": "7200"}
    WaitingAddress.objects.add([f"{SITE}/about/"])

    indexnow.tell_all()

    assert WaitingAddress.objects.get().due_at > timezone.now() + dt.timedelta(minutes=119)


def test_a_server_that_is_down_is_tried_less_and_less_often_and_given_up_in_the_end(
    page, engine, settings
):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.INDEXNOW_ENDPOINT = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        WaitingAddress.objects.add([f"{SITE}/about/"])
        pauses = []
        while row := WaitingAddress.objects.first():
            indexnow.tell_all()
            if later := WaitingAddress.objects.first():
                pauses.append(round((later.due_at - timezone.now()).total_seconds()))
            passes(dt.timedelta(days=1))
            assert row.tries <= GIVEN_UP_AFTER

    assert len(pauses) == GIVEN_UP_AFTER
    assert pauses == sorted(pauses)
    assert pauses[0] < 61
    assert pauses[-1] <= 12 * 3600
    assert "could not be reached" in Answer.objects.first().words


def test_a_server_that_never_answers_holds_nobody_up_for_long(page, engine, monkeypatch):
    monkeypatch.setattr(indexnow, "PATIENCE", 0.2)
    engine.before_answering = lambda: time.sleep(1)
    WaitingAddress.objects.add([f"{SITE}/about/"])
    begun = time.monotonic()

    indexnow.tell_all()

    assert time.monotonic() - begun < 0.9
    assert waiting() == {"/about/"}


def test_a_server_that_answers_a_letter_at_a_time_is_left(page, settings, monkeypatch):
    monkeypatch.setattr(indexnow, "DEADLINE", 0.5)
    settings.SITE_URL = SITE
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.INDEXNOW_ENDPOINT = f"http://127.0.0.1:{server.getsockname()[1]}/"
        enough = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                while not enough.wait(0.1):
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        WaitingAddress.objects.add([f"{SITE}/about/"])
        begun = time.monotonic()
        indexnow.tell_all()
        took = time.monotonic() - begun
        enough.set()
        thread.join()

    assert took < 3
    assert waiting() == {"/about/"}


def test_whoever_dies_while_telling_loses_nothing(page, engine):
    WaitingAddress.objects.add([f"{SITE}/about/"])
    WaitingAddress.objects.claim()  # and then nothing more

    indexnow.tell_all()
    assert engine.told == [], "two never tell of the same at once"
    passes(dt.timedelta(minutes=6))
    indexnow.tell_all()

    assert engine.addresses == ["/about/"]


def test_what_changes_while_it_is_told_is_told_again(page, engine):
    WaitingAddress.objects.add([f"{SITE}/about/"])
    claim = WaitingAddress.objects.claim()

    WaitingAddress.objects.add([f"{SITE}/about/"])
    WaitingAddress.objects.filter(claim=claim).delete()

    assert waiting() == {"/about/"}


def test_the_timer_tells_what_is_left(page, engine):
    assert "tell_search_engines" in {job.command for job in JOBS}
    WaitingAddress.objects.add([f"{SITE}/about/"])

    call_command("tell_search_engines")

    assert engine.addresses == ["/about/"]


# --- when nobody is told ------------------------------------------------------------------------


def test_without_a_key_nothing_waits_and_nothing_is_sent(site_home, engine):
    StandardPageFactory(parent=site_home, slug="about")

    assert waiting() == set()
    assert indexnow.why_silent() == "there is no key."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INDEXNOW_ENDPOINT", ""),
        ("STAGING", True),
        ("SITE_URL", "http://localhost:8000"),
        ("SITE_URL", "http://127.0.0.1:8000"),
        ("SITE_URL", "https://clinic.test"),
        ("SITE_URL", "http://[::1]"),
    ],
)
def test_a_site_that_is_not_public_tells_nobody(page, engine, settings, name, value):
    setattr(settings, name, value)

    fresh(page).save_revision().publish()
    WaitingAddress.objects.add([f"{SITE}/about/"])
    indexnow.tell_all()

    assert engine.told == []
    assert waiting() == {"/about/"}
    assert indexnow.why_silent()


def test_a_site_that_hides_tells_nobody(page, engine):
    setting = SearchAndSocial.current()
    setting.hide_from_search_engines = True
    setting.save()

    fresh(page).save_revision().publish()

    assert waiting() == set()


def test_tests_and_a_local_run_name_no_real_search_engine():
    from config.settings import testing

    assert testing.INDEXNOW_ENDPOINT == ""


# --- the key and the settings page --------------------------------------------------------------


def test_the_key_is_shown_where_search_engines_look(client, page):
    answer = client.get(f"/{KEY}.txt")

    assert answer.content == KEY.encode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert client.get("/0123456789abcdef-OTHER.txt").status_code == 404


def test_without_a_key_no_file_is_there(client, site_home):
    assert client.get("/0123456789abcdef.txt").status_code == 404


@pytest.mark.parametrize("key", ["short", "with space 1", "k" * 129, "slash/slash", "ключключ"])
def test_what_is_no_key_is_refused(key):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match=r"8 to 128 letters|at most 128"):
        CrawlerSettings(indexnow_key=key).full_clean()


def test_an_editor_reads_what_search_engines_said(client, editor, page, engine):
    engine.status = 403
    WaitingAddress.objects.add([f"{SITE}/about/"])
    indexnow.tell_all()
    client.force_login(editor, "django.contrib.auth.backends.ModelBackend")

    told = client.get(
        reverse(
            "wagtailsettings:edit",
            args=["crawlers", "crawlersettings", CrawlerSettings.objects.get().pk],
        )
    ).text

    assert "Addresses still to be told of: 1." in told
    assert "The key was not accepted (403)." in told


def test_only_the_last_answers_are_kept():
    for number in range(50):
        Answer.objects.note(200, number, "1 address told.")

    assert Answer.objects.count() == 20
    assert Answer.objects.first().addresses == 49


def test_the_tree_tells_of_no_page_outside_of_the_site(engine, page):
    root = SitePage.objects.get(depth=1)

    StandardPageFactory(parent=root, slug="another-tree")

    assert waiting() == set()
