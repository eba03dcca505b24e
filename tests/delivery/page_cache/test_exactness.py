"""Whoever changes something drops every answer that shows it, and no other."""

import datetime as dt
import os
from collections.abc import Iterator
from pprint import pformat
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from blog.comments.models import CommentSettings, CommentThread, ReaderComment
from blog.models import ArticlePage
from clinic.models import LocationPage, OpeningHours, TreatmentPage
from crawlers.models import CrawlerSettings
from delivery.memory import forget_everything
from delivery.models import Purge
from glossary.models import Term
from images.models import ClinicImage
from organization.models import AnnouncementBar, Clinic, SearchAndSocial
from pages import depths, standing
from pages.models import SitePage
from people.models import ProfilePage
from review.models import MedicalReview
from tests.delivery.page_cache.changing import (
    Change,
    Readers,
    another,
    fields_of,
    set_and_publish,
    set_and_save,
    taken_back,
)
from tests.factories import ArticlePageFactory, ReaderCommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]

COMMENTS_FEED = "/blog/migraine-vs-headache-ketamine/comments/feed.atom"
FILES = [
    *("/robots.txt", "/sitemap.xml", "/sitemap-blog.xml", "/manifest.webmanifest"),
    *("/.well-known/security.txt", "/blog/feed/", "/blog/feed.json", "/llms.txt"),
    "/team/editorial-team/feed.atom",
    COMMENTS_FEED,
]
# What makes a page enter a list or leave it is changed alone; so is its name and its address.
MOVES = {
    *("noindex", "canonical_override", "unavailable_after"),
    *("main_topic", "published_on", "featured"),
    *("show_in_menus", "show_in_footer"),
}
TAKEN_AWAY = [
    *("blog.ArticlePage", "blog.BlogIndexPage", "blog.TopicPage", "people.ProfilePage"),
    *("clinic.AppointmentPage", "clinic.LocationPage", "home.StandardPage"),
]
SETTINGS = [Clinic, SearchAndSocial, CrawlerSettings, AnnouncementBar, CommentSettings]


@pytest.fixture(scope="module")
def readers(starter_site: object, django_db_blocker: object) -> Iterator[Readers]:
    """A public address of every kind, read once for the whole module."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        # A team has no license: of a person every field can be changed.
        ProfilePage.objects.update(kind=ProfilePage.Kind.PERSON)
        standing.settle_all()
        article = an_article()
        pages = [*pages_of_each_type(), article, article.main_topic, *article.related[:1]]
        client = Client()
        twins = {twin_of(page) for page in pages if page.markdown_address}
        paths = sorted({page.url for page in pages} | twins)
        for path in [*paths, *FILES]:
            client.get(path)  # pictures are cut, and so in the sitemaps
        forget_everything()
        yield Readers(client, [*paths, *FILES])


def twin_of(page: SitePage) -> str:
    """Return where a page is had as Markdown."""
    return f"{page.url.rstrip('/')}.md"


def page_types() -> list[type[SitePage]]:
    found = [model for model in apps.get_models() if issubclass(model, SitePage)]
    return sorted(set(found) - {SitePage}, key=lambda model: model._meta.label)


def pages_of_each_type() -> list[SitePage]:
    return [first(model) for model in page_types()]


def first(model: type[SitePage]) -> Any:
    """Return the first published page of a type, as the starter site has it."""
    return model.objects.published().order_by("path").first()


def an_article() -> ArticlePage:
    return ArticlePage.objects.get(slug="migraine-vs-headache-ketamine")


def check(change: Change, allowed: frozenset[str] | set[str] = frozenset()) -> None:
    """Fail when an answer would be wrong and stay, or is dropped for nothing."""
    assert not change.stale, f"stale: {sorted(change.stale)}"
    assert not change.lost - allowed, f"lost: {sorted(change.lost - allowed)}"


# --- every field of a page of every type ------------------------------------------------------


def may_go(page: SitePage, change: Change, *fields: str) -> set[str]:
    """Return the answers that may go although they are as they were.

    Whoever publishes a page sees it made anew, whatever they changed. A feed and a twin read whole
    pages and the cards of what lies around them, llms.txt whole pages, and a sitemap a whole
    section, of which they print less. The blog asks for all featured articles to show the newest.
    Whether search engines may keep a page goes with its card, for it decides whether that is shown
    as something to read next.
    """
    sitemaps = {path for path in change.lost if path.startswith("/sitemap")}
    if {"noindex", "canonical_override", "unavailable_after"} & set(fields):
        return set(change.lost)
    if page.depth == 2 and "slug" in fields:
        return set(change.lost)  # every address is below it, though it is part of none
    if "title" in fields:
        sitemaps.add("/about/")  # it has a button to the page, with words of its own
    feeds = {path for path in change.lost if "/feed" in path or path.endswith(".md")}
    return {
        page.url,
        *feeds,
        "/llms.txt",
        *sitemaps,
        *(["/blog/"] if "featured" in fields else []),
    }


def together(page: SitePage) -> list[list[models.Field]]:
    """Return the fields of a page: those that move it alone, else those of equal depth."""
    found: dict[object, list[models.Field]] = {}
    for field in fields_of(page):
        depth = depths.depth_of(type(page), field.attname)
        alone = field.name in MOVES or depth < depths.CARD or "EACH_FIELD_ALONE" in os.environ
        found.setdefault(field.name if alone else depth, []).append(field)
    return list(found.values())


@pytest.mark.parametrize("model", page_types(), ids=lambda model: model._meta.label)
def test_every_field_of_a_page(readers, model):
    page, problems = first(model), []
    for fields in together(page):
        values = {field.attname: another(page, field) for field in fields}
        change = readers.change(set_and_publish(page, **values))
        lost = change.lost - may_go(page, change, *values)
        if change.stale or lost:
            problems.append((sorted(values), "stale", *change.stale, "lost", *lost))

    assert not problems, pformat(problems, width=200)


@pytest.mark.parametrize("model", page_types(), ids=lambda model: model._meta.label)
def test_the_body_of_a_page_is_told_by_itself(readers, model):
    page = first(model)
    bodies = [field.name for field in page._meta.concrete_fields if hasattr(field, "stream_block")]
    if not bodies:
        return
    change = readers.change(set_and_publish(page, **{name: [] for name in bodies}))

    check(change, may_go(page, change))
    assert page.url in change.changed


# --- settings, images, comments, reviews ------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda model: model.__name__)
def test_every_field_of_a_setting(readers, setting):
    problems = []
    twins = [twin_of(page) for page in (an_article(), first(LocationPage))]
    telling = ["/", an_article().url, "/locations/", *twins, *FILES]
    for field in setting._own_fields():
        now = setting.objects.first() or setting()
        value = another(now, field)
        change = readers.change(set_and_save(now, **{field.attname: value}), at=telling)
        if change.stale:
            problems.append((field.name, "stale", *change.stale))
        # The feed asks whether comments are hidden: the same field says whether they are open.
        lost = change.lost - ({COMMENTS_FEED} if field.name == "mode" else set())
        # What is read decides; a number that is read may say the same as before.
        if lost and field.name not in READ_BUT_NOT_SEEN:
            problems.append((field.name, "lost", *lost))

    assert not problems, pformat(problems, width=200)


READ_BUT_NOT_SEEN = {
    "closes_after_days",  # no article is that old
    "threads_a_page",  # none has that many comments
    "depth",
    "description",  # a page with words of its own asks nobody else for them
    "default_share_image",  # the same
    "hide_from_search_engines",  # robots.txt names the sitemap either way
    "topic_needs_articles",  # the index of the sitemap says when pages changed, not which
    "title_separator",  # a title that is long enough stands alone
    *("title_pattern", "title_of_home", "title_of_article", "title_of_list"),
}


def test_every_field_of_a_term(readers):
    problems = []
    telling = ["/", "/blog/", an_article().url, first(TreatmentPage).url]
    for term in Term.objects.all():
        for field in fields_of(term):
            values = {"drug_id": None, field.attname: another(term, field)}
            if field.name == "drug" and term.kind != Term.Kind.THERAPY:
                continue
            change = readers.change(set_and_save(term, **values), at=telling)
            if change.stale or change.lost:
                problems.append((term.name, field.name, *change.stale, "lost", *change.lost))

    assert not problems, pformat(problems, width=200)


def test_a_deleted_term_is_named_by_no_page(readers):
    term = Term.objects.get(name="Ketamine")

    change = readers.change(term.delete)

    assert {an_article().url, first(TreatmentPage).url} <= change.changed
    assert not change.stale
    assert not change.lost


def test_every_image(readers):
    problems = []
    for image in ClinicImage.objects.all():
        for values in (
            {"description": "Something else", "credit": "Somebody", "is_decoration": False},
            {"focal_point_x": 10, "focal_point_y": 10, "focal_point_width": 4,
             "focal_point_height": 4},
        ):  # fmt: skip
            change = readers.change(set_and_save(image, **values))
            if change.stale:
                problems.append((image.title, sorted(values), *change.stale))
        change = readers.change(set_and_save(image, title="Only the library shows this"))
        assert not change.dropped

    assert not problems, pformat(problems, width=200)


def test_a_deleted_image_is_never_seen_again(readers):
    change = readers.change(an_article().hero_image.delete)

    assert an_article().url in change.changed
    assert not change.stale
    assert change.hard


def lists_of(article: ArticlePage) -> set[str]:
    """Return the lists that say how many comments an article has."""
    return {"/blog/", article.main_topic.url, *(author.url for author in article.authors)}


def test_a_comment_drops_its_article_its_feed_and_the_lists_that_count_it(readers, admin_user):
    article = an_article()

    def approve():
        comment = ReaderCommentFactory(thread=CommentThread.objects.of(article))
        comment.approve(by=admin_user)

    change = readers.change(approve)

    expected = {article.url, COMMENTS_FEED, *lists_of(article)}
    assert change.changed == change.dropped == expected & set(readers.known)


def test_a_comment_that_waits_drops_nothing(readers):
    thread = CommentThread.objects.of(an_article())

    assert readers.change(lambda: ReaderCommentFactory(thread=thread)).dropped == set()


def test_a_reply_of_the_clinic_drops_what_any_comment_drops(readers, admin_user):
    article = an_article()
    thread = CommentThread.objects.of(article)
    comment = ReaderComment.objects.approved().filter(depth=0, thread=thread).first()

    change = readers.change(lambda: comment.reply(admin_user, "Thank you for reading."))

    expected = {article.url, COMMENTS_FEED, *lists_of(article)}
    assert change.changed == change.dropped == expected & set(readers.known)


@pytest.mark.parametrize(
    "verb", ["withdraw", "unapprove", "mark_spam", "trash", "erase", "edit", "redact"]
)
def test_what_a_reader_no_longer_may_see_is_dropped_for_good(readers, admin_user, verb):
    thread = CommentThread.objects.of(an_article())
    comment = ReaderComment.objects.approved().filter(replies=None, thread=thread).first()
    shown = {an_article().url, COMMENTS_FEED}
    # Other words are still one comment.
    counted = lists_of(an_article()) if verb not in {"edit", "redact"} else set()

    def act():
        match verb:
            case "withdraw":
                comment.withdraw()
            case "trash":
                comment.trash(by=admin_user, reason="off_topic")
            case "redact":
                comment.redact(admin_user, comment.body.split()[0])
            case "edit":
                comment.body = "Redacted."
                comment.save(update_fields=["body"])
            case _:
                getattr(comment, verb)(by=admin_user)

    change = readers.change(act)

    assert change.changed == change.dropped == (shown | counted) & set(readers.known)
    assert change.hard


@pytest.mark.parametrize("values", [{"mode": "closed"}, {"closes_after_days": 1}])
def test_a_thread_that_closes_drops_its_article(readers, values):
    article = an_article()
    thread = CommentThread.objects.of(article)

    change = readers.change(set_and_save(thread, **values))

    assert change.dropped == {article.url}
    assert not change.stale


def test_a_thread_that_is_hidden_drops_whatever_speaks_of_it(readers):
    article = an_article()
    thread = CommentThread.objects.of(article)

    change = readers.change(set_and_save(thread, mode="hidden"))

    expected = {article.url, COMMENTS_FEED, *lists_of(article)}
    assert change.changed == change.dropped == expected & set(readers.known)
    assert change.hard


def test_a_signature_drops_its_page_once_it_counts(readers):
    article, reviewer = an_article(), first(ProfilePage)
    revision = article.save_revision()

    def sign():
        return MedicalReview.objects.sign(revision, reviewer, 12)

    assert readers.change(sign).dropped == set()

    def sign_and_publish():
        sign()
        revision.publish()

    change = readers.change(sign_and_publish)
    assert not change.stale
    assert article.url in change.changed


# --- the tree ---------------------------------------------------------------------------------


def test_a_new_article_drops_the_lists_it_enters_and_no_page_besides(readers):
    topic = an_article().main_topic
    blog = SitePage.objects.get(slug="blog").specific

    change = readers.change(lambda: ArticlePageFactory(parent=blog, main_topic=topic))

    assert not change.stale
    assert {"/", "/blog/", topic.url, "/blog/feed/", "/sitemap-blog.xml"} <= change.changed
    quiet = {"/about/", "/team/", "/locations/", "/appointments/", "/robots.txt"}
    assert not quiet & change.dropped


def test_drafts_drop_nothing(readers):
    def write():
        for page in pages_of_each_type():
            page.title += " once more"
            page.save_revision()
        blog = SitePage.objects.get(slug="blog").specific
        ArticlePageFactory(parent=blog, main_topic=an_article().main_topic, live=False)
        assert not Purge.objects.exclude(tags=[]).filter(pk__gt=last).exists()

    last = Purge.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    change = readers.change(write)

    assert change.dropped == change.changed == set()


@pytest.mark.parametrize("label", TAKEN_AWAY)
@pytest.mark.parametrize("what", ["unpublish", "delete", "restrict"])
def test_what_is_taken_away_is_dropped_for_good(readers, label, what):
    page = first(apps.get_model(label))

    def act():
        if what == "restrict":
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        else:
            getattr(page, what)()

    change = readers.change(act)

    assert page.url in change.changed
    assert not change.stale
    assert change.hard


def test_a_restriction_that_is_lifted_brings_everything_back(readers):
    section = SitePage.objects.get(slug="topics")
    with taken_back():
        restriction = PageViewRestriction.objects.create(page=section, restriction_type="login")
        hidden = Readers(readers.client, list(readers.known))
        change = hidden.change(restriction.delete)

    assert not change.stale
    assert {"/blog/", section.url} <= change.changed


def test_a_section_that_moves_takes_what_is_below_along_in_few_lines(readers):
    blog = SitePage.objects.get(slug="blog").specific

    def rename():
        last = Purge.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        set_and_publish(blog, slug="news")()
        assert Purge.objects.filter(pk__gt=last).count() <= 4

    change = readers.change(rename)

    assert not change.stale
    assert {an_article().url, an_article().main_topic.url} <= change.changed


def test_pages_in_another_order(readers):
    pages = list(LocationPage.objects.published().order_by("path"))

    change = readers.change(lambda: pages[0].move(pages[-1], "right"))

    assert not change.stale
    assert "/locations/" in change.changed


def test_other_hours_drop_their_location_and_date_it_for_no_other_page_shows_them(readers):
    location = first(LocationPage)

    def open_on_saturday():
        fresh = LocationPage.objects.get(pk=location.pk)
        fresh.opening_hours.add(OpeningHours(weekday=5, opens=dt.time(9), closes=dt.time(12)))
        fresh.save_revision().publish()

    change = readers.change(open_on_saturday)

    assert not change.stale
    assert change.changed == {location.url, twin_of(location), "/sitemap.xml"}
    assert not {"/", an_article().url} & change.dropped


def test_a_page_that_will_expire_says_when(readers):
    from delivery.page_cache.tags import collecting

    soon = timezone.now() + dt.timedelta(hours=3)
    with taken_back():
        set_and_publish(an_article(), expire_at=soon)()
        for path in (an_article().url, "/blog/", an_article().main_topic.url):
            with collecting() as shown:
                readers.client.get(path)
            assert shown.changes_at is not None
            assert shown.changes_at <= soon
