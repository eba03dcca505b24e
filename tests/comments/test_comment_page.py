"""One comment on the desk: all that is known of it, and all that can be done to it."""

from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from blog.comments.disclosure import telling_phrases
from blog.comments.models import (
    CannedReply,
    CommenterTrust,
    CommentRule,
    Decision,
    ReaderComment,
)
from blog.comments.moderation import urls
from blog.comments.moderation.canned import CannedReplyViewSet
from blog.comments.moderation.comment_page import MOST_AROUND
from blog.comments.moderation.desk import ReaderCommentViewSet
from blog.comments.moderation.rules import CommentRuleViewSet
from blog.comments.redaction import MARKER
from organization.models import Clinic
from tests.comments.conftest import page_of, person_with, signed_in
from tests.factories import ReaderCommentFactory, UserFactory
from tests.seo.heads import read_head

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    """The browser of somebody who may do everything but erase and see addresses."""
    rights = ("view", "moderate", "reply")
    return signed_in(person_with(*(f"{right}_readercomment" for right in rights)))


def at(comment: ReaderComment | int, name: str = "page") -> str:
    return reverse(f"reader_comment:{name}", args=[getattr(comment, "pk", comment)])


def text_of(response, selector: str = "main") -> str:
    return " ".join(page_of(response).select_one(selector).get_text(" ").split())


def stored(comment: ReaderComment) -> ReaderComment:
    return ReaderComment.objects.get(pk=comment.pk)


# --- what it tells --------------------------------------------------------------------------


def test_the_whole_conversation_stands_around_a_comment(desk, thread):
    first = ReaderCommentFactory(thread=thread, status="approved", body="The first of all")
    second = ReaderCommentFactory(thread=thread, parent=first, body="An answer that waits")
    third = ReaderCommentFactory(thread=thread, parent=first, status="spam", body="Buy pills")
    ReaderCommentFactory(thread=thread, body="Somewhere else")

    conversation = text_of(desk.get(at(second)), "#around-section")

    for word in ("The first of all", "An answer that waits", "Buy pills", "Spam"):
        assert word in conversation
    assert "Somewhere else" not in conversation
    links = page_of(desk.get(at(second))).select("#around-section li a")
    assert [link["href"] for link in links] == [at(first), at(third)]


def test_of_a_conversation_too_long_for_a_screen_the_nearest_part_is_shown(desk, thread):
    first = ReaderCommentFactory(thread=thread, status="approved", body="The first of all")
    ReaderCommentFactory.create_batch(MOST_AROUND + 5, thread=thread, parent=first)
    last = ReaderCommentFactory(thread=thread, parent=first, body="The last of all")

    shown = page_of(desk.get(at(last))).select("#around-section li")

    assert len(shown) == 2
    assert "The first of all" in shown[0].text
    assert "The last of all" in shown[1].text


def test_why_it_was_held_is_told_in_the_words_of_then(desk, thread):
    comment = ReaderCommentFactory(thread=thread)
    signals = [
        {"code": "gone_by_now", "weight": 0.4, "sentence": "It hid where it led."},
        {"code": "previously_trusted", "weight": -0.5, "sentence": "Known for years."},
        {"code": "phi_phone", "weight": 0, "sentence": "It may hold a telephone number."},
    ]
    comment.begin(
        ReaderComment.Status.PENDING, "Held: by a rule of last year.", signals=signals, score=-0.1
    )

    told = text_of(desk.get(at(comment)), "#why-section")

    assert "Held: by a rule of last year." in told
    assert "For spam speaks: It hid where it led. (0.4)" in told
    assert "Against it speaks: Known for years. (-0.5)" in told
    assert "Noticed as well: It may hold a telephone number." in told
    assert "Altogether: -0.1." in told


def test_its_history_says_who_decided_what_and_why(desk, thread):
    comment = ReaderCommentFactory(thread=thread)
    kim = UserFactory(first_name="Kim")
    comment.approve(by=kim).undo(by=kim)
    comment.approve(by=kim)
    comment.trash(by=UserFactory(first_name="Lee"), reason="off_topic", note="Said twice.")

    lines = [
        line.get_text(" ") for line in page_of(desk.get(at(comment))).select("#history-section li")
    ]
    told = [" ".join(line.split()) for line in lines]

    assert "Submitted by the site itself: pending" in told[0]
    assert "Approved by Kim: pending → approved (undone since)" in told[1]
    assert "Approved by Kim: pending → approved." in told[3]
    assert "Moved to the trash by Lee: approved → trash" in told[4]
    assert "Reason: off topic. Note: Said twice." in told[4]


def test_what_else_the_same_person_and_the_same_network_sent_is_shown(desk, thread):
    same = {"author_email": "ann@example.org", "sender_key": "a network"}
    comment = ReaderCommentFactory(thread=thread, **same)
    by_her = ReaderCommentFactory(thread=thread, author_email="ann@example.org", status="spam")
    from_there = ReaderCommentFactory(thread=thread, sender_key="a network")
    ReaderCommentFactory(thread=thread)
    CommenterTrust.objects.create(author_key=comment.author_key, approved_count=4, spam_count=1)

    page = page_of(desk.get(at(comment)))

    assert [a["href"] for a in page.select("#same-address-section li a")] == [at(by_her)]
    assert [a["href"] for a in page.select("#same-sender-section li a")] == [at(from_there)]
    who = " ".join(page.select_one("#who-section").get_text(" ").split())
    assert "moderators approved 4 and took 1 for spam" in who


def test_people_without_an_address_or_a_network_are_not_taken_for_one_another(desk, thread):
    comment = ReaderCommentFactory(thread=thread, author_key="", author_email=None)
    ReaderCommentFactory(thread=thread, author_key="", author_email=None)

    page = page_of(desk.get(at(comment)))

    assert not page.select("#same-address-section, #same-sender-section")


def test_of_an_erased_comment_only_its_history_is_left(desk, thread):
    comment = ReaderCommentFactory(thread=thread)
    number = comment.pk
    comment.withdraw()

    told = text_of(desk.get(at(number)))

    assert f"Reader comment {number} has been erased." in told
    assert "The reader withdrew it." in told
    assert desk.get(at(number + 1)).status_code == 404


def test_the_page_costs_the_same_for_little_and_for_much(
    desk, thread, django_assert_max_num_queries
):
    same = {"author_email": "ann@example.org", "sender_key": "a network"}
    comment = ReaderCommentFactory(thread=thread, status="approved", **same)
    ReaderCommentFactory(thread=thread, parent=comment, **same)
    desk.get(at(comment))
    with django_assert_max_num_queries(60) as few:
        desk.get(at(comment))

    ReaderCommentFactory.create_batch(30, thread=thread, parent=comment, **same)
    kim = UserFactory()
    for _ in range(5):
        comment.unapprove(by=kim)
        comment.approve(by=kim)

    with django_assert_max_num_queries(len(few)) as many:
        desk.get(at(comment))
    assert len(many) == len(few) <= 22, "\n".join(query["sql"][:120] for query in many)


# --- deciding -------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["pending", "approved", "spam", "trash"])
def test_every_button_of_the_page_does_what_it_says_and_comes_back(desk, thread, status):
    comment = ReaderCommentFactory(thread=thread, status=status)
    verbs = [b["value"] for b in page_of(desk.get(at(comment))).select("button[name=verb]")]

    assert verbs
    for verb in verbs:
        form = page_of(desk.get(at(comment))).select_one(".moderation__buttons")
        fields = {"verb": verb, "next": form.select_one("[name=next]")["value"]}
        answer = desk.post(form["action"], fields | {"reason": "abuse"})
        assert answer.url == at(comment)
        assert comment.decisions.last().verb == verb
        undo = page_of(desk.get(at(comment))).select_one(".moderation__undo")
        desk.post(undo["action"])
        assert stored(comment).status == status


# --- the address ----------------------------------------------------------------------------


def test_the_address_is_shown_only_to_who_asks_and_may_and_the_log_says_so(thread):
    comment = ReaderCommentFactory(thread=thread, author_email="ann.example@example.org")
    privacy = signed_in(person_with("erase_readercomment", first_name="Pat"))

    before = privacy.get(at(comment)).content.decode()
    assert "ann.example@" not in before
    assert "a•••@example.org" in before

    shown = privacy.post(at(comment, "address"))
    assert "ann.example@example.org" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]

    entry = ModelLogEntry.objects.get(action="reader_comments.see_address")
    assert entry.user.first_name == "Pat"
    assert entry.label == f"Reader comment {comment.pk}"
    assert "example.org" not in f"{entry.label}{entry.data}"
    after = text_of(privacy.get(at(comment)), "#who-section")
    assert "Who saw the address: Pat" in after
    assert "ann.example@" not in after


def test_a_moderator_sees_no_address_and_no_button_for_it(desk, thread):
    comment = ReaderCommentFactory(thread=thread, author_email="ann.example@example.org")

    page = desk.get(at(comment)).content.decode()

    assert "ann.example@" not in page
    assert "Show the address" not in page
    assert desk.post(at(comment, "address")).status_code == 302
    assert not ModelLogEntry.objects.filter(action="reader_comments.see_address").exists()


# --- replying -------------------------------------------------------------------------------


def reply(client: Client, comment: ReaderComment, body: str, **fields: str):
    form = page_of(client.get(at(comment))).select_one("form[data-reply]")
    hidden = {each["name"]: each.get("value", "") for each in form.select("input")}
    return client.post(at(comment, "reply"), hidden | {"body": body} | fields)


def test_a_reply_stands_in_the_thread_at_once_under_the_clinics_name(desk, thread, article):
    Clinic(name="Sample Clinic").save()
    comment = ReaderCommentFactory(thread=thread, status="approved")

    assert reply(desk, comment, "Thank you for <reading>.").url == at(comment)

    section = page_of(Client().get(article.url)).select_one(".comment__replies .comment")
    assert section.select_one(".comment__author").text == "Sample Clinic"
    assert section.select_one(".comment__staff").text == "from the clinic"
    assert "Thank you for <reading>." in section.text
    answer = comment.replies.get()
    assert (answer.status, answer.author_email, answer.author_key) == ("approved", None, "")
    decision = answer.decisions.get()
    assert (decision.who, decision.actor) == ("moderator", answer.staff_user)
    assert thread.refreshed().approved_count == 2


def test_search_engines_hear_that_the_clinic_itself_replied(desk, thread, article):
    comment = ReaderCommentFactory(thread=thread, status="approved")
    reply(desk, comment, "Thank you for reading.")

    head = read_head(Client().get(article.url).content.decode())
    said = next(node for node in head.graph if "Thank you" in node.get("text", ""))

    assert said["author"] == [{"@id": head.node("MedicalOrganization")["@id"]}]
    assert said["parentItem"]["@id"].endswith(f"#comment-{comment.pk}")


def test_a_reply_to_the_deepest_comment_stands_beside_it(desk, thread):
    comment = ReaderCommentFactory(thread=thread, status="approved")
    for _ in range(2):
        comment = ReaderCommentFactory(thread=thread, status="approved", parent=comment)

    reply(desk, comment, "Thank you for reading.")

    answer = ReaderComment.objects.get(staff_user__isnull=False)
    assert (answer.parent, answer.depth) == (comment.parent, 2)


def test_pressing_twice_replies_once(desk, thread):
    comment = ReaderCommentFactory(thread=thread, status="approved")
    form = page_of(desk.get(at(comment))).select_one("form[data-reply]")
    fields = {each["name"]: each.get("value", "") for each in form.select("input")}

    for _ in range(2):
        answer = desk.post(at(comment, "reply"), fields | {"body": "Thank you."})
        assert answer.url == at(comment)

    assert comment.replies.count() == 1


def test_what_waits_is_approved_and_replied_to_with_one_press(desk, thread):
    comment = ReaderCommentFactory(thread=thread)

    reply(desk, comment, "Thank you for reading.", approve="")

    assert stored(comment).status == "approved"
    assert comment.replies.get().is_visible


def test_what_readers_cannot_see_is_not_replied_to(desk, thread):
    for status in ("pending", "spam"):
        comment = ReaderCommentFactory(thread=thread, status=status)
        fields = {"body": "Thank you.", "key": "0" * 32}
        answer = desk.post(at(comment, "reply"), fields)
        assert answer.status_code == 409
        assert "approve it before you reply" in text_of(answer)
        assert not comment.replies.exists()


def test_who_may_reply_but_not_moderate_approves_nothing(thread):
    client = signed_in(person_with("reply_readercomment"))
    comment = ReaderCommentFactory(thread=thread)

    client.post(at(comment, "reply"), {"body": "Hi.", "key": "0" * 32, "approve": ""})

    assert stored(comment).status == "pending"
    assert not comment.replies.exists()


def test_words_that_name_a_patient_are_asked_about_and_posted_on_one_more_press(desk, thread):
    comment = ReaderCommentFactory(thread=thread, status="approved")
    body = "Please call us about your appointment."

    asked = reply(desk, comment, body)

    assert not comment.replies.exists()
    form = page_of(asked).select_one("form[data-reply]")
    assert "“your appointment”" in text_of(asked, "[data-ask]")
    assert form.select_one("textarea").text.strip() == body
    fields = {each["name"]: each.get("value", "") for each in form.select("input")}

    # New words are asked about anew.
    again = desk.post(at(comment, "reply"), fields | {"body": f"{body} And your results."})
    assert "“your results”" in text_of(again, "[data-ask]")
    assert not comment.replies.exists()

    desk.post(at(comment, "reply"), fields | {"body": body})
    assert comment.replies.get().body == body


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "Write the reply"),
        (" \u200b\n", "Write the reply"),
        ("x" * 5001, "The reply is 5,001 characters long; 5,000 is the most."),
    ],
)
def test_a_reply_that_cannot_be_posted_says_why(desk, thread, body, sentence):
    comment = ReaderCommentFactory(thread=thread, status="approved")

    answer = reply(desk, comment, body)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_without_javascript_a_prepared_reply_is_put_in_by_a_button(desk, thread):
    comment = ReaderCommentFactory(thread=thread, status="approved")
    canned = CannedReply.objects.get(title="Thank you")

    answer = reply(desk, comment, "Dear Ann.", canned=str(canned.pk), use="")

    filled = page_of(answer).select_one("form[data-reply] textarea").text
    assert filled.strip() == f"Dear Ann.\n\n{canned.text}"
    assert not comment.replies.exists()


def test_the_four_prepared_replies_name_nobody_a_patient():
    replies = CannedReply.objects.all()

    assert len(replies) == 4
    assert not [phrase for each in replies for phrase in telling_phrases(each.text)]


def test_who_manages_the_rules_edits_the_prepared_replies_and_none_that_names_a_patient():
    client = signed_in(person_with("manage_comment_rules"))
    address = reverse("prepared_replies:add")

    told = client.post(address, {"title": "No", "text": "See your results.", "order": 9})
    assert "This speaks to somebody as a patient: “your results”" in unescape(told.text)
    client.post(address, {"title": "Hours", "text": "We are open all week.", "order": 9})

    assert CannedReply.objects.last().title == "Hours"
    assert client.get(reverse("prepared_replies:index")).status_code == 200
    assert "Prepared replies" in client.get("/admin/").text


# --- removing words -------------------------------------------------------------------------


def test_words_are_removed_after_one_look_at_what_will_be_left(desk, thread, article):
    comment = ReaderCommentFactory(
        thread=thread, status="approved", body="I am Ann Example.\nCall Ann Example."
    )

    asked = desk.post(at(comment, "redact"), {"words": "ann example", "start": ""})
    assert stored(comment).body.startswith("I am Ann")
    told = text_of(asked)
    assert f"I am {MARKER}. Call {MARKER}." in told
    assert "22 characters in 2 places will be removed for good" in told

    form = page_of(asked).select_one("form.moderation__buttons")
    fields = {each["name"]: each.get("value", "") for each in form.select("input")}
    assert desk.post(at(comment, "redact"), fields | {"confirmed": "yes"}).url == at(comment)

    assert stored(comment).body == f"I am {MARKER}.\nCall {MARKER}."
    assert "Ann Example" not in Client().get(article.url).text
    assert MARKER in Client().get(article.url).text
    assert "22 characters removed for privacy." in text_of(
        desk.get(at(comment)), "#history-section"
    )


def test_why_it_waits_is_still_told_after_words_were_removed(desk, thread):
    comment = ReaderCommentFactory(thread=thread)
    comment.redact(UserFactory(), "table")

    why = page_of(desk.get(reverse("reader_comments:index"))).select_one(".moderation__why")

    assert why.text == "Held: this commenter is not trusted yet."


def test_a_selection_goes_from_its_place_alone_also_over_line_ends(desk, thread):
    comment = ReaderCommentFactory(thread=thread, body="One\ntwo\nOne\ntwo")
    fields = {"words": "One\r\ntwo", "start": "8", "confirmed": "yes"}

    desk.post(at(comment, "redact"), fields)

    assert stored(comment).body == f"One\ntwo\n{MARKER}"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": ""}, "Select or type the words to remove."),
        ({"words": "   "}, "These words do not stand in the comment."),
        ({"words": "Zanzibar"}, "These words do not stand in the comment."),
        ({"words": "table", "start": "0"}, "These words do not stand in the comment."),
        ({"words": "Zanzibar", "confirmed": "yes"}, "These words do not stand in the comment."),
    ],
)
def test_words_that_cannot_be_removed_are_given_back_with_a_sentence(
    desk, thread, fields, sentence
):
    comment = ReaderCommentFactory(thread=thread)

    answer = desk.post(at(comment, "redact"), fields)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert stored(comment).body == comment.body


def test_erasing_asks_first_and_leaves_nothing(thread):
    client = signed_in(person_with("erase_readercomment"))
    comment = ReaderCommentFactory(thread=thread, body="A very private word")

    assert "A very private word" in client.get(at(comment, "erase")).text
    assert ReaderComment.objects.exists()
    answer = client.post(at(comment, "erase"), follow=True)

    assert not ReaderComment.objects.exists()
    assert f"Reader comment {comment.pk} is erased." in answer.text
    assert "A very private word" not in str(list(Decision.objects.values()))


# --- who may --------------------------------------------------------------------------------

RIGHTS = {
    "nothing else": None,
    "view": "view_readercomment",
    "moderate": "moderate_readercomment",
    "reply": "reply_readercomment",
    "rules": "manage_comment_rules",
    "erase": "erase_readercomment",
}
LOOKING = {
    "page": {"view", "moderate", "reply", "erase"},
    "redact": {"moderate"},
    "erase": {"erase"},
}


@pytest.mark.parametrize("right", RIGHTS)
def test_each_right_opens_its_own_screens_and_no_other(thread, right):
    client = signed_in(person_with(*filter(None, [RIGHTS[right]])))
    comment = ReaderCommentFactory(thread=thread)

    for name, allowed in LOOKING.items():
        status = client.get(at(comment, name)).status_code
        assert (status == 200) is (right in allowed), name
        assert status in {200, 302}, name
    prepared = client.get(reverse("prepared_replies:index")).status_code
    assert (prepared == 200) is (right == "rules")


@pytest.mark.parametrize("right", RIGHTS)
def test_each_right_posts_what_is_its_own_and_nothing_else(thread, right):
    client = signed_in(person_with(*filter(None, [RIGHTS[right]])))
    comment = ReaderCommentFactory(thread=thread, status="approved", body="One word of Ann.")
    seen = ModelLogEntry.objects.filter(action="reader_comments.see_address")

    client.post(at(comment, "reply"), {"body": "Thank you.", "key": "0" * 32})
    assert comment.replies.exists() is (right == "reply")
    client.post(at(comment, "redact"), {"words": "Ann", "confirmed": "yes"})
    assert stored(comment).redacted is (right == "moderate")
    client.post(at(comment, "address"))
    assert seen.exists() is (right == "erase")
    client.post(reverse("prepared_replies:add"), {"title": "Hi", "text": "Hello.", "order": 1})
    assert CannedReply.objects.filter(title="Hi").exists() is (right == "rules")
    before = CannedReply.objects.count()
    client.post(reverse("prepared_replies:delete", args=[CannedReply.objects.first().pk]))
    assert (CannedReply.objects.count() < before) is (right == "rules")
    client.post(at(comment, "erase"))
    gone = not ReaderComment.objects.filter(pk=comment.pk).exclude(status="erased").exists()
    assert gone is (right == "erase")


def test_somebody_who_may_not_learns_nothing_of_which_comments_there_are(thread):
    client = signed_in(person_with())
    comment = ReaderCommentFactory(thread=thread)

    for number in (comment.pk, comment.pk + 1):
        for name in ("page", "address", "reply", "redact", "erase"):
            assert client.post(at(number, name)).status_code == 302


def test_somebody_signed_out_is_asked_to_sign_in(thread):
    comment = ReaderCommentFactory(thread=thread)

    assert Client().get(at(comment)).url.startswith("/admin/login/")
    assert Client().post(at(comment, "erase")).url.startswith("/admin/login/")
    assert ReaderComment.objects.exists()


def every_address(comment: ReaderComment, article) -> list[str]:
    """Return each address of the desk, also those that somebody adds one day."""
    desk = {
        "reader_comment": urls.urlpatterns,
        "reader_comments": ReaderCommentViewSet().get_urlpatterns(),
        "prepared_replies": CannedReplyViewSet().get_urlpatterns(),
        "comment_rules": CommentRuleViewSet().get_urlpatterns(),
    }
    known = {"page_id": article.pk, "pk": comment.pk}
    rule, _ = CommentRule.objects.get_or_create(pattern="crypto")
    others = {
        "prepared_replies": {"pk": CannedReply.objects.first().pk},
        "comment_rules": {"pk": rule.pk},
    }
    return [
        reverse(
            f"{namespace}:{pattern.name}",
            kwargs={
                name: others.get(namespace, known).get(name, uuid4())
                for name in pattern.pattern.converters
            },
        )
        for namespace, patterns in desk.items()
        for pattern in patterns
    ]


def test_who_may_only_enter_the_admin_is_turned_away_from_every_address_of_the_desk(
    thread, article
):
    client = signed_in(person_with())
    comment = ReaderCommentFactory(thread=thread)
    addresses = every_address(comment, article)

    assert len(addresses) > 15
    for address in addresses:
        for answer in (client.get(address), client.post(address, {"verb": "approve"})):
            assert answer.status_code == 302, address
            assert answer.url == "/admin/", address
    assert stored(comment).status == "pending"
    assert comment.decisions.count() == 1
