"""Row 16: conditions, therapies and drugs as linked entities, from a small glossary."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.test.utils.form_data import streamfield

from blog.models import ArticlePage
from delivery.page_cache.tags import collecting
from glossary.models import Term
from tests.blog.editing import form_of
from tests.conftest import PublishedBlog
from tests.factories import (
    ArticlePageFactory,
    TermFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)
from tests.seo.heads import assert_sound

pytestmark = pytest.mark.django_db


def chosen(*terms: Term) -> list[tuple[str, Term]]:
    """Return terms as an editor chooses them."""
    return [("term", term) for term in terms]


def article_in(blog: PublishedBlog, **fields: Any) -> ArticlePage:
    """Return a published article."""
    return ArticlePageFactory(parent=blog.index, main_topic=blog.topic, **fields)


@pytest.fixture
def migraine():
    return TermFactory(
        name="Migraine",
        other_names="Migraine disorder\n",
        same_as="https://en.wikipedia.org/wiki/Migraine",
    )


@pytest.fixture
def ketamine():
    return TermFactory(
        kind=Term.Kind.DRUG,
        name="Ketamine",
        explanation="An anesthetic.",
        legal_status="Schedule III controlled substance in the United States",
    )


@pytest.fixture
def article(published_blog, migraine, ketamine):
    """Return an article about a condition that mentions a drug."""
    return article_in(published_blog, about=chosen(migraine), mentions=chosen(ketamine, migraine))


# --- what crawlers get ------------------------------------------------------------------------


def test_an_article_is_about_a_condition_and_mentions_a_drug(client, article, migraine, ketamine):
    head = assert_sound(client.get(article.url).content)

    posting, page = head.node("BlogPosting"), head.node("MedicalWebPage")
    condition, drug = head.node("MedicalCondition"), head.node("Drug")
    assert posting["about"] == page["about"] == [{"@id": condition["@id"]}]
    assert posting["mentions"] == page["mentions"] == [{"@id": drug["@id"]}]
    assert condition["name"] == "Migraine"
    assert condition["alternateName"] == ["Migraine disorder"]
    assert condition["sameAs"] == ["https://en.wikipedia.org/wiki/Migraine"]
    assert drug["legalStatus"] == ketamine.legal_status


def test_a_term_keeps_its_id_when_it_gets_another_name(client, article, migraine):
    before = assert_sound(client.get(article.url).content).node("MedicalCondition")
    migraine.name = "Migraine headache"
    migraine.save()

    after = assert_sound(client.get(article.url).content).node("MedicalCondition")

    assert after["@id"] == before["@id"]
    assert after["name"] == "Migraine headache"


def test_a_treatment_is_given_with_the_drug_that_its_page_is_about(
    client, published_blog, ketamine, migraine
):
    index = TreatmentIndexPageFactory(parent=published_blog.home)
    page = TreatmentPageFactory(parent=index, about=chosen(ketamine, migraine))

    head = assert_sound(client.get(page.url).content)

    therapy, drug = head.node("MedicalTherapy"), head.node("Drug")
    assert therapy["drug"] == [{"@id": drug["@id"]}]
    assert [each["@id"] for each in head.node("MedicalWebPage")["about"]] == [
        drug["@id"],
        head.node("MedicalCondition")["@id"],
    ]


def test_a_therapy_brings_its_drug_along_by_name(client, published_blog, ketamine):
    infusion = TermFactory(kind=Term.Kind.THERAPY, name="Ketamine infusion", drug=ketamine)
    article = article_in(published_blog, mentions=chosen(infusion))

    head = assert_sound(client.get(article.url).content)

    drug = head.node("Drug")
    assert head.node("MedicalTherapy")["drug"] == [{"@id": drug["@id"]}]
    assert drug["name"] == "Ketamine"
    # Readers do not see the drug's explanation here, so machines are not told it either.
    assert "description" not in drug


def test_a_class_of_drugs_is_one(client, published_blog):
    triptans = TermFactory(kind=Term.Kind.DRUG_CLASS, name="Triptans")
    article = article_in(published_blog, mentions=chosen(triptans))

    head = assert_sound(client.get(article.url).content)

    assert head.node("DrugClass")["name"] == "Triptans"


def test_an_article_without_terms_says_nothing_of_them(client, published_blog):
    article = article_in(published_blog)

    answer = client.get(article.url)

    posting = assert_sound(answer.content).node("BlogPosting")
    assert not {"about", "mentions"} & set(posting)
    assert "Medical words" not in answer.text


def test_a_term_that_is_gone_is_named_by_nobody(client, article, ketamine):
    ketamine.delete()

    answer = client.get(article.url)

    head = assert_sound(answer.content)
    assert "mentions" not in head.node("BlogPosting")
    assert "Ketamine" not in answer.text


def test_what_is_no_drug_any_more_is_given_with_nothing(client, published_blog, ketamine):
    infusion = TermFactory(kind=Term.Kind.THERAPY, name="Infusion", drug=ketamine)
    article = article_in(published_blog, mentions=chosen(infusion))
    ketamine.kind = Term.Kind.CONDITION
    ketamine.save()

    head = assert_sound(client.get(article.url).content)

    assert "drug" not in head.node("MedicalTherapy")


# --- what readers see -------------------------------------------------------------------------


def test_readers_see_what_machines_are_told_of_a_term(client, article):
    answer = client.get(article.url)

    head = assert_sound(answer.content)
    shown = " ".join(head.soup.select_one(".terms").get_text().split())
    for node in (head.node("MedicalCondition"), head.node("Drug")):
        for name in ("name", "description", "legalStatus"):
            assert node.get(name, "") in shown
        assert all(name in shown for name in node.get("alternateName", []))


def test_a_preview_shows_the_terms_that_are_chosen_and_not_saved(article, migraine, rf):
    article.about, article.mentions = chosen(migraine), []

    answer = article.make_preview_request(rf.get("/"), "")

    head = assert_sound(answer.content)
    assert head.node("MedicalCondition")["name"] == "Migraine"
    assert not [node for node in head.graph if node["@type"] == "Drug"]


# --- what it costs, and who hears of a change ------------------------------------------------


def test_terms_cost_a_page_no_query(
    client, published_blog, article, django_assert_num_queries, django_assert_max_num_queries
):
    plain = article_in(published_blog)
    client.get(plain.url)
    client.get(article.url)
    with django_assert_max_num_queries(100) as of_plain:
        client.get(plain.url)

    with django_assert_num_queries(len(of_plain)):
        client.get(article.url)


def test_an_answer_says_which_terms_it_shows(client, article, migraine, ketamine):
    with collecting() as shown:
        client.get(article.url)

    assert {tag for tag in shown.tags if tag.startswith("term:")} == {
        f"term:{migraine.pk}",
        f"term:{ketamine.pk}",
    }


# --- what editors do --------------------------------------------------------------------------


def test_an_editor_explains_a_term_and_finds_where_it_is_used(client, editor, published_blog):
    client.force_login(editor)
    added = client.post(
        reverse("wagtailsnippets_glossary_term:add"),
        {"kind": "condition", "name": "Migraine", "explanation": "Attacks of pain."},
    )
    term = Term.objects.get()
    article = article_in(published_blog, about=chosen(term))
    ReferenceIndex.create_or_update_for_object(article)

    listed = client.get(reverse("wagtailsnippets_glossary_term:list"))
    used = client.get(reverse("wagtailsnippets_glossary_term:usage", args=[term.pk]))

    assert added.status_code == 302
    assert "Migraine" in listed.text
    assert article.title in used.text


def test_an_editor_chooses_terms_for_an_article(client, editor, article, ketamine):
    client.force_login(editor)
    form = form_of(article, about=streamfield([("term", ketamine.pk)]))

    client.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), form)

    draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert [term.name for term in draft.terms_about] == ["Ketamine"]
    assert draft.terms_mentioned == []


def test_terms_are_found_in_the_chooser(client, editor, migraine, ketamine):
    client.force_login(editor)
    address = reverse("wagtailsnippetchoosers_glossary_term:choose_results")

    found = client.get(address, {"q": "Migr"}).text

    assert "Migraine" in found
    assert "Ketamine" not in found


def test_whoever_may_not_edit_may_not_change_the_glossary(client: Client, reviewer):
    client.force_login(reviewer.user)

    answer = client.get(reverse("wagtailsnippets_glossary_term:list"))

    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "condition", "legal_status": "Prescription only"}, "legal_status"),
        ({"kind": "condition", "same_as": "wikipedia"}, "same_as"),
        ({"kind": "drug", "same_as": "https://ok.example\njavascript:alert(1)"}, "same_as"),
    ],
)
def test_what_cannot_be_true_of_a_term_is_refused(values, field):
    with pytest.raises(ValidationError) as refusal:
        TermFactory.build(**values).full_clean()

    assert set(refusal.value.message_dict) == {field}


def test_only_a_therapy_is_given_with_a_drug(ketamine):
    with pytest.raises(ValidationError) as refusal:
        TermFactory.build(kind="condition", drug=ketamine).full_clean()
    assert "drug" in refusal.value.message_dict

    with pytest.raises(IntegrityError):
        TermFactory(kind="condition", drug=ketamine)


def test_a_term_is_explained_once_however_it_is_written(migraine):
    with pytest.raises(ValidationError):
        TermFactory.build(name="MIGRAINE").full_clean()
