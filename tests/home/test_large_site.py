"""A made-up large site: the same for the same seed, whole, and never over anybody's work."""

import json
from collections import Counter
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F
from modelsearch.conf import get_app_config
from wagtail.models import ReferenceIndex

from blog.comments.models import CommenterTrust, CommentThread, Decision, ReaderComment
from blog.comments.models.status import ALLOWED_FROM, Status, Verb
from blog.models import ArticleAuthor, ArticlePage, ArticlePick, BlogIndexPage
from content.citations import findings
from delivery.memory import forget_everything
from delivery.models import Purge
from home.large_site.articles import write_article
from home.large_site.discussions import shares
from home.large_site.generator import LargeSite
from home.models import GeneratedContent
from pages.models import SitePage
from tests.factories import (
    AppointmentRequestFactory,
    ReaderCommentFactory,
    StandardPageFactory,
    UserFactory,
)

IndexEntry = get_app_config().get_model("IndexEntry")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]

ARTICLES, COMMENTS = 40, 400


def generate(articles=ARTICLES, comments=COMMENTS, seed=7, index=False):
    """Run the command, and return what it said."""
    out = StringIO()
    call_command(
        "generate_content",
        articles=articles,
        comments=comments,
        seed=seed,
        index=index,
        stdout=out,
    )
    forget_everything()
    return out.getvalue()


def made_up():
    """Return the articles of all runs."""
    runs = GeneratedContent.objects.all()
    return ArticlePage.objects.filter(
        pk__gte=min(run.first_page for run in runs), pk__lte=max(run.last_page for run in runs)
    )


def comments():
    """Return the made-up comments."""
    return ReaderComment.objects.filter(thread__page__in=made_up().values("pk"))


# --- the same for the same seed -----------------------------------------------------------------


def written(seed, number=3, **changes):
    around = LargeSite(lambda line: None, seed)._surroundings()
    article = write_article(seed, number, around)
    return article.title, article.page["path"], article.published_on, article.text["body"]


def test_the_same_seed_writes_the_same_article_and_another_seed_another():
    assert written(7) == written(7)
    assert written(7)[3] != written(8)[3]
    assert written(7)[2] != written(8)[2]


def test_the_same_seed_makes_the_same_discussions():
    def said(seed):
        with transaction.atomic():
            generate(articles=10, comments=60, seed=seed)
            rows = list(comments().order_by("pk").values_list("path", "status", "body"))
            transaction.set_rollback(True)
        return rows

    assert said(7) == said(7)
    assert not set(said(7)) & set(said(8))


@pytest.mark.parametrize("total", [0, 1, 399, 4_000])
def test_every_comment_finds_an_article(total):
    counts = shares(7, 100, total)

    assert sum(counts) == total
    assert min(counts) >= 0


# --- whole --------------------------------------------------------------------------------------


def test_there_are_as_many_as_were_asked_for_on_several_topics_by_several_authors():
    said = generate()

    assert "40 of 40 articles" in said
    assert made_up().count() == ARTICLES
    assert comments().count() == COMMENTS
    assert len(set(made_up().values_list("main_topic", flat=True))) > 5
    assert len(set(ArticleAuthor.objects.values_list("author", flat=True))) > 5
    years = {article.published_on.year for article in made_up() if article.published_on}
    assert len(years) > 5


def test_a_second_run_adds_to_the_first():
    generate()
    generate(articles=10, comments=50)

    assert made_up().count() == ARTICLES + 10
    assert len(set(made_up().values_list("slug", flat=True))) == ARTICLES + 10
    assert comments().count() == COMMENTS + 50


def test_the_tree_is_whole():
    generate()
    index = BlogIndexPage.objects.get()
    out = StringIO()

    call_command("fixtree", interactive=False, stdout=out)

    assert "No problems found" in out.getvalue().split("Checking collection tree")[0]
    assert SitePage.find_problems() == ([], [], [], [], [])
    assert index.numchild == index.get_children().count()
    assert {page.get_parent().pk for page in made_up()[:5]} == {index.pk}


def test_an_editor_can_go_on_where_it_ended():
    generate()

    page = StandardPageFactory(parent=SitePage.objects.get(slug="home"))
    comment = ReaderCommentFactory(thread=CommentThread.objects.first())

    assert SitePage.find_problems() == ([], [], [], [], [])
    assert page.pk > max(made_up().values_list("pk", flat=True))
    assert comment.decisions.count() == 1


def test_articles_are_as_editors_would_have_saved_them():
    generate()

    for article in made_up():
        counted = article.word_count, article.reading_minutes
        article._measure()
        assert counted == (article.word_count, article.reading_minutes)
        raw = list(article.body.raw_data)
        assert article.body.stream_block.clean(article.body)
        assert findings(raw) == []
        article.full_clean()
    assert made_up().filter(live=False).count() < made_up().live().count()
    assert made_up().aggregate(n=Count("topics"))["n"] > 10
    assert not ArticlePick.objects.filter(page=F("article")).exists()


def test_pages_of_every_kind_are_shown(client):
    generate()
    shown = made_up().published()
    talked_about = shown.get(
        pk=CommentThread.objects.filter(page__in=shown.values("pk"))
        .order_by("-approved_count")[0]
        .page_id
    )
    paths = [talked_about.url, "/blog/", "/blog/?page=4", "/blog/topics/sample-sleep/"]

    for path in [*paths, "/team/sample-desk-1/", "/sitemap.xml", "/sitemap-blog.xml"]:
        assert client.get(path).status_code == 200, path
    seen = client.get(talked_about.url).content.decode()
    assert seen.count('class="comment"') > 1
    for draft in made_up().filter(live=False):
        assert client.get(draft.url).status_code == 404


def test_counters_equal_counts():
    generate()

    for thread in CommentThread.objects.all():
        found = Counter(
            ReaderComment.objects.filter(thread=thread).values_list("status", flat=True)
        )
        assert {status: thread.count(status) for status in Status} == {
            status: found[status.value] for status in Status
        }
        approved = ReaderComment.objects.filter(thread=thread, approved_at__isnull=False)
        newest = approved.order_by("-approved_at").values_list("approved_at", flat=True).first()
        assert thread.last_approved_at is None or thread.last_approved_at >= newest
    assert set(comments().values_list("status", flat=True)) >= {
        Status.APPROVED,
        Status.PENDING,
        Status.SPAM,
        Status.TRASH,
    }


def test_replies_stand_under_what_readers_could_see():
    generate()
    replies = list(comments().filter(parent__isnull=False).select_related("parent"))

    assert max(reply.depth for reply in replies) == 2
    for reply in replies:
        assert reply.path.startswith(reply.parent.path)
        assert reply.depth == reply.parent.depth + 1
        assert reply.thread_id == reply.parent.thread_id
        assert reply.submitted_at > reply.parent.submitted_at
        assert reply.parent.status in {Status.APPROVED, Status.TRASH, Status.ERASED}
    for comment in comments():
        placed = ReaderComment(uuid=comment.uuid, submitted_at=comment.submitted_at)
        placed.place(comment.parent)
        assert placed.path == comment.path


def test_every_status_follows_from_its_decisions():
    generate()

    for comment in comments().prefetch_related("decisions"):
        steps = list(comment.decisions.all())
        assert steps[0].verb == Verb.SUBMIT
        assert steps[-1].to_status == comment.status
        for before, after in pairwise(steps):
            assert after.from_status == before.to_status
            assert before.to_status in ALLOWED_FROM[Verb(after.verb)]
            assert after.at >= before.at
    assert Decision.objects.count() > COMMENTS


def test_trust_is_what_moderators_decisions_have_taught():
    generate()
    generate(articles=10, comments=100)
    judged = Decision.objects.filter(who=Decision.Who.MODERATOR, verb=Verb.MARK_SPAM)
    approved = Decision.objects.filter(who=Decision.Who.MODERATOR, verb=Verb.APPROVE)
    undone = Decision.objects.filter(verb=Verb.TRASH, from_status=Status.APPROVED)

    trust = CommenterTrust.objects.all()

    assert sum(row.spam_count for row in trust) == judged.count() > 0
    assert sum(row.approved_count for row in trust) == approved.count() - undone.count() > 0


def test_spam_and_trash_are_not_at_once_taken_by_retention():
    generate()

    call_command("comment_retention", stdout=StringIO())

    assert comments().filter(status=Status.SPAM).exists()


# --- found, and known for what it links to ------------------------------------------------------


def test_made_up_articles_are_found(client):
    generate(index=True)

    answer = client.get("/search/", {"q": "sample advice"}).content.decode()

    assert "sample-article-" in answer


def test_the_indexes_are_what_wagtails_own_commands_make_of_it():
    generate(index=True)

    def entries():
        fields = ["content_type", "object_id", "to_content_type", "to_object_id", "content_path"]
        pages = [str(pk) for pk in made_up().values_list("pk", flat=True)]
        references = ReferenceIndex.objects.filter(object_id__in=pages)
        about = IndexEntry.objects.filter(object_id__in=pages)
        words = about.values_list("content_type", "object_id", "title", "body")
        return Counter(references.values_list(*fields)), sorted(map(str, words))

    ours = entries()
    call_command("rebuild_references_index", verbosity=0, stdout=StringIO())
    call_command("update_index", verbosity=0, stdout=StringIO())

    theirs = entries()

    # Wagtail also writes down, as a plain page's, what a plain page refers to.
    assert {row[1:] for row in ours[0]} == {row[1:] for row in theirs[0]}
    assert ours[1] == theirs[1] != []


# --- what others are told -----------------------------------------------------------------------


def test_lists_of_articles_are_dropped_from_the_page_cache_with_one_tag_each():
    generate()
    topics = set(made_up().values_list("main_topic", flat=True))

    tags = {tag for purge in Purge.objects.all() for tag in purge.tags}

    assert {"articles", *(f"articles:topic:{topic}" for topic in topics)} <= tags
    assert not {tag for tag in tags if tag in {f"page:{page.pk}" for page in made_up()}}


def test_it_costs_a_few_queries_for_each_thousand_articles(django_assert_max_num_queries):
    generate(articles=5, comments=0)
    with django_assert_max_num_queries(1000) as few:
        generate(articles=5, comments=10)

    with django_assert_max_num_queries(1000) as more:
        generate(articles=200, comments=200)

    assert len(more) - len(few) <= 10


# --- never over anybody's work ------------------------------------------------------------------


def an_editors_page():
    StandardPageFactory(parent=SitePage.objects.get(slug="home"), title="Mine", slug="mine")


def an_editors_edit():
    page = ArticlePage.objects.first()
    page.save_revision(user=UserFactory())


def a_readers_comment():
    thread = CommentThread.objects.first()
    ReaderCommentFactory(thread=thread, submission_key="a key")


def a_request():
    AppointmentRequestFactory()


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (an_editors_page, "the page “Mine”"),
        (an_editors_edit, "pages that somebody has edited"),
        (a_readers_comment, "comments of readers"),
        (a_request, "requests for appointments"),
    ],
)
def test_a_database_with_real_content_is_refused_in_a_sentence(make, named):
    generate(articles=3, comments=3)
    make()
    before = SitePage.objects.count(), ReaderComment.objects.count()

    with pytest.raises(CommandError, match=named) as refused:
        generate()

    assert "Nothing was changed" in str(refused.value)
    assert "DATABASE_URL" in str(refused.value)
    assert (SitePage.objects.count(), ReaderComment.objects.count()) == before


def test_comments_need_articles():
    with pytest.raises(CommandError, match="Comments need articles"):
        generate(articles=0, comments=3)


def test_bodies_are_kept_as_editors_bodies_are():
    generate(articles=2, comments=0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM blog_articlepage")
        kept = [body for (body,) in cursor.fetchall()]

    assert all(isinstance(json.loads(body), list) for body in kept)
