"""How a process hears of what others have changed."""

import time

import pytest
from django.db import DatabaseError, transaction

from delivery.models import Purge
from delivery.page_cache import journal
from delivery.page_cache.journal import Listener, Reader
from delivery.page_cache.purging import purge
from tests.delivery.page_cache.test_store import entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(store):
    """A reader that knows where the journal stands, with three answers in its store."""
    purge("page:1")
    reader = Reader(store)
    reader.read()
    for number in (1, 2, 3):
        store.put(f"/{number}/", entry(f"page:{number}", "settings"), store.begin())
    return reader


def fresh(store):
    return {
        key for key in ("/1/", "/2/", "/3/") if (e := store.get(key)) and e.is_fresh(time.time())
    }


def test_a_purge_drops_what_shows_it_once_it_is_read(reader, store):
    purge("page:1")
    assert fresh(store) == {"/1/", "/2/", "/3/"}

    reader.read()

    assert fresh(store) == {"/2/", "/3/"}
    assert store.get("/1/") is not None


def test_a_hard_purge_leaves_no_copy(reader, store):
    purge("page:1", "page:2", hard=True)

    reader.read()

    assert store.get("/1/") is store.get("/2/") is None


def test_what_was_written_before_it_began_is_not_its_concern(reader, store):
    reader.read()

    assert fresh(store) == {"/1/", "/2/", "/3/"}


def test_each_line_is_read_once(reader, store, django_assert_num_queries):
    purge("page:1")
    reader.read()
    store.put("/1/", entry("page:1"), store.begin())

    with django_assert_num_queries(1):
        reader.read()

    assert fresh(store) == {"/1/", "/2/", "/3/"}


def test_a_line_that_is_committed_after_a_later_one_is_not_missed(reader, store):
    purge("page:1")
    late = Purge.objects.latest("pk")
    late.delete()
    purge("page:2")
    reader.read()
    assert fresh(store) == {"/1/", "/3/"}

    Purge.objects.create(pk=late.pk, tags=["page:3"], hard=True)
    reader.read()

    assert fresh(store) == {"/1/"}


def test_a_line_that_was_open_when_it_began_is_not_missed(store):
    Purge.objects.create(pk=500, tags=["x"])
    Purge.objects.create(pk=502, tags=["x"])
    reader = Reader(store)
    reader.read()
    store.put("/1/", entry("page:1"), store.begin())

    Purge.objects.create(pk=501, tags=["page:1"])
    reader.read()

    assert fresh(store) == set()


def test_numbers_that_never_come_are_given_up(reader, store, monkeypatch):
    purge("page:1")
    Purge.objects.latest("pk").delete()
    purge("page:1")
    reader.read()
    assert reader._missing

    monkeypatch.setattr(journal, "MISSING_FOR", 0.0)
    reader.read()

    assert not reader._missing


def test_who_has_slept_too_long_begins_anew(reader, store, monkeypatch):
    later = time.monotonic() + journal.KEPT_FOR.total_seconds()
    monkeypatch.setattr(journal.time, "monotonic", lambda: later)

    reader.read()

    assert len(store) == 0


def test_a_change_that_is_rolled_back_rings_nothing_and_drops_nothing(
    reader, store, django_capture_on_commit_callbacks, settings, tmp_path
):
    settings.VAR = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                purge("page:1")
                raise ValueError
        except ValueError:
            pass
    reader.read()

    assert fresh(store) == {"/1/", "/2/", "/3/"}
    assert not journal.bell_file().exists()


def test_the_bell_rings_after_the_commit(django_capture_on_commit_callbacks, settings, tmp_path):
    settings.VAR = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        purge("page:1")
        assert not journal.bell_file().exists()

    assert journal.bell_file().stat().st_size == 1


def test_a_bell_that_cannot_be_rung_breaks_nothing(settings, tmp_path, caplog):
    (tmp_path / "file").write_text("")
    settings.VAR = tmp_path / "file"

    journal.ring()

    assert "bell cannot be rung" in caplog.text


# --- the listener ---------------------------------------------------------------------------


class Scripted:
    """A reader that does as it is told."""

    def __init__(self, store):
        self.store, self.rounds, self.problem = store, 0, None

    def read(self):
        self.rounds += 1
        if self.problem:
            raise self.problem


@pytest.fixture
def scripted(store, settings, tmp_path, monkeypatch):
    """A reader whose listener is polled so rarely that only bells count."""
    monkeypatch.setattr(journal, "POLL", 60)
    settings.VAR = tmp_path
    return Scripted(store)


def test_an_answer_waits_until_what_rang_has_been_read(scripted):
    listener = Listener(scripted)
    listener.catch_up()
    read = scripted.rounds

    listener.catch_up()
    assert scripted.rounds == read

    journal.ring()
    listener.catch_up()
    assert scripted.rounds > read


def test_what_cannot_be_read_after_a_bell_empties_the_cache(scripted, store):
    listener = Listener(scripted)
    listener.catch_up()
    store.put("/1/", entry("page:1"), store.begin())
    scripted.problem = DatabaseError("away")

    journal.ring()
    listener.catch_up()

    assert len(store) == 0


def test_while_no_bell_rings_a_database_that_is_away_empties_nothing(scripted, store, monkeypatch):
    monkeypatch.setattr(journal, "POLL", 0.01)
    listener = Listener(scripted)
    listener.catch_up()
    store.put("/1/", entry("page:1"), store.begin())
    scripted.problem = DatabaseError("away")
    seen = scripted.rounds

    while scripted.rounds < seen + 3:
        time.sleep(0.01)

    assert len(store) == 1


def test_a_listener_that_hangs_holds_nobody_up_for_long(scripted, store, monkeypatch):
    monkeypatch.setattr(journal, "PATIENCE", 0.05)
    listener = Listener(scripted)
    listener.catch_up()
    store.put("/1/", entry("page:1"), store.begin())
    monkeypatch.setattr(scripted, "read", lambda: time.sleep(1))

    journal.ring()
    listener.catch_up()

    assert len(store) == 0
