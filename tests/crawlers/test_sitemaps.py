"""Rows 28 to 31: the sitemap, followed from its index as a crawler would."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from blog.comments.models import CommentThread
from blog.models import ArticlePage
from images.renditions import make_renditions
from images.tasks import images_of, make_images_of_page
from organization.models import SearchAndSocial
from pages import sitemap_files
from pages.models import PublishedText, SitePage
from review.models import MedicalReview
from tests.crawlers.strict_sitemap import strictly_parsed
from tests.factories import (
    ArticlePageFactory,
    ImageFactory,
    ReaderCommentFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db

NAMES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}


LAST_YEAR = dt.datetime(2025, 3, 4, 12, tzinfo=dt.UTC)


def picture(image):
    """Return a block that shows an image."""
    return ("image", {"image": image, "caption": "What it shows", "credit": ""})


def parsed(client, address):
    """Return a file of the sitemap, which must be on this site and keep every rule."""
    assert address.startswith(settings.SITE_URL)
    response = client.get(address.removeprefix(settings.SITE_URL))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return strictly_parsed(response.content, urlsplit(settings.SITE_URL).netloc)


def crawl(client):
    """Return the `url` element of every page in the sitemap, by the page's address."""
    index = parsed(client, f"{settings.SITE_URL}/sitemap.xml")
    files = [loc.text for loc in index.findall("map:sitemap/map:loc", NAMES)]
    entries = [url for file in files for url in parsed(client, file).findall("map:url", NAMES)]
    by_address = {entry.findtext("map:loc", namespaces=NAMES): entry for entry in entries}
    assert len(by_address) == len(entries), "a page stands in the sitemap twice"
    return by_address


def paths(client):
    """Return the path of every page in the sitemap."""
    return [address.removeprefix(settings.SITE_URL) for address in crawl(client)]


def test_published_pages_are_listed_by_their_canonical_address(client, site_home):
    page = StandardPageFactory(parent=site_home, slug="about")

    assert paths(client) == ["/", "/about/"]
    assert page.metadata().canonical in crawl(client)


def test_what_search_engines_should_not_keep_is_left_out(client, site_home):
    StandardPageFactory(parent=site_home, slug="draft", live=False)
    StandardPageFactory(parent=site_home, slug="hidden", noindex=True)
    StandardPageFactory(
        parent=site_home, slug="elsewhere", canonical_override="https://other.example/"
    )
    private = StandardPageFactory(parent=site_home, slug="private")
    StandardPageFactory(parent=private, slug="below-private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    assert paths(client) == ["/"]


def test_a_site_that_hides_has_an_empty_sitemap(client, site_home):
    setting = SearchAndSocial.current()
    setting.hide_from_search_engines = True
    setting.save()

    assert paths(client) == []


def test_an_entry_says_when_the_page_last_changed_for_a_reader(client, site_home):
    page = StandardPageFactory(parent=site_home, slug="about")
    page.last_published_at = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
    page.save()

    entry = crawl(client)[page.absolute_url]

    lastmod = dt.datetime.fromisoformat(entry.findtext("map:lastmod", namespaces=NAMES))
    assert lastmod == page.last_published_at


def test_an_entry_without_a_known_change_claims_none(client, site_home):
    page = StandardPageFactory(parent=site_home, slug="about", last_published_at=None)

    assert crawl(client)[page.absolute_url].find("map:lastmod", NAMES) is None


def test_a_pages_own_picture_is_listed_once_it_was_made(client, site_home):
    page = StandardPageFactory(parent=site_home, slug="about", hero_image=ImageFactory())
    found = "image:image/image:loc"
    assert crawl(client)[page.absolute_url].find(found, NAMES) is None

    make_renditions(page.hero_image, ["hero"])

    listed = crawl(client)[page.absolute_url].findtext(found, namespaces=NAMES)
    assert listed.removeprefix(settings.SITE_URL) in client.get(page.url).text


def test_a_long_section_is_split_and_its_index_says_when_each_part_changed(
    client, site_home, monkeypatch
):
    monkeypatch.setattr(sitemap_files, "PAGES_A_FILE", 2)
    made = [StandardPageFactory(parent=site_home, slug=f"page-{number}") for number in range(4)]
    day = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
    SitePage.objects.filter(pk=made[-1].pk).update(changed_on=day)

    index = parsed(client, f"{settings.SITE_URL}/sitemap.xml")

    files = {
        each.findtext("map:loc", namespaces=NAMES): each.findtext("map:lastmod", namespaces=NAMES)
        for each in index
    }
    assert len(files) >= 3
    assert [dt.datetime.fromisoformat(said) for said in files.values() if said] == [day]
    assert len(paths(client)) == 5
    for number, page in enumerate(made):
        part = client.get(f"/sitemap-home-{sitemap_files.part_of(page.pk)}.xml")
        assert f"/page-{number}/" in part.text


def test_a_page_stays_in_its_file_whatever_comes_and_goes_around_it(
    client, site_home, monkeypatch
):
    monkeypatch.setattr(sitemap_files, "PAGES_A_FILE", 2)
    made = [StandardPageFactory(parent=site_home, slug=f"page-{number}") for number in range(6)]
    last = f"/sitemap-home-{sitemap_files.part_of(made[-1].pk)}.xml"
    before = client.get(last).content

    for page in made[:3]:
        SitePage.objects.get(pk=page.pk).delete()

    assert client.get(last).content == before


@pytest.mark.parametrize(
    "path",
    ["/sitemap-none.xml", "/sitemap-home-2.xml", "/sitemap-home-1.xml", "/sitemap-home-0.xml"],
)
def test_a_file_that_the_index_does_not_name_is_not_there(client, site_home, path):
    assert client.get(path).status_code == 404


def test_a_file_costs_three_queries_with_two_pages_or_with_twenty(
    client, published_blog, django_assert_max_num_queries
):
    def add(count):
        for _ in range(count):
            article = ArticlePageFactory(
                parent=published_blog.index,
                main_topic=published_blog.topic,
                hero_image=ImageFactory(),
                body=[picture(ImageFactory())],
            )
            make_images_of_page.call(list(images_of(article)))

    for count in (2, 18):
        add(count)
        for path in ("/sitemap-blog.xml", "/sitemap.xml"):
            client.get(path)
            with django_assert_max_num_queries(3):
                assert client.get(path).status_code == 200
    assert client.get("/sitemap-blog.xml").text.count("<image:loc>") == 40


# --- row 30: images -----------------------------------------------------------------------------


def test_the_pictures_in_an_articles_body_are_listed_as_the_page_shows_them(
    client, published_blog
):
    hero, first, second = (ImageFactory() for _ in range(3))
    article = ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        hero_image=hero,
        share_image=ImageFactory(),
        body=[picture(first), picture(second), picture(first)],
    )
    make_images_of_page.call(list(images_of(article)))

    entry = crawl(client)[article.absolute_url]

    listed = [loc.text for loc in entry.findall("image:image/image:loc", NAMES)]
    assert len(listed) == 3
    page = client.get(article.url).text
    assert all(address.removeprefix(settings.SITE_URL) in page for address in listed)


def test_a_page_names_a_thousand_pictures_at_most(client, published_blog):
    images = ImageFactory.create_batch(3)
    article = ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
    dating = PublishedText.objects.get(page=article.pk)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.dating.MOST_IMAGES", 2)
        article.body = [picture(image) for image in images]
        article.save()
    dating.refresh_from_db()

    assert len(dating.images) == 2


# --- row 29: honest dates -----------------------------------------------------------------------


@pytest.fixture
def old_article(published_blog):
    """An article that was published last year and has not changed since."""
    article = ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        published_on=LAST_YEAR,
        body=[("text", RichText("<p>Take 25 mg with water and rest in a dark room.</p>"))],
    )
    assert article.changed_on == LAST_YEAR
    return article


def publish(article, **values):
    """Change an article as an editor does, and publish it."""
    fresh = ArticlePage.objects.get(pk=article.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()


def lastmod(client, page):
    """Return what the sitemap says of a page's last change."""
    said = crawl(client)[page.absolute_url].findtext("map:lastmod", namespaces=NAMES)
    return dt.datetime.fromisoformat(said)


SAID = "Take 25 mg with water and rest in a dark room."


@pytest.mark.parametrize(
    "values",
    [
        {"body": [("text", RichText("<p>Take 25 mg with water and rest in a darc room.</p>"))]},
        {"introduction": "Headaches come in many kind."},
        {"search_description": "Something else", "seo_title": "Another title", "noindex": False},
        {"featured": True},
        {},
    ],
)
def test_a_slip_that_is_mended_moves_no_date(client, old_article, values):
    publish(old_article, **values)

    assert lastmod(client, old_article) == LAST_YEAR


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{SAID.replace('25', '50')}</p>",
        f"<p>{SAID} Call us if it does not pass within two days.</p>",
        f'<p>{SAID.replace("water", """<a href="https://example.org/">water</a>""")}</p>',
    ],
)
def test_another_dose_sentence_or_link_moves_it(client, old_article, body):
    begun = timezone.now().replace(microsecond=0)

    publish(old_article, body=[("text", RichText(body))])

    assert begun <= lastmod(client, old_article) <= timezone.now()


def test_many_slips_add_up_to_a_change(client, old_article):
    words = SAID.rstrip(".").split()
    for place in (0, 3, 5, 9):
        words[place] = f"Z{'q' * place}"
        publish(old_article, body=[("text", RichText(f"<p>{' '.join(words)}.</p>"))])

    assert lastmod(client, old_article) > LAST_YEAR


def test_an_editors_significant_update_moves_it(client, old_article):
    publish(old_article, significant_update=True, change_note="Checked again.")

    assert lastmod(client, old_article) > LAST_YEAR


def test_an_approved_medical_review_moves_it(client, old_article, reviewer):
    old_article.save_revision().publish()
    assert lastmod(client, old_article) == LAST_YEAR
    revision = ArticlePage.objects.get(pk=old_article.pk).save_revision()

    MedicalReview.objects.sign(revision, reviewer, 12)
    assert lastmod(client, old_article) == LAST_YEAR  # nobody has seen what was signed
    revision.publish()

    assert lastmod(client, old_article) > LAST_YEAR


def test_a_comment_never_moves_it(client, old_article, admin_user):
    before = client.get("/sitemap-blog.xml").content

    comment = ReaderCommentFactory(thread=CommentThread.objects.of(old_article))
    comment.approve(by=admin_user)

    assert client.get("/sitemap-blog.xml").content == before


def test_what_is_unpublished_and_comes_back_has_not_changed(client, old_article):
    old_article.unpublish()

    publish(old_article)

    assert lastmod(client, old_article) == LAST_YEAR


def test_an_article_dated_into_the_future_has_not_changed_there(client, published_blog):
    article = ArticlePageFactory(
        parent=published_blog.index,
        main_topic=published_blog.topic,
        first_published_at=timezone.now() + dt.timedelta(days=3),
    )

    assert lastmod(client, article) <= timezone.now()


def test_pages_that_were_never_published_one_by_one_are_compared_with_what_is_stored(
    client, old_article
):
    PublishedText.objects.all().delete()

    publish(old_article, title=old_article.title)
    assert lastmod(client, old_article) == LAST_YEAR
    PublishedText.objects.all().delete()
    publish(old_article, title="Something else altogether, and at length")
    assert lastmod(client, old_article) > LAST_YEAR


def test_a_page_of_any_kind_is_dated_by_what_it_says(client, site_home):
    page = StandardPageFactory(parent=site_home, slug="about", title="About the clinic")
    SitePage.objects.filter(pk=page.pk).update(changed_on=LAST_YEAR)

    fresh = type(page).objects.get(pk=page.pk)
    fresh.title = "About the clinik"
    fresh.save_revision().publish()

    assert lastmod(client, page) == LAST_YEAR
    assert f'"dateModified":"{LAST_YEAR.year}' in client.get(page.url).text.replace(" ", "")


def test_the_sitemap_itself_is_no_search_result(client, site_home):
    assert client.get("/sitemap.xml")["X-Robots-Tag"] == "noindex"
