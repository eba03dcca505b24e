"""The page cache of a site as it runs: a crowd at a cold page, a worker that is killed."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests import databases
from tests.benchmarks import incidents, readers
from tests.browser.server import RunningSite, running_site

# One site for all of these tests, so one worker for them.
pytestmark = pytest.mark.xdist_group("page cache processes")

WORKERS = 2
KNOWN, COLD = "/blog/migraine-vs-headache-ketamine/", "/blog/"


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[RunningSite]:
    before = str(settings.DATABASES["default"]["NAME"])
    with django_db_blocker.unblock():
        with running_site(tmp_path_factory.mktemp("site"), workers=WORKERS) as running:
            databases.use(before)
            yield running
        databases.use(before)


def test_200_readers_at_once_at_a_cold_page_cost_one_render_a_worker_and_all_are_answered(site):
    crowd = incidents.crowd_at_a_cold_page(site.address(COLD), 200)

    assert crowd.failures == 0
    assert 1 <= crowd.renders <= WORKERS


def test_readers_of_a_kept_page_do_not_wait_for_those_of_a_cold_one(site):
    warm(site, KNOWN)

    with readers.crowd(site.address(KNOWN), 4) as answers:
        crowd = incidents.crowd_at_a_cold_page(site.address("/blog/topics/"), 200)

    assert crowd.failures == 0
    assert Counter(answer.from_cache for answer in answers).keys() == {"hit"}
    waited = sorted(answer.came_at - answer.asked_at for answer in answers)
    assert waited[len(waited) // 2] < crowd.seconds


def test_a_killed_worker_fails_at_most_what_was_under_way_and_the_site_answers_on(site):
    warm(site, KNOWN)

    death = incidents.death_of_a_worker(site, site.address(KNOWN))

    assert death.failures <= death.readers
    assert death.longest_silence < 1
    assert readers.ask(site.address(KNOWN)).status == 200


def warm(site: RunningSite, path: str) -> None:
    """Let every worker have the page."""
    answers = [readers.ask(site.address(path)) for _ in range(32)]
    assert answers[-1].from_cache == "hit"
