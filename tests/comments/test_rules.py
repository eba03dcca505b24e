"""The moderators' own rules: what they meet, what follows, and how they are written."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from blog.comments import rules
from blog.comments.evidence import Arrival
from blog.comments.models import CommenterTrust, CommentRule, Decision, ReaderComment
from blog.comments.models.commenter import author_key
from blog.comments.rules import Action, Kind, Rule, Subject
from blog.comments.submission import judged
from tests.comments.conftest import BODY, Reader, page_of, person_with, signed_in
from tests.factories import ReaderCommentFactory, UserFactory

ANN = "ann@example.org"


def meets(kind: str, pattern: str, body: str = BODY, action: str = "hold", **subject) -> bool:
    kept = rules.cleaned(Kind(kind), pattern)
    return Rule(1, Kind(kind), kept, Action(action)).meets(Subject("Ann", body, **subject))


# --- what a rule meets ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "body"),
    [
        ("pills", "Buy PILLS now"),
        ("free pills", "Get free\n  pills."),
        ("crypto*", "A cryptocurrency"),
        ("Straße", "In der STRASSE"),
        ("pills", "\uff30\uff29\uff2c\uff2c\uff33 for you"),
        ("c++", "I like c++, too"),
        ("ann", BODY),  # the name counts, too
    ],
)
def test_a_word_is_met_in_any_case_and_however_it_is_spaced(pattern, body):
    assert meets("word", pattern, body)


@pytest.mark.parametrize(
    ("pattern", "body"),
    [
        ("pill", "pills"),
        ("ass", "classic assessment"),
        ("crypto", "cryptocurrency"),
        ("a.b", "axb"),
        ("free pills", "free of pills"),
    ],
)
def test_a_word_is_not_met_inside_another(pattern, body):
    assert not meets("word", pattern, body)


@pytest.mark.parametrize(
    ("pattern", "body", "met"),
    [
        ("pills.com", "See https://pills.com/x", True),
        ("https://www.pills.com/buy?x=1", "See pills.com", True),
        ("pills.com", "See http://a.b.pills.com", True),
        ("pills.com", "See http://notpills.com", False),
        ("one.blogspot.com", "See two.blogspot.com", False),
        ("pills.com", "See https://google.com@pills.com/", True),
        ("pills.com", "See https://PILLS.com", True),
        ("bücher.de", "See https://xn--bcher-kva.de", True),
        ("pills.com", "pills com", False),
    ],
)
def test_a_website_is_met_with_all_below_it_and_nothing_beside_it(pattern, body, met):
    assert meets("domain", pattern, body) is met


def test_a_trusted_website_does_not_vouch_for_the_link_beside_it():
    both = "See nih.gov and pills.com"

    assert meets("domain", "nih.gov", "See pubmed.nih.gov", action="trust")
    assert not meets("domain", "nih.gov", both, action="trust")
    assert meets("domain", "nih.gov", both, action="hold")


def test_a_domain_of_senders_is_met_by_all_of_them():
    assert meets("sender", "@spam.example", email="x@spam.example")
    assert meets("sender", "spam.example", email="x@mail.spam.example")
    assert not meets("sender", "@spam.example", email="x@nospam.example")
    assert not meets("sender", "@spam.example", email="")


@given(st.text(max_size=120), st.text(max_size=400), st.sampled_from(list(Kind)))
def test_whatever_is_typed_is_refused_with_words_or_becomes_a_rule(typed, body, kind):
    try:
        kept = rules.cleaned(kind, typed)
    except ValueError:
        return  # what is said of it stands in the tests below
    rule = Rule(1, kind, kept, Action.HOLD)

    assert rules.cleaned(kind, kept) == kept
    assert rule.meets(Subject("", body, "x@example.org")) in (True, False)


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("word", "...", "no letter"),
        ("word", "a*b", "very end"),
        ("word", "x" * 101, "101 characters"),
        ("domain", "no domain", "example.com"),
        ("domain", "localhost", "example.com"),
        ("domain", "co.uk", "name one"),
        ("sender", "ann", "example.com"),
        ("sender", "a b@example.org", "name@example.com"),
        ("sender", "@com", "example.com"),
    ],
)
def test_what_is_no_rule_is_refused_with_what_to_do(kind, typed, said):
    with pytest.raises(ValueError, match=said):
        rules.cleaned(Kind(kind), typed)


@pytest.mark.parametrize(
    ("kind", "pattern", "broad"),
    [
        ("word", "of", True),
        ("word", "Treatment", True),
        ("word", "viagra", False),
        ("word", "cr*", True),
        ("sender", "@gmail.com", True),
        ("sender", "ann@gmail.com", False),
        ("domain", "pills.com", False),
    ],
)
def test_what_meets_nearly_everybody_is_called_broad(kind, pattern, broad):
    assert bool(rules.too_broad(Kind(kind), pattern)) is broad


# --- what follows ---------------------------------------------------------------------------


def rule(kind: str = "word", pattern: str = "crypto", action: str = "hold", **fields):
    made = CommentRule(kind=kind, pattern=pattern, action=action, **fields)
    made.full_clean()
    made.save()
    return made


def confirm(email: str) -> None:
    CommenterTrust.objects.update_or_create(
        author_key=author_key(email), defaults={"verified_at": timezone.now()}
    )


def received(reader: Reader, article, **fields: str) -> Decision:
    answer = reader.comment(article, **fields)
    assert answer.status_code == 303
    return ReaderComment.objects.latest("pk").decisions.first()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "status", "sentence"),
    [
        ("hold", "pending", "Held: a rule of the moderators asks for it."),
        ("spam", "spam", "Spam: a rule of the moderators says so."),
    ],
)
def test_a_rule_does_what_it_says_and_gives_its_sentence(
    reader, article, action, status, sentence
):
    made = rule(action=action)

    decision = received(reader, article, body="I put my savings into crypto.")

    assert (decision.to_status, decision.sentence) == (status, sentence)
    [signal] = [each for each in decision.signals if each["code"] == f"rule_{made.pk}"]
    assert "with “crypto”" in signal["sentence"]
    assert signal["action"] == action


@pytest.mark.django_db
def test_a_rule_on_trial_is_written_down_and_changes_nothing(reader, article):
    made = rule(action="spam", state="trial")

    decision = received(reader, article, body="I put my savings into crypto.")

    assert decision.to_status == "pending"
    assert decision.sentence == "Held: this commenter is not trusted yet."
    [signal] = [each for each in decision.signals if each["code"] == f"rule_{made.pk}"]
    assert signal["sentence"].startswith("On trial, without effect")
    assert (signal["weight"], signal["trial"], decision.score) == (0, True, 0)


@pytest.mark.django_db
def test_a_rule_that_is_off_or_gone_says_nothing(reader, article):
    rule(action="spam", state="off")
    rule(pattern="savings", action="spam").delete()

    decision = received(reader, article, body="I put my savings into crypto.")

    assert (decision.to_status, decision.signals) == ("pending", [])


@pytest.mark.django_db
def test_a_rule_holds_even_whom_the_site_trusts(reader, article):
    confirm(ANN)
    CommenterTrust.objects.update(approved_count=2)
    rule(action="hold")

    assert received(reader, article, body="A word on crypto.").to_status == "pending"
    assert received(reader, article, body="A word on migraine.").to_status == "approved"


@pytest.mark.django_db
def test_a_rule_for_spam_only_holds_whom_the_site_trusts(reader, article):
    confirm(ANN)
    CommenterTrust.objects.update(approved_count=2)
    rule(action="spam")

    decision = received(reader, article, body="A word on crypto.")

    assert decision.to_status == "pending"
    assert decision.sentence == "Held: a rule takes it for spam, but its commenter is trusted."


@pytest.mark.django_db
def test_a_trusted_sender_is_let_in_only_once_the_address_is_confirmed(reader, article):
    rule("sender", ANN, "trust")

    claimed = received(reader, article, body="Whose address is this? Anybody may say so.")
    confirm(ANN)
    known = received(reader, article, body="Now I have shown that the address is mine.")

    assert (claimed.to_status, known.to_status) == ("pending", "approved")
    assert "nobody has confirmed the address" in str(claimed.signals)
    assert known.sentence == "Approved: a rule of the moderators trusts this confirmed address."


@pytest.mark.django_db
def test_the_hidden_field_is_spam_whomever_a_rule_trusts():
    confirm(ANN)
    rule("sender", ANN, "trust")

    arrival = Arrival(name="Ann", body=BODY, honeypot_filled=True, confirmed=True)

    assert judged(arrival, ANN)[1].outcome == "spam"


@pytest.mark.django_db
def test_a_changed_comment_meets_the_rules_anew(reader, article):
    rule(action="spam")
    receipt = reader.comment(article)["Location"]

    reader.post(f"{receipt}edit/", {"name": "Ann", "body": "Now about crypto, after all."})

    assert ReaderComment.objects.get().status == "spam"


@pytest.mark.django_db
def test_rules_cost_a_comment_no_query_however_many_there_are():
    for number in range(30):
        rule(pattern=f"word{number}")
    arrival = Arrival(name="Ann", body="word1 word2")
    judged(arrival, ANN)

    with CaptureQueriesContext(connection) as asked:
        signals, _ = judged(arrival, ANN)

    assert len([each for each in signals if each.code.startswith("rule_")]) == 2
    assert len([each for each in asked if "commentrule" in each["sql"]]) == 0


@pytest.mark.django_db
def test_no_rule_keeps_the_address_it_is_about(reader, article):
    rule("sender", ANN, "spam")

    [kept] = CommentRule.objects.values()
    assert "ann@" not in str(kept)
    assert kept["pattern"] == "a•••@example.org"
    assert received(reader, article, email=ANN).to_status == "spam"


# --- on the desk ----------------------------------------------------------------------------


@pytest.fixture
def desk(db) -> Client:
    """The browser of somebody who manages the rules and moderates."""
    return signed_in(
        person_with("manage_comment_rules", "view_readercomment", "moderate_readercomment")
    )


def write(desk: Client, **fields: str):
    fields = {"kind": "word", "pattern": "crypto", "action": "spam", "state": "on"} | fields
    return desk.post(reverse("comment_rules:add"), fields)


def errors(answer) -> str:
    found = page_of(answer).select(".error-message, .w-field__errors")
    return " ".join(each.get_text(" ", strip=True) for each in found)


def decided(thread, body: str, verb: str, **fields) -> ReaderComment:
    comment = ReaderCommentFactory(thread=thread, body=body, **fields)
    getattr(comment, verb)(by=UserFactory())
    return comment


def test_a_rule_is_written_changed_and_deleted(desk):
    assert write(desk, note="Since May").status_code == 302
    made = CommentRule.objects.get()
    changed = {"kind": "word", "pattern": "bitcoin", "action": "hold", "state": "trial"}

    desk.post(reverse("comment_rules:edit", args=[made.pk]), changed)
    listed = page_of(desk.get(reverse("comment_rules:index"))).get_text(" ", strip=True)
    desk.post(reverse("comment_rules:delete", args=[made.pk]))

    assert "bitcoin" in listed
    assert "On trial" in listed
    assert not CommentRule.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"pattern": ""}, "Write what the rule looks for."),
        ({"pattern": " ... "}, "no letter"),
        ({"kind": "domain", "pattern": "nothing here"}, "such as example.com"),
        ({"kind": "domain", "pattern": "com"}, "such as example.com"),
        ({"kind": "sender", "pattern": "ann at home"}, "example.com"),
        ({"action": "trust"}, "Anybody can write a word"),
        ({"pattern": "the"}, "whatever they write about"),
        ({"kind": "nonsense"}, "valid choice"),
    ],
)
def test_what_is_no_rule_is_said_beside_its_field_and_nothing_is_kept(desk, fields, said):
    answer = write(desk, **fields)

    assert answer.status_code == 200
    assert said in errors(answer)
    assert not CommentRule.objects.exists()


def test_a_broad_rule_is_saved_by_whoever_means_it(desk):
    asked = page_of(write(desk, pattern="the"))
    assert "Save it all the same" in asked.get_text()

    assert write(desk, pattern="the", sure="on").status_code == 302
    assert CommentRule.objects.get().pattern == "the"


def test_there_is_one_rule_for_one_thing(desk):
    for fields in ({}, {"kind": "sender", "pattern": ANN}):
        assert write(desk, **fields).status_code == 302
        assert "change that one" in errors(write(desk, **fields))


def test_a_rule_about_an_address_is_changed_without_knowing_the_address(desk):
    write(desk, kind="sender", pattern=ANN)
    made = CommentRule.objects.get()
    same = {"kind": "sender", "pattern": made.pattern, "action": "hold", "state": "on"}

    assert desk.post(reverse("comment_rules:edit", args=[made.pk]), same).status_code == 302

    assert CommentRule.objects.get().address_key == author_key(ANN)


def test_a_rule_is_tried_on_what_was_decided_and_not_saved(desk, thread):
    decided(thread, "Crypto for all", "mark_spam")
    decided(thread, "More crypto", "trash")
    decided(thread, "My crypto fears cause headaches", "approve")
    decided(thread, "Nothing of the kind", "approve")
    ReaderCommentFactory(thread=thread, body="crypto, waiting")

    shown = page_of(write(desk, **{"try": "1"})).select_one(".moderation__trial")
    said = " ".join(shown.get_text(" ").split())

    assert "Of the last 4 decided comments it would have met 3 : 2 rightly, 1 wrongly." in said
    assert "My crypto fears" in said
    assert "waiting" not in said
    assert not CommentRule.objects.exists()


def test_trying_changes_nothing_of_a_rule_there_is(desk, thread):
    write(desk)
    made = CommentRule.objects.get()
    address = reverse("comment_rules:edit", args=[made.pk])

    answer = desk.post(
        address,
        {"kind": "word", "pattern": "gold", "action": "hold", "state": "on", "try": "1"},
    )

    assert "nothing to try it on" in page_of(answer).get_text()
    assert page_of(answer).select_one("[name=pattern]")["value"] == "gold"
    assert CommentRule.objects.get().pattern == "crypto"


def test_who_may_not_read_comments_sees_numbers_alone(thread):
    decided(thread, "Crypto for all", "mark_spam")

    answer = write(signed_in(person_with("manage_comment_rules")), **{"try": "1"})

    shown = page_of(answer).select_one(".moderation__trial").get_text(" ")
    assert "1 rightly" in " ".join(shown.split())
    assert "Crypto for all" not in shown


def test_a_rule_that_was_wrong_before_is_asked_about(desk, thread):
    decided(thread, "My crypto fears", "approve")

    assert "1 of them wrongly" in errors(write(desk))
    assert write(desk, sure="on").status_code == 302


def test_only_who_manages_the_rules_comes_near_them(thread):
    made = rule()
    moderator = signed_in(person_with("view_readercomment", "moderate_readercomment"))

    for name, args in [("index", []), ("add", []), ("edit", [made.pk]), ("delete", [made.pk])]:
        address = reverse(f"comment_rules:{name}", args=args)
        assert moderator.get(address).status_code == 302
        assert moderator.post(address, {"pattern": "x"}).status_code == 302
    assert CommentRule.objects.get() == made


def test_the_list_says_how_often_each_rule_was_right(desk, reader, article):
    rule(action="spam", state="trial")
    rule(pattern="gold", action="hold")
    for number, verb in enumerate(["mark_spam", "mark_spam", "approve"]):
        received(reader, article, body=f"Crypto number {number}", email=f"{verb}@a.com")
        getattr(ReaderComment.objects.latest("pk"), verb)(by=UserFactory())

    rows = page_of(desk.get(reverse("comment_rules:index"))).select("table.listing tbody tr")
    cells = {row.select("td, th")[0].get_text(strip=True): row for row in rows}

    told = [cell.get_text(" ", strip=True) for cell in cells["crypto"].select("td, th")]
    assert told[-4:] == ["3", "2", "1", "66 %, too low"]
    unused = [cell.get_text(" ", strip=True) for cell in cells["gold"].select("td, th")]
    assert unused[-4:] == ["0", "0", "0", "—"]


def test_another_rule_begins_with_an_empty_scorecard(desk, reader, article):
    made = rule(action="spam")
    received(reader, article, body="Crypto for all")

    made.pattern = "bitcoin"
    made.save()

    [row] = page_of(desk.get(reverse("comment_rules:index"))).select("table.listing tbody tr")
    assert [cell.get_text(strip=True) for cell in row.select("td")][-4] == "0"


def test_the_list_costs_the_same_for_one_rule_and_for_twenty(desk):
    rule()
    address = reverse("comment_rules:index")
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    for number in range(19):
        rule(pattern=f"word{number}")
    desk.get(address)

    with CaptureQueriesContext(connection) as many:
        desk.get(address)

    assert len(many) == len(few)
