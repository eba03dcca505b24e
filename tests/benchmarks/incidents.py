"""What a page cache must stand: a crowd at a cold page, a worker's death, a page that changes."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from tests.benchmarks import processes, readers
from tests.benchmarks.readers import OK, Answer
from tests.browser.server import RunningSite


@dataclass(frozen=True)
class Crowd:
    """Many readers asked for a cold page at once."""

    readers: int
    renders: int
    failures: int
    seconds: float


def crowd_at_a_cold_page(url: str, number: int = 200) -> Crowd:
    """Ask so many times at once for a page that no worker has made yet."""
    answers = readers.ask_at_once(url, number)
    said = Counter(answer.from_cache for answer in answers if answer.status == OK)
    return Crowd(
        readers=number,
        renders=number - said["hit"] - said["stale"] - _failures(answers),
        failures=_failures(answers),
        seconds=max(answer.came_at - answer.asked_at for answer in answers),
    )


@dataclass(frozen=True)
class Death:
    """A worker was killed while readers asked."""

    readers: int
    requests: int
    failures: int
    longest_silence: float
    whole_again_after: float


def death_of_a_worker(site: RunningSite, url: str, number: int = 8) -> Death:
    """Kill one of the workers under load; see who gets no answer, and for how long nobody does."""
    before = processes.workers(site.pid)
    with readers.crowd(url, number) as answers:
        time.sleep(1)
        killed_at = time.monotonic()
        before[-1].kill()
        _wait_until(lambda: _replaced(site, before), 30)
        whole_again_after = time.monotonic() - killed_at
        time.sleep(1)
    came = sorted(answer.came_at for answer in answers if answer.status == OK)
    silences = [later - sooner for sooner, later in pairwise(came)]
    return Death(number, len(answers), _failures(answers), max(silences), whole_again_after)


def _replaced(site: RunningSite, before: list[processes.psutil.Process]) -> bool:
    now = processes.workers(site.pid)
    return len(now) == len(before) and before[-1] not in now


# The clock is the machine's: all its processes count from the same moment.
_PUBLISH = """
import time
from django.db import transaction
from blog.models import ArticlePage

article = ArticlePage.objects.get(slug={path!r}.strip("/").rpartition("/")[2])
article.title = {title!r}
revision = article.save_revision()
with transaction.atomic():
    transaction.on_commit(lambda: print(time.monotonic()))
    revision.publish()
"""


@dataclass(frozen=True)
class Change:
    """An article was published while readers asked. Seconds are counted from the commit.

    While a worker makes the new page, its readers get the old one, which says that it is stale.
    """

    first_new_after: float
    last_stale_after: float
    last_wrong_after: float
    renders: int


def article_published(site: RunningSite, path: str, title: str) -> Change:
    """Give an article a new title, in a process of its own; see when readers are told it."""
    with readers.crowd(site.address(path), 4, pause=0.002) as answers:
        said = site.manage("shell", "--verbosity=0", "-c", _PUBLISH.format(path=path, title=title))
        time.sleep(1)
    committed_at = float(said)
    new = [answer for answer in answers if title in answer.text]
    old = [answer for answer in answers if title not in answer.text]
    return Change(
        first_new_after=min(answer.came_at for answer in new) - committed_at,
        last_stale_after=_last(old, "stale", committed_at),
        last_wrong_after=_last(old, "hit", committed_at),
        renders=sum(answer.from_cache == "miss" for answer in new),
    )


def _last(answers: list[Answer], said: str, since: float) -> float:
    """Return how long after a moment the last of them was asked for; 0 when none was."""
    asked = (answer.asked_at - since for answer in answers if answer.from_cache == said)
    return max((moment for moment in asked if moment > 0), default=0.0)


def _failures(answers: list[Answer]) -> int:
    return sum(answer.status != OK for answer in answers)


def _wait_until(happened: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)
