"""A reviewer signs an article in the workflow; the page then says who and when."""

import requests
from bs4 import BeautifulSoup
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import ArticlePage
from people.models import ProfileIndexPage
from tests.browser import admin
from tests.factories import ReviewerFactory
from tests.seo.heads import read_head


def test_an_editor_submits_a_reviewer_signs_and_the_page_says_so(rows, site, browser):
    article = ArticlePage.objects.get(slug="migraine-vs-headache-ketamine")
    before = requests.get(site.address(article.url), timeout=10).text
    assert "Not yet medically reviewed" in before

    admin.add_person("submitting-editor", "Editors")
    editor = browser.new_context().new_page()
    admin.sign_in(editor, site, "submitting-editor")
    admin.edit(editor, site, article.pk)
    admin.choose_action(editor, "Submit to Medical review")

    signer = admin.add_person("signer", "Medical reviewers")
    ReviewerFactory(
        parent=ProfileIndexPage.objects.get(), title="Sample Reviewer", slug="signer", user=signer
    )
    reviewer = browser.new_context().new_page()
    admin.sign_in(reviewer, site, "signer")
    expect(reviewer.get_by_role("link", name=article.title).first).to_be_visible()
    admin.edit(reviewer, site, article.pk)
    admin.choose_action(reviewer, "Approve")

    after = requests.get(site.address(article.url), timeout=10).text
    shown = BeautifulSoup(after, "html5lib").select_one("main").get_text(" ")
    assert "Not yet medically reviewed" not in shown
    assert "Sample Reviewer" in shown
    page = read_head(after).node("MedicalWebPage")
    assert page["lastReviewed"] == f"{timezone.localdate():%Y-%m-%d}"
    assert page["reviewedBy"]["name"] == "Sample Reviewer"
