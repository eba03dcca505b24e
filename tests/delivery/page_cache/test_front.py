"""A cache in front of us hears of the same changes, in one batch, right after the commit."""

import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import transaction

from delivery.models import FrontCopy
from delivery.page_cache import front
from delivery.page_cache.entry import Entry
from delivery.page_cache.purging import purge
from tests.delivery.page_cache.conftest import ask


@pytest.fixture
def varnish(settings):
    """A server that plays a cache: it keeps a list of what it is told to drop."""
    told = []

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self):
            told.append((self.headers["Host"], self.path))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WAGTAILFRONTENDCACHE = {
        "varnish": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": f"http://127.0.0.1:{server.server_port}",
        }
    }
    yield told
    server.shutdown()
    server.server_close()


def settle() -> None:
    """Wait until the thread that tells has ended."""
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join(10)


@pytest.mark.django_db
def test_what_each_answer_shows_is_written_down_for_it(site_cache, article, varnish):
    answer = ask(site_cache, article.url)

    tags = set(FrontCopy.objects.values_list("tag", flat=True))
    assert f"page:{article.pk}" in tags
    assert set(FrontCopy.objects.values_list("url", flat=True)) == {article.absolute_url}
    control = answer.headers["Cache-Control"]
    assert "max-age=0" in control
    assert 0 < int(re.search(r"s-maxage=(\d+)", control)[1]) <= 600


@pytest.mark.django_db
def test_without_one_nothing_is_written_and_shared_caches_ask_each_time(site_cache, article):
    answer = ask(site_cache, article.url)

    assert not FrontCopy.objects.exists()
    assert "s-maxage" not in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_an_old_copy_that_stands_in_is_not_kept_in_front(site_cache, article, varnish):
    ask(site_cache, article.url)
    kept = site_cache.store._entries.values()
    (entry,) = (each for each in kept if isinstance(each, Entry))

    assert entry._control("stale").endswith("s-maxage=0")


@pytest.mark.usefixtures("database_to_commit_to")
def test_several_changes_are_told_in_one_batch_after_the_commit(varnish, monkeypatch):
    for number in (1, 2, 3):
        FrontCopy.objects.create(url=f"http://testserver/{number}/", tag=f"page:{number}")
    batches = []
    tell = front.purge_urls_from_cache_task.func
    monkeypatch.setattr(
        front,
        "purge_urls_from_cache_task",
        type("Task", (), {"func": staticmethod(lambda urls: (batches.append(urls), tell(urls)))}),
    )

    with transaction.atomic():
        purge("page:1")
        purge("page:2", hard=True)
        settle()
        assert not varnish
    settle()

    assert sorted(varnish) == [("testserver", "/1/"), ("testserver", "/2/")]
    assert batches == [["http://testserver/1/", "http://testserver/2/"]]


@pytest.mark.usefixtures("database_to_commit_to")
def test_what_is_rolled_back_is_not_told(varnish):
    FrontCopy.objects.create(url="http://testserver/1/", tag="page:1")

    with transaction.atomic():
        purge("page:1")
        transaction.set_rollback(True)
    settle()

    assert not varnish


@pytest.mark.usefixtures("database_to_commit_to")
def test_a_cache_that_does_not_answer_holds_nobody_up(settings):
    FrontCopy.objects.create(url="http://testserver/1/", tag="page:1")
    settings.WAGTAILFRONTENDCACHE = {
        "away": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": "http://127.0.0.1:1",
        }
    }
    begun = time.monotonic()

    purge("page:1")

    assert time.monotonic() - begun < 1
    settle()


@pytest.mark.django_db
def test_row_60_of_two_answers_at_one_address_it_keeps_the_page_and_asks_for_the_other(
    site_cache, article, varnish
):
    ask(site_cache, article.url)
    told_of = set(FrontCopy.objects.values_list("url", "tag"))

    markdown = ask(site_cache, article.url, HTTP_ACCEPT="text/markdown")

    assert markdown.headers["Content-Type"].startswith("text/markdown")
    assert "s-maxage" not in markdown.headers["Cache-Control"]
    assert set(FrontCopy.objects.values_list("url", "tag")) == told_of
    assert "s-maxage" in ask(site_cache, f"{article.url.rstrip('/')}.md").headers["Cache-Control"]
