"""SEO row 37: what readers did not find is counted by its address alone, and acted upon."""

import datetime as dt
import threading

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from redirects import notebook as notebooks
from redirects.models import GoneAddress, MissingAddress
from redirects.noise import KINDS, kind_of
from redirects.notebook import MOST_AT_ONCE, Notebook, notebook
from redirects.similarity import Likenesses, words_of
from tests.conftest import in_group
from tests.factories import ArticlePageFactory
from tests.redirects.conftest import redirect

pytestmark = pytest.mark.django_db

LIST = "/admin/redirects/missing/"


def logged() -> dict[str, int]:
    """Return what is in the log once everything is written down."""
    notebook.write_down()
    return dict(MissingAddress.objects.filter(kind="").values_list("path", "count"))


def noise() -> dict[str, int]:
    """Return what is in the log of machines."""
    notebook.write_down()
    return dict(MissingAddress.objects.noise().values_list("kind", "count"))


# --- counting ----------------------------------------------------------------------------------


def test_row_37_only_the_path_is_kept_of_who_asked(client, site_home):
    client.get(
        "/old-page/?email=reader@example.org",
        HTTP_REFERER="https://elsewhere.example/private/?q=1",
        HTTP_USER_AGENT="Canary/1.0",
        REMOTE_ADDR="203.0.113.9",
    )
    client.head("/old-page/")

    assert logged() == {"/old-page": 2}
    row = str(MissingAddress.objects.values().get())
    for secret in ("reader@", "elsewhere", "Canary", "203.0.113"):
        assert secret not in row


def test_row_37_it_says_which_page_of_ours_has_the_dead_link(client, site_home):
    client.get("/gone-page/", HTTP_REFERER="http://testserver/about/?secret=1")
    client.get("/gone-page/")

    logged()
    assert MissingAddress.objects.get().linked_from == "/about/"


def test_row_37_what_is_found_or_answered_is_not_counted(client, article):
    redirect("/a", article)
    GoneAddress.objects.create(path="/b")

    for path in (article.url, article.url.rstrip("/"), "/a/", "/b/", "/blog/?page=99"):
        client.get(path)
    client.post("/posted/")
    client.get("/admin/nothing/")

    assert logged() == {}


def test_row_24_what_is_unknown_is_a_404_at_once_with_its_slash_or_without(client, article):
    redirect("/a", article)

    assert client.get("/nowhere").status_code == client.get("/nowhere/").status_code == 404
    assert client.get("/blog/nowhere").status_code == 404
    for path, address in [
        (article.url.rstrip("/"), article.url),
        ("/admin", "/admin/"),
        ("/a", article.url),
    ]:
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, address)
    assert logged() == {"/nowhere": 2, "/blog/nowhere": 1}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/wp-login.php", "wordpress"),
        ("/blog/wp-admin/setup-config.php", "wordpress"),
        ("/.env", "secrets"),
        ("/.git/config", "secrets"),
        ("/backup.sql", "backups"),
        ("/index.php", "programs"),
        ("/shell.aspx", "programs"),
        ("/phpmyadmin/", "consoles"),
        ("/cgi-bin/luci", "consoles"),
        ("/<script>", "attacks"),
        ("/a/../../etc/x", "attacks"),
        ("/apple-touch-icon-120x120.png", "browsers"),
        ("/" + "x" * 300, "too-long"),
        ("/old-blog/migraine-aura/", None),
        ("/2019/05/ketamine-infusions.html", None),
        ("/wp-content/uploads/2019/05/price-list.pdf", None),
        ("/team/dr.-smith/", None),
    ],
)
def test_row_37_machines_are_told_from_readers(path, kind):
    found = kind_of(path)

    assert (found.name if found else None) == kind


def test_row_37_noise_is_one_row_a_kind(client, site_home):
    for path in ("/wp-login.php", "/x/xmlrpc.php", "/wp-admin/", "/.env", f"/{'y' * 400}/"):
        client.get(path)

    assert noise() == {"wordpress": 3, "secrets": 1, "too-long": 1}
    assert logged() == {}


def test_row_37_a_link_of_our_own_is_never_noise(client, site_home):
    client.get("/old.php", HTTP_REFERER="http://testserver/about/")
    client.get("/<b>", HTTP_REFERER="http://testserver/about/")

    assert logged() == {"/old.php": 1}


def test_row_37_a_flood_of_different_addresses_stays_within_bounds(monkeypatch):
    monkeypatch.setattr(MissingAddress, "MOST", 120)
    book = Notebook()
    for _ in range(3):
        book.note("/really-missed/", "")
    for number in range(3_000):
        book.note(f"/flood-{number}/", "")
        if number % 100 == 99:
            book.write_down()

    paths = MissingAddress.objects.filter(kind="").values_list("path", flat=True)
    assert len(paths) <= 120
    assert "/really-missed" in paths  # the least asked for go first


def test_row_37_memory_is_bounded_between_two_times_of_writing(site_home):
    book = Notebook()
    for number in range(MOST_AT_ONCE * 3):
        book.note(f"/flood-{number}/", "")

    assert book.write_down() == MOST_AT_ONCE + 1
    assert MissingAddress.objects.get(kind="too-many").count == MOST_AT_ONCE * 2


def test_row_37_counts_add_up_across_processes(site_home):
    books = Notebook(), Notebook()
    for book in books:
        book.note("/missed/", "")
        book.note("/wp-login.php", "")
        book.write_down()

    assert logged() == {"/missed": 2}
    assert noise() == {"wordpress": 2}


def test_row_37_a_busy_database_loses_nothing_and_disturbs_nobody(client, site_home, monkeypatch):
    def busy(*_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(notebooks, "_write", busy)
    assert client.get("/missed/").status_code == 404
    assert notebook.write_down() == 0
    monkeypatch.undo()

    assert logged() == {"/missed": 1}


def test_row_37_a_404_writes_nothing_while_the_reader_waits(client, site_home, settings):
    client.get("/warm/")
    counts = []
    for number in (1, 50):
        Redirect.objects.bulk_create(
            Redirect(old_path=f"/r{number}-{each}", redirect_link="https://example.org/")
            for each in range(number)
        )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/a/b/c/missed-{number}/")
        said = [query["sql"] for query in asked.captured_queries]
        assert not [sql for sql in said if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
        ours = [sql for sql in said if "redirects_" in sql or "wagtailredirects_" in sql]
        assert len(ours) == 3
        counts.append(len(said))

    assert counts[0] == counts[1]


def test_row_37_a_thread_writes_it_down_by_itself(settings, site_home, monkeypatch):
    settings.MISSING_ADDRESSES_SECONDS = 0.01
    written = threading.Event()
    book = Notebook()
    monkeypatch.setattr(book, "write_down", lambda: written.set())

    book.note("/missed/", "")

    assert written.wait(5)


# --- forgetting --------------------------------------------------------------------------------


def test_row_37_what_nobody_asks_for_is_forgotten_and_old_counts_fade():
    now = timezone.now()
    long_ago, a_while_ago = now - dt.timedelta(days=91), now - dt.timedelta(days=31)
    MissingAddress.objects.create(path="/forgotten", last_seen=long_ago)
    MissingAddress.objects.create(path="/fading", count=9, faded_at=a_while_ago)
    MissingAddress.objects.create(path="/once", count=1, faded_at=a_while_ago)
    MissingAddress.objects.create(path="/fresh", count=9)

    assert MissingAddress.objects.forget(now) == 1
    MissingAddress.objects.forget(now)

    assert logged() == {"/fading": 4, "/once": 1, "/fresh": 9}


def test_row_37_an_address_that_has_an_answer_now_leaves_the_list(article):
    for path in ("/a", "/b", article.url.rstrip("/"), "/c"):
        MissingAddress.objects.create(path=path)

    redirect("/a", article)
    GoneAddress.objects.create(path="/b")
    article.save_revision().publish()

    assert logged() == {"/c": 1}


# --- suggesting --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/2019/05/14/migraine-aura.html", "migraine-aura"),
        ("/blog/category/ketamine/page/2/", "ketamine"),
        ("/index.php", ""),
        ("/", ""),
        ("/Über-Uns/", "über-uns"),
    ],
)
def test_row_37_the_last_words_of_an_address_say_what_it_is_about(path, words):
    assert words_of(path) == words


def test_row_37_the_nearest_page_is_found_by_words_and_through_slips():
    pages = Likenesses(
        [
            (1, "migraine-vs-headache-ketamine"),
            (2, "ketamine-infusion-what-to-expect"),
            (3, "about"),
            (3, "About us"),
        ]
    )

    def nearest(path):
        found = pages.nearest(path)
        return found.page if found else None

    assert nearest("/2019/migraine-versus-headache/") == 1
    assert nearest("/migrane-vs-headache-ketamin/") == 1
    assert nearest("/what-to-expect-ketamine-infusion.html") == 2
    assert nearest("/about-us/") == 3
    assert nearest("/holiday-photos/") is None
    assert nearest("/123/") is None
    assert nearest("/ketamine-infusion-what-to-expect/") == 2


# --- in the admin ------------------------------------------------------------------------------


@pytest.fixture
def at_work(client, editor):
    """An editor who is signed in."""
    client.force_login(editor)
    return client


@pytest.fixture
def missed(article) -> MissingAddress:
    """An address like the article's, asked for five times."""
    return MissingAddress.objects.create(path="/2019/migraine-or-headaches", count=5)


def test_row_37_the_list_shows_counts_and_suggests_the_nearest_page(at_work, article, missed):
    shown = at_work.get(LIST).content.decode()

    assert "/2019/migraine-or-headaches" in shown
    assert f'<a href="{article.url}">Migraine or headache</a>' in shown
    assert f'value="{article.pk}"' in shown


def test_row_37_one_click_makes_the_redirect(at_work, at, article, missed):
    decide = reverse("redirects:decide", args=[missed.pk])

    answer = at_work.post(decide, {"verb": "redirect", "page": article.pk, "next": LIST})

    assert answer["Location"] == LIST
    assert at("/2019/migraine-or-headaches/") == (301, article.url)
    assert not MissingAddress.objects.exists()


def test_row_37_or_says_that_it_is_gone_or_ignores_it(at_work, at, missed):
    decide = reverse("redirects:decide", args=[missed.pk])

    assert "is ignored" in at_work.post(decide, {"verb": "ignore"}, follow=True).content.decode()
    assert missed.path not in at_work.get(LIST).content.decode()
    assert missed.path in at_work.get(f"{LIST}?show=ignored").content.decode()
    at_work.post(decide, {"verb": "restore"})
    assert missed.path in at_work.get(LIST).content.decode()

    at_work.post(decide, {"verb": "gone"})
    assert at(missed.path + "/") == (410, "")


@pytest.mark.parametrize("fields", [{}, {"verb": "x"}, {"verb": "redirect"},
                                    {"verb": "redirect", "page": "9" * 40}])  # fmt: skip
def test_row_37_a_click_that_cannot_be_changes_nothing(at_work, missed, fields):
    decide = reverse("redirects:decide", args=[missed.pk])

    answer = at_work.post(decide, {**fields, "next": "https://evil.example/"}, follow=True)

    assert answer.redirect_chain == [(LIST, 302)]
    assert MissingAddress.objects.exists()
    assert not Redirect.objects.exists()


def test_row_37_it_needs_the_permission_for_redirects_and_a_post(client, article, missed):
    decide = reverse("redirects:decide", args=[missed.pk])
    client.force_login(in_group("Comment moderators"))

    assert client.get(LIST).status_code in {302, 403}
    client.post(decide, {"verb": "gone"})
    assert not GoneAddress.objects.exists()

    client.force_login(in_group("Editors"))
    assert client.get(decide).status_code == 405


def test_row_37_the_list_asks_as_much_for_one_address_as_for_forty(at_work, article, missed):
    at_work.get(LIST)
    with CaptureQueriesContext(connection) as for_one:
        at_work.get(LIST)
    MissingAddress.objects.bulk_create(
        MissingAddress(path=f"/migraine-{number}") for number in range(40)
    )
    for _ in range(3):
        ArticlePageFactory(parent=article.get_parent(), main_topic=article.main_topic)
    with CaptureQueriesContext(connection) as for_many:
        at_work.get(LIST)

    assert len(for_many) == len(for_one)


def test_row_37_hostile_addresses_are_only_text_in_the_list(at_work, site_home):
    MissingAddress.objects.create(path='/"><img src=x onerror=alert(1)>')
    MissingAddress.objects.create(kind=next(iter(KINDS)))

    for tab in ("waiting", "ignored", "noise", "nonsense"):
        shown = at_work.get(f"{LIST}?show={tab}&p=99&q=").content.decode()
        assert "<img src=x" not in shown
