"""What is measured beside the table: memory, weights, and what the page cache must stand."""

import json
import random
import re
import statistics
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application

from blog.comments import learner
from blog.comments.evidence import Arrival, gather
from blog.comments.policy import Approval, decide
from blog.comments.rules import Action, Kind, Rule, Subject
from tests import databases
from tests.benchmarks import incidents, pages, processes, readers
from tests.benchmarks.report import Finding
from tests.benchmarks.rounds import ENOUGH_TO_MEET_ALL
from tests.browser.server import RunningSite, running_site

# What the article's parts may weigh on the wire, in kilobytes.
WEIGHTS = {"HTML": 13.0, "CSS": 7.0, "JS": 2.0}
ARTICLE = "/blog/migraine-vs-headache-ketamine/"
STORE_MEGABYTES = 64
CROWD = 200
CHANGES = 3
SCORED, SCORING_MS = 100, 2.0
RENDERED = 100
# What a filter knows that has learned from a few thousand comments.
KNOWN_FEATURES = 60_000
SAMPLE = Path(__file__).parents[1] / "comments" / "samples" / "comments.csv"
# How often it may be wrong, as shares: of what it calls spam, of spam, and of all pairs of both.
WRONGLY_CALLED, MISSED, WRONGLY_RANKED = 0.03, 0.25, 0.03
# Files of the sitemap that are read one after the other, past the cache; what one may take.
SITEMAP_FILES = 12
FIRST_BYTE_MS, SITEMAP_MEGABYTES = 1_000, 40
# Copies of one page under addresses that differ by a number: more than any store holds.
MOST_COPIES = 6_000
COPIES_A_STEP = 250


def weights(site: RunningSite) -> Iterator[Finding]:
    """Yield what the article's parts weigh, compressed as a current browser gets them."""
    page = readers.ask(site.address(ARTICLE))
    packed = {"Accept-Encoding": "br"}
    yield _weight("HTML", len(readers.ask(site.address(ARTICLE), **packed).body))
    for kind, pattern in (
        ("CSS", r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"'),
        ("JS", r'<script[^>]+src="([^"]+)"'),
    ):
        files = re.findall(pattern, page.text)
        weight = sum(len(readers.ask(site.address(file), **packed).body) for file in files)
        yield _weight(kind, weight)


def _weight(kind: str, size: int) -> Finding:
    return Finding(f"article's {kind}, brotli", size / 1000, "kB", WEIGHTS[kind])


def memory(what: str, site: RunningSite, more_than: float | None = None) -> Iterator[Finding]:
    """Yield what the workers and the whole tree hold."""
    held = processes.memory(site.pid)
    each = " and ".join(f"{worker:.0f}" for worker in held.workers)
    yield Finding(f"memory of the workers, {what}", sum(held.workers), "MB", note=f"each: {each}")
    bound = None if more_than is None else more_than + 80
    yield Finding(f"memory of all processes, {what}", held.tree, "MB", bound)


def sitemap(site: RunningSite) -> Iterator[Finding]:
    """Yield how soon a file of the sitemap begins to come that no cache has, and what it takes."""
    index = readers.ask(site.address("/sitemap.xml"), **pages.PAST_THE_CACHE)
    files = [urlsplit(found).path for found in re.findall("<loc>([^<]+)</loc>", index.text)]
    articles = [file for file in files if file.startswith("/sitemap-blog")]
    before = processes.memory(site.pid).tree
    read = [
        readers.ask(site.address(file), **pages.PAST_THE_CACHE)
        for file in articles[:: max(1, len(articles) // SITEMAP_FILES)]
    ]
    fullest = max(read, key=lambda answer: answer.text.count("<url>"))
    what = f"sitemap, a file of {fullest.text.count('<url>'):,} pages uncached"
    begins = [_begins(answer) for answer in read]
    took = processes.memory(site.pid).tree - before
    note = f"of {len(files)} files, {len(read)} were read"
    yield Finding("sitemap, the index uncached: first byte", _begins(index), "ms", FIRST_BYTE_MS)
    yield Finding(f"{what}: first byte", max(begins), "ms", FIRST_BYTE_MS, note)
    yield Finding("sitemap: memory that reading it took", took, "MB", SITEMAP_MEGABYTES)
    yield Finding(
        "sitemap: answers that failed", sum(one.status != readers.OK for one in read), "", 0
    )
    most = max(pages.queries(file, **pages.PAST_THE_CACHE) for file in articles[-2:])
    yield Finding("sitemap: queries of a file uncached", most, "", pages.MOST_QUERIES["sitemap"])


def _begins(answer: readers.Answer) -> float:
    return 1000 * (answer.began_at - answer.asked_at)


def crowd_at_a_cold_page(site: RunningSite, workers: int) -> Iterator[Finding]:
    """Yield what two hundred readers cost who ask at once for a page that nobody has made."""
    crowds = [
        incidents.crowd_at_a_cold_page(site.address(path), CROWD)
        for path in pages.cold_articles(CHANGES)
    ]
    worst = max(crowds, key=lambda crowd: (crowd.failures, crowd.renders))
    slowest = max(crowd.seconds for crowd in crowds)
    what = f"{CROWD} readers at once at a cold page"
    yield Finding(f"{what}: renders", worst.renders, "", workers)
    yield Finding(f"{what}: failures", worst.failures, "", 0)
    yield Finding(f"{what}: the last is answered after", 1000 * slowest, "ms")


def change(site: RunningSite) -> Iterator[Finding]:
    """Yield how soon readers see what an editor publishes, the worst of a few times."""
    seen = [
        incidents.article_published(site, ARTICLE, f"Published for the {number + 1}. time")
        for number in range(CHANGES)
    ]
    first = max(one.first_new_after for one in seen)
    stale = max(one.last_stale_after for one in seen)
    wrong = max(one.last_wrong_after for one in seen)
    yield Finding("published: the first new answer after", 1000 * first, "ms")
    yield Finding("published: the last known to be stale after", 1000 * stale, "ms")
    yield Finding("published: the last old answer taken for new after", 1000 * wrong, "ms", 1000)
    yield Finding("published: renders", max(one.renders for one in seen), "", note="one a worker")


def whole_article() -> Iterator[Finding]:
    """Yield what an article takes of which no part is kept: for the first reader after a change.

    Made in this process by Django alone, without compression.
    """
    django, took = get_wsgi_application(), []
    for _ in range(RENDERED):
        begun = time.thread_time()
        pages.answered(django, ARTICLE)
        took.append(1000 * (time.thread_time() - begun))
    with pages.counted_queries() as counted:
        pages.answered(django, ARTICLE)
    yield Finding("article made whole: queries", len(counted), "", pages.MOST_QUERIES["article"])
    yield Finding("article made whole: processor time, the least", min(took), "ms")
    yield Finding("article made whole: processor time, the middle", statistics.median(took), "ms")


def scoring() -> Iterator[Finding]:
    """Yield what it takes to judge a comment of a hundred words and sixteen links.

    By a filter that has learned much: its counts are looked up, too.
    """
    from blog.comments.learning import opinion_on

    sentence = "My aura lasted for two days. See https://a.example/x and b.example, too. "
    _teach(sentence)
    took = []
    request_started.send(sender=None)  # in a request, stamps are asked for once
    for number in range(SCORED):
        body = f"{number} {sentence * 8}"
        begun = time.thread_time()
        heard = opinion_on(body)
        signals = gather(Arrival(name="Ada", body=body, typed=body, opinion=heard))
        decide(signals, Approval.HOLD_ALL)
        took.append(1000 * (time.thread_time() - begun))
        if not heard or not heard.ready or not heard.against_spam:
            raise RuntimeError("The filter knows nothing: there is nothing to measure.")
    request_finished.send(sender=None)
    what = f"a comment judged, {KNOWN_FEATURES:,} features known: processor time"
    yield Finding(what, statistics.median(took), "ms", SCORING_MS)


def ruling() -> Iterator[Finding]:
    """Yield what it takes to hold a long comment against five hundred rules."""
    words = [Rule(n, Kind.WORD, f"unwanted phrase {n}", Action.HOLD) for n in range(400)]
    domains = [Rule(n, Kind.DOMAIN, f"pills-{n}.com", Action.SPAM) for n in range(100)]
    body = "My aura lasted for two days, and unwanted thoughts came. " * 20
    took = []
    for _ in range(SCORED):
        begun = time.thread_time()
        subject = Subject("Ada", body)
        if any(rule.meets(subject) for rule in (*words, *domains)):
            raise RuntimeError("A rule met what it is not about.")
        took.append(1000 * (time.thread_time() - begun))
    yield Finding("a comment held against 500 rules", statistics.median(took), "ms", SCORING_MS)


def _teach(sentence: str) -> None:
    """Make a filter as large and as sure of itself as years of moderation make it."""
    from blog.comments.learning import TOPIC, fingerprints
    from blog.comments.models import SpamFilter, TokenCount
    from delivery.memory import forget

    chance = random.Random(1)
    known = {chance.getrandbits(63): (1, chance.randrange(5)) for _ in range(KNOWN_FEATURES)}
    known |= dict.fromkeys(fingerprints(learner.features(sentence)), (1, 50))
    TokenCount.add(known)
    figures = {"measured": 100, "called_spam": 50, "rightly": 50}
    SpamFilter.objects.update_or_create(
        pk=1, defaults={"approved": 2_000, "spam": 1_000, **figures}
    )
    forget(TOPIC)


def spam_filter() -> Iterator[Finding]:
    """Yield how often the filter is wrong about the sample of comments, each group unseen."""
    said = StringIO()
    asked = ("--train", str(SAMPLE), "--leave-one-group-out", "--json")
    call_command("evaluate_spam_filter", *asked, stdout=said)
    found = json.loads(said.getvalue().splitlines()[-1])
    yield Finding("spam filter: wrong alarms", 1 - found["precision"], "", WRONGLY_CALLED)
    yield Finding("spam filter: spam missed", 1 - found["recall"], "", MISSED)
    yield Finding("spam filter: pairs ranked wrongly", 1 - found["auc"], "", WRONGLY_RANKED)


def death_of_a_worker(site: RunningSite) -> Iterator[Finding]:
    """Yield what a kill -9 of a worker costs readers."""
    death = incidents.death_of_a_worker(site, site.address(ARTICLE))
    yield Finding(
        "a worker killed: failed requests",
        death.failures,
        "",
        death.readers,
        note=f"of {death.requests}, {death.readers} under way at a time",
    )
    yield Finding("a worker killed: longest silence", 1000 * death.longest_silence, "ms", 1000)
    yield Finding("a worker killed: all workers again after", death.whole_again_after, "s")


def full_store(folder: Path, workers: int) -> Iterator[Finding]:
    """Yield what a site with a full store holds, beside what it held before."""
    with running_site(folder, workers=workers) as site:
        before = str(settings.DATABASES["default"]["NAME"])
        databases.use(site.database)
        for page in pages.measured_pages() * 8:
            readers.ask(site.address(page.path))
        databases.use(before)
        bare = processes.memory(site.pid).tree
        yield from memory("bare", site)
        copies = _fill(site, workers)
        what = f"the store of {STORE_MEGABYTES} MB full"
        yield from memory(what, site, more_than=bare)
        yield Finding("pages a worker made until its store was full", copies)


def _fill(site: RunningSite, workers: int) -> int:
    """Ask every worker for copies until all drop the oldest; return how many it took."""
    urls = [f"{site.address(ARTICLE)}?page={number}" for number in range(MOST_COPIES)]
    for step, start in enumerate(range(0, MOST_COPIES, COPIES_A_STEP)):
        for _ in range(ENOUGH_TO_MEET_ALL):
            _ask_for_what_is_new(urls[start : start + COPIES_A_STEP])
        # One that nobody has asked for since, or it would not be the oldest.
        again = [readers.ask(urls[step]).from_cache for _ in range(ENOUGH_TO_MEET_ALL)]
        if again.count("miss") >= workers:
            return start + COPIES_A_STEP
    raise RuntimeError(f"{MOST_COPIES} pages do not fill the store.")


def _ask_for_what_is_new(urls: list[str]) -> None:
    """Ask a worker for all of them, unless it has been asked already."""
    for answer in readers.ask_each(urls):
        if answer.from_cache == "hit":
            return
