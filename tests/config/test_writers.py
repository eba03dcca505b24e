"""Many writers at once: nothing is lost."""

import threading

import pytest
from django.db import connection, transaction

from accounts.models import User
from delivery.memory import changed
from delivery.models import Generation

WRITERS = 8
EACH = 15


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Rows that other connections see, taken away again."""
    with django_db_blocker.unblock():
        yield
        User.objects.filter(username__startswith="writer ").delete()
        Generation.objects.filter(topic__startswith="topic ").delete()
        connection.close()


def test_writers_wait_for_each_other_and_lose_nothing(committed):
    problems: list[Exception] = []
    together = threading.Barrier(WRITERS)

    def write(writer: int) -> None:
        together.wait()
        try:
            for n in range(EACH):
                # Reads before it writes, which is what a deferred transaction cannot do safely.
                with transaction.atomic():
                    taken = User.objects.count()
                    User.objects.create(username=f"writer {writer}-{n}-{taken}")
                    changed(f"topic {writer}")
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[writer]) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not problems
    assert User.objects.filter(username__startswith="writer ").count() == WRITERS * EACH
    assert Generation.objects.filter(topic__startswith="topic ").count() == WRITERS


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite")
@pytest.mark.django_db
def test_readers_do_not_wait_for_a_writer():
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()

    assert journal == ("wal",)
    assert patience == (20_000,)
