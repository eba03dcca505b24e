"""What readers see of comments: on the article, on later pages, in listings and in markup."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Template
from django.test import Client
from wagtail.models import PageViewRestriction

from blog.comments.models import CommentSettings, CommentThread, ReaderComment
from tests.comments.conftest import Reader, filled_in, page_of
from tests.factories import ReaderCommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(thread):
    """Put an approved comment into the article's thread."""

    def put(name: str, body: str = "Well said.", **fields) -> ReaderComment:
        fields = {"status": "approved"} | fields
        return ReaderCommentFactory(thread=thread, author_name=name, body=body, **fields)

    return put


@pytest.fixture
def discussion(db):
    """The Discussion settings, to be changed and saved."""
    return CommentSettings.objects.first() or CommentSettings()


def section(article):
    return page_of(Client().get(article.url)).select_one("#comments")


def authors(part) -> list[str]:
    return [each.text for each in part.select(".comment__author")]


# --- on the article -------------------------------------------------------------------------


def test_only_approved_comments_are_seen(article, say):
    say("Ann")
    for status in ("pending", "spam", "trash"):
        say("Hidden", status=status)

    comments = section(article)

    assert authors(comments) == ["Ann"]
    assert comments.h2.text.split() == ["1", "comment"]


def test_replies_stand_under_what_they_answer_three_deep(article, say):
    ann = say("Ann")
    ben = say("Ben", parent=ann)
    say("Cleo", parent=ben)
    say("Dan")
    say("Eve", parent=ann)

    comments = section(article)

    assert authors(comments) == ["Ann", "Ben", "Cleo", "Eve", "Dan"]
    (cleo,) = [each for each in comments.select(".comment") if "Cleo" in each.text]
    assert len(cleo.find_parents("ol")) == 3
    assert cleo.select_one(".comment__reply") is None


def test_the_link_to_reply_says_to_whom(article, say):
    comment = say("Ann")

    link = section(article).select_one(".comment__reply")

    assert link.text == "Reply to Ann"
    assert link["href"] == f"/comments/{article.pk}/reply/{comment.pk}/"
    assert link["rel"] == ["nofollow"]


def test_a_removed_comment_leaves_a_gap_that_holds_its_replies(article, say, moderator):
    ann = say("Ann", body="My address is private.")
    say("Ben", parent=ann)
    ann.trash(by=moderator, reason="privacy")

    comments = section(article)

    assert authors(comments) == ["Ben"]
    assert "Comment removed" in comments.text
    assert "private" not in comments.text


def test_what_the_clinic_says_is_marked_in_words(article, say, moderator):
    say("Ann", "A question.").reply(by=moderator, body="An answer.")

    (answer,) = section(article).select(".comment:has(.comment__staff)")
    assert "An answer." in answer.text
    assert answer.select_one(".comment__staff").text == "from the clinic"


def test_what_the_clinic_said_stays_the_clinics_when_its_author_has_left(article, say, moderator):
    say("Ann", "A question.").reply(by=moderator, body="An answer.")
    moderator.delete()

    assert section(article).select_one(".comment__staff").text == "from the clinic"


def test_an_article_nobody_has_talked_about_invites_the_first_comment(article):
    assert "Yours can be the first" in section(article).text


def test_the_form_asks_for_three_things_and_has_one_button(article):
    form = section(article).select_one("form")

    shown = [
        field["name"]
        for field in form.select("input, textarea")
        if field.get("type") != "hidden" and not field.find_parent(class_="visually-hidden")
    ]
    buttons = [button for button in form.select("button") if not button.has_attr("hidden")]
    assert shown == ["name", "email", "body"]
    assert [button.text for button in buttons] == ["Post Comment"]
    assert section(article).select_one("#respond-title").text == "Leave a Reply"
    words = " ".join(form.text.split())
    assert "Your email address will not be published. Required fields are marked *" in words
    assert "in an emergency call 911" in words


def test_every_field_has_a_label_of_its_own_and_says_what_it_is_for(article):
    form = section(article).select_one("form")

    for name, completes in {"name": "name", "email": "email"}.items():
        assert form.select_one(f"[name={name}]")["autocomplete"] == completes
    for field in form.select("[name=name], [name=email], [name=body]"):
        assert field.has_attr("required")
        assert form.select_one(f"label[for={field['id']}]").text.strip().endswith("*")
    email = form.select_one("[name=email]")
    assert form.find(id=email["aria-describedby"]).text.strip() == "Will not be published."
    trap = form.select_one("[name=second_opinion]")
    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")
    assert form.select_one(f"label[for={trap['id']}]").text == "Leave this empty"


def test_the_article_is_the_same_for_every_reader_and_sets_no_cookie(article, say):
    say("Ann")
    first, second = Client().get(article.url), Client().get(article.url)

    assert first.content == second.content
    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")
    assert b"csrfmiddlewaretoken" not in first.content


def test_the_form_in_the_page_works_as_it_stands(article):
    form = section(article).select_one("form")
    reader = Reader()

    check = reader.post(form["action"], filled_in(form) | reader.fields())
    answer = reader.confirm(check)

    assert answer.status_code == 303
    assert ReaderComment.objects.get().thread.page_id == article.pk


def test_in_a_preview_the_form_is_inert(article, rf, say):
    say("Ann")
    request = rf.get("/")
    request.is_preview, request.user = True, AnonymousUser()
    template = Template("{% load comments %}{% comment_thread page %}")

    shown = template.render(Context({"request": request, "page": article}))

    assert "<form" not in shown
    assert "Readers see the comment form here" in shown
    assert "Ann" in shown


# --- open, closed, hidden -------------------------------------------------------------------


def test_a_closed_thread_is_read_but_not_written_to(article, thread, say):
    say("Ann")
    CommentThread.objects.update(mode="closed")

    comments = section(article)

    assert authors(comments) == ["Ann"]
    assert comments.form is None
    assert "Comments are closed." in comments.text


def test_a_hidden_thread_is_not_there_at_all(article, thread, say):
    say("Ann")
    CommentThread.objects.update(mode="hidden")

    page = Client().get(article.url).content.decode()

    assert 'id="comments"' not in page
    assert "Ann" not in page


def test_the_whole_sites_comments_can_be_closed_and_one_article_stay_open(
    article, new_article, thread, discussion
):
    discussion.mode = "closed"
    discussion.save()
    other = new_article("another")
    CommentThread.objects.filter(pk=thread.pk).update(mode="open")

    assert section(article).form is not None
    assert section(other).form is None


def test_comments_close_when_the_article_is_old_enough(article, thread, discussion):
    discussion.closes_after_days = 14
    discussion.save()
    assert section(article).form is not None

    article.published_on = article.published_on.replace(year=2020)
    article.save()
    assert section(article).form is None

    CommentThread.objects.update(closes_after_days=0)
    assert section(article).form is not None


def test_pages_that_only_some_may_read_have_no_comments(article, say):
    say("Ann")
    PageViewRestriction.objects.create(page=article.sitepage_ptr, restriction_type="login")

    assert Reader().write(article).status_code == 404
    assert Client().get(f"{article.url}comments/2/").status_code == 404


# --- replying -------------------------------------------------------------------------------


def test_replying_works_on_a_page_of_its_own(article, say, reader):
    ann = say("Ann", body="Does it help?")

    page = page_of(reader.client.get(f"/comments/{article.pk}/reply/{ann.pk}/"))
    form = page.select_one("form.comment-form")
    answer = reader.confirm(reader.post(form["action"], filled_in(form) | reader.fields()))

    assert page.h1.text == "Reply to Ann"
    assert "Does it help?" in page.text
    assert answer.status_code == 303
    reply = ReaderComment.objects.get(parent=ann)
    assert (reply.depth, reply.path[:20]) == (1, ann.path)


@pytest.mark.parametrize("status", ["pending", "spam", "trash"])
def test_nobody_replies_to_what_readers_cannot_see(article, say, reader, status):
    hidden = say("Ann", body="A secret", status=status)

    assert reader.client.get(f"/comments/{article.pk}/reply/{hidden.pk}/").status_code == 404
    answer = reader.write(article, parent=str(hidden.pk))
    assert answer.status_code == 422
    assert "A secret" not in answer.content.decode()


def test_nobody_replies_across_articles_or_too_deep(article, new_article, say, reader):
    elsewhere = ReaderCommentFactory(
        thread=CommentThread.objects.of(new_article("another")), status="approved"
    )
    deep = say("Cleo", parent=say("Ben", parent=say("Ann")))

    for parent in (elsewhere.pk, deep.pk, "x", "-1", "9" * 30, "1 or 1"):
        assert reader.write(article, parent=str(parent)).status_code == 422


def test_an_answer_to_a_comment_that_has_gone_can_still_be_posted(article, say, reader):
    ann = say("Ann")
    ann_id = ann.pk
    ann.withdraw()

    answer = reader.write(article, parent=str(ann_id))
    form = page_of(answer).select_one("form")
    again = reader.confirm(reader.post(form["action"], filled_in(form)))

    assert "no longer there" in answer.content.decode()
    assert again.status_code == 303


# --- later pages ----------------------------------------------------------------------------


@pytest.fixture
def long_thread(say, discussion):
    discussion.threads_a_page = 5
    discussion.save()
    return [say(f"Reader {number}") for number in range(12)]


def test_later_comments_have_pages_of_their_own(article, long_thread):
    first = section(article)
    second = page_of(Client().get("/blog/migraine/comments/2/"))
    third = page_of(Client().get("/blog/migraine/comments/3/"))

    assert authors(first) == [f"Reader {number}" for number in range(5)]
    assert authors(second) == [f"Reader {number}" for number in range(5, 10)]
    assert authors(third) == ["Reader 10", "Reader 11"]
    assert first.select_one("a[rel=next]")["href"] == "/blog/migraine/comments/2/"
    assert second.select_one("a[rel=prev]")["href"] == "/blog/migraine/#comments"
    assert third.select_one("a[rel=next]") is None


def test_each_later_page_has_its_own_address_and_title(article, long_thread):
    pages = [page_of(Client().get(f"/blog/migraine/comments/{n}/")) for n in (2, 3)]

    canonicals = [page.select_one("link[rel=canonical]")["href"] for page in pages]
    assert canonicals == [
        "http://testserver/blog/migraine/comments/2/",
        "http://testserver/blog/migraine/comments/3/",
    ]
    assert pages[0].title.text != pages[1].title.text
    assert all(len(page.select("h1")) == 1 for page in pages)


@pytest.mark.parametrize("number", ["4", "0", "02", "99999"])
def test_a_page_of_comments_that_is_not_there_is_not_found(article, long_thread, number):
    assert Client().get(f"/blog/migraine/comments/{number}/").status_code == 404


def test_the_first_page_of_comments_is_the_article(article, long_thread):
    answer = Client().get("/blog/migraine/comments/1/")

    assert (answer.status_code, answer["Location"]) == (301, "/blog/migraine/")


@pytest.mark.parametrize("path", ["/blog/comments/2/", "/nothing/comments/2/", "/comments/2/x/"])
def test_only_articles_have_pages_of_comments(article, path):
    assert Client().get(path).status_code == 404


def test_a_permalink_leads_to_the_comment_wherever_it_is_now(article, long_thread, moderator):
    last = long_thread[11]
    address = f"/comments/{last.uuid}/"

    assert Client().get(address)["Location"] == f"/blog/migraine/comments/3/#comment-{last.pk}"

    for comment in long_thread[:7]:
        comment.unapprove(by=moderator)
    assert Client().get(address)["Location"] == f"/blog/migraine/#comment-{last.pk}"

    last.unapprove(by=moderator)
    assert Client().get(address).status_code == 404


# --- many comments --------------------------------------------------------------------------


def queries_for(article, django_assert_max_num_queries) -> int:
    Client().get(article.url)
    with django_assert_max_num_queries(60) as asked:
        Client().get(article.url)
    ours = [query for query in asked if "reader_comments" in query["sql"]]
    assert len(ours) <= 4
    return len(asked)


def test_two_hundred_comments_cost_not_one_query_more_than_five(
    article, say, django_assert_max_num_queries
):
    for number in range(5):
        say(f"Reader {number}")
    few = queries_for(article, django_assert_max_num_queries)

    parent = say("Ann")
    for number in range(195):
        say(f"Reader {number}", parent=parent if number % 2 else None)

    assert queries_for(article, django_assert_max_num_queries) == few


def test_all_counts_of_a_listing_cost_one_query(
    article, new_article, say, django_assert_num_queries
):
    say("Ann")
    say("Ben", status="pending")
    other = new_article("another")
    template = Template(
        "{% load comments %}{% comment_counts articles as counts %}"
        "{% for article in articles %}{{ counts|comment_count:article }} {% endfor %}"
    )
    CommentSettings.current()

    with django_assert_num_queries(2):  # One of them is the settings' own, kept in a request.
        shown = template.render(Context({"articles": [article, other]}))

    assert shown.split() == ["1", "0"]


def test_lists_of_articles_say_how_many_comments_each_has(article, new_article, say):
    new_article("another")
    say("Ann")
    say("Ben")
    say("Waiting", status="pending")

    for path in ("/blog/", article.main_topic.url):
        bylines = {
            card.h2.text: card.select_one(".byline").text
            for card in page_of(Client().get(path)).select(".card")
        }
        assert "2 comments" in bylines["About migraine"]
        assert "comment" not in bylines["About another"]

    CommentThread.objects.update(mode="hidden")
    assert "2 comments" not in Client().get("/blog/").content.decode()


# --- markup ---------------------------------------------------------------------------------


def graph(address: str) -> list[dict]:
    script = page_of(Client().get(address)).select_one("script[type='application/ld+json']")
    return json.loads(script.string)["@graph"]


def test_search_engines_are_told_of_approved_comments_alone_and_their_number(article, say):
    ann = say("Ann", body="Does it help?")
    say("Ben", body="It did.", parent=ann)
    say("Spammer", body="Buy now.", status="spam")

    nodes = graph(article.url)
    comments = [node for node in nodes if node["@type"] == "Comment"]
    (posting,) = [node for node in nodes if node["@type"] == "BlogPosting"]

    assert posting["commentCount"] == 2
    assert [node["text"] for node in comments] == ["Does it help?", "It did."]
    assert [each["@id"] for each in posting["comment"]] == [node["@id"] for node in comments]
    assert comments[0]["@id"] == f"http://testserver/blog/migraine/#comment-{ann.pk}"
    assert comments[1]["parentItem"]["@id"] == comments[0]["@id"]
    assert "Buy now" not in json.dumps(nodes)


def test_an_article_without_comments_says_nothing_of_them(article):
    assert not [node for node in graph(article.url) if node["@type"] == "Comment"]


def test_deleting_an_article_keeps_its_comments_out_of_sight(article, say):
    ann = say("Ann")

    article.delete()

    assert ReaderComment.objects.get() == ann
    assert Client().get(f"/comments/{ann.uuid}/").status_code == 404
    with pytest.raises(ObjectDoesNotExist):
        CommentThread.objects.get(page_id__isnull=False)
