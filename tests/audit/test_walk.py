"""The audit on a running site: what it finds there, whatever the site answers."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path

from blog.models import ArticlePage
from organization.models import SearchAndSocial
from pages.models import SitePage
from redirects.models import MissingAddress
from redirects.notebook import notebook
from tests.audit import odd_site
from tests.audit.conftest import write
from tests.factories import ArticlePageFactory, ImageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

ARTICLE = "/blog/migraine-or-headache/"


@pytest.mark.usefixtures("starter_site")
def test_the_starter_site_has_no_problem_and_every_page_of_it_is_looked_at(seo_audit):
    ended = seo_audit("--json")

    assert ended.code == 0, ended.output
    assert ended.document["is_complete"]
    looked_at = {each["page"] for each in ended.document["findings"]}
    assert {page.absolute_url for page in SitePage.objects.published()} <= looked_at
    # The first picture of a page comes at once, and the others wait to be scrolled to.
    assert not [key for key in ended.found if key[1] in {"image-late", "image-early"}]


def test_a_page_that_fails_is_a_problem_and_the_walk_goes_on(seo_audit, article, monkeypatch):
    def fail(self, request):
        raise RuntimeError("no more paper")

    monkeypatch.setattr(ArticlePage, "serve", fail)

    ended = seo_audit("--json")

    assert ended.code == 1
    assert ended.found[ARTICLE, "answer-error"] == (
        "Mend the error: the page answers 500 (RuntimeError)."
    )
    assert ended.on("/team/")


def test_a_twin_that_a_cache_would_take_for_its_page_is_a_problem(seo_audit, article, monkeypatch):
    assert "feed-broken" not in seo_audit("--json").on(ARTICLE)

    monkeypatch.setattr("pages.twins.patch_vary_headers", lambda response, names: None)

    assert "feed-broken" in seo_audit("--json").on(ARTICLE)


def test_a_page_that_is_published_and_not_there_is_a_problem(seo_audit, article, monkeypatch):
    monkeypatch.setattr(ArticlePage, "route", lambda self, request, rest: None)
    monkeypatch.setattr(ArticlePage, "serve", lambda self, request: HttpResponse(status=404))

    assert {"answer-missing", "sitemap-dead"} <= seo_audit("--json").on(ARTICLE)


def test_a_page_that_is_published_and_leads_elsewhere_is_a_problem(
    seo_audit, article, monkeypatch
):
    monkeypatch.setattr(ArticlePage, "serve", lambda self, request: HttpResponseRedirect("/"))

    assert {"answer-redirect", "sitemap-dead"} <= seo_audit("--json").on(ARTICLE)


def test_a_link_that_leads_nowhere_is_told_once_with_how_often_it_is_there(
    seo_audit, article, published_blog
):
    other = ArticlePageFactory(parent=published_blog.index, main_topic=published_blog.topic)
    for each in (article, other):
        write(each, '<p><a href="/nowhere/">Read on</a></p>')

    ended = seo_audit("--json")

    told = [message for (_, code), message in ended.found.items() if code == "link-broken"]
    assert told == ["Mend or remove the link (it is on 1 more page, too): it answers 404."]


def test_nobody_was_looking_for_what_the_audit_did_not_find(seo_audit, article):
    write(article, '<p><a href="/nowhere/">Read on</a></p>')
    notebook.clear()

    seo_audit()
    notebook.write_down()

    assert not MissingAddress.objects.exists()


def test_a_link_to_a_place_that_is_not_in_its_page_is_a_problem(
    seo_audit, article, published_blog
):
    url = published_blog.author.url
    write(article, f'<p><a href="{url}#main">There</a> <a href="{url}#nowhere">Not there</a></p>')

    ended = seo_audit("--json")

    places = [
        each["place"] for each in ended.document["findings"] if each["code"] == "link-fragment"
    ]
    assert places == [f"{published_blog.author.absolute_url}#nowhere"]


@pytest.mark.urls("tests.audit.odd_site")
class TestOddSite:
    """Whatever a site can answer."""

    @pytest.mark.parametrize(
        ("address", "code"),
        [
            ("/odd/once/", "link-redirect"),
            ("/odd/detour/", "link-detour"),
            ("/odd/back/", "link-detour"),
        ],
    )
    def test_a_link_that_is_redirected_is_found(self, seo_audit, article, address, code):
        write(article, f'<p><a href="{address}">Read on</a></p>')

        assert seo_audit("--json").on(ARTICLE) & {"link-redirect", "link-detour"} == {code}

    def test_a_page_that_is_too_large_is_a_problem(self, seo_audit, site_home):
        ended = seo_audit("/odd/large/", "--json")

        assert ended.found["/odd/large/", "html-cut"].startswith("Make the page shorter: of its")

    def test_an_answer_that_breaks_off_is_a_problem(self, seo_audit, site_home):
        ended = seo_audit("/odd/breaks-off/", "--json")

        assert "RuntimeError" in ended.found["/odd/breaks-off/", "answer-error"]

    def test_a_page_that_was_written_to_be_misread_is_only_a_problem(self, seo_audit, site_home):
        ended = seo_audit("/odd/hostile/", "--json")

        assert ended.code == 1
        assert {
            "title-several",
            "canonical-relative",
            "og-image-broken",
            "graph-broken",
            "heading-missing",
        } <= ended.on("/odd/hostile/")


def test_a_picture_that_is_not_there_is_a_problem(seo_audit, published_blog):
    image = ImageFactory(size=(1600, 1200))
    ArticlePageFactory(
        parent=published_blog.index,
        title="Pictured",
        slug="pictured",
        main_topic=published_blog.topic,
        hero_image=image,
    )
    sound = seo_audit("--json")
    for rendition in image.renditions.all():
        rendition.file.storage.delete(rendition.file.name)

    broken = seo_audit("--json")

    pictures = {"image-broken", "og-image-broken"}
    assert not pictures & sound.on("/blog/pictured/")
    assert pictures <= broken.on("/blog/pictured/")


def test_a_picture_of_another_size_than_said_is_a_problem(seo_audit, published_blog):
    image = ImageFactory(size=(1600, 1200))
    page = ArticlePageFactory(
        parent=published_blog.index,
        title="Pictured",
        slug="pictured",
        main_topic=published_blog.topic,
        hero_image=image,
    )
    seo_audit(str(page.pk))
    image.renditions.filter(width=1200, height=630).update(width=1201)

    assert "og-image-untrue" in seo_audit(str(page.pk), "--json").on("/blog/pictured/")


def test_a_page_that_nobody_links_to_is_worth_improving(seo_audit, article, site_home):
    StandardPageFactory(parent=site_home, title="Alone", slug="alone")

    ended = seo_audit("--json")

    assert "page-orphan" in ended.on("/alone/")
    assert "page-orphan" not in ended.on(ARTICLE)


def test_a_site_that_hides_is_told_so_once_and_nothing_else_of_it(seo_audit, article):
    SearchAndSocial.objects.update_or_create(defaults={"hide_from_search_engines": True})
    SearchAndSocial.current().save()

    ended = seo_audit("--json")

    codes = [code for _, code in ended.found]
    assert codes.count("site-hidden") == 1
    assert not {code for code in codes if code.startswith(("sitemap", "title"))}


def test_a_page_that_hides_is_not_missed_in_the_sitemap(seo_audit, article):
    article.noindex = True
    article.save_revision().publish()

    assert not {"sitemap-lacks", "sitemap-noindex"} & seo_audit("--json").on(ARTICLE)


def test_the_address_that_an_editor_has_chosen_has_to_be_a_page(
    seo_audit, article, published_blog
):
    pages = SitePage.objects.filter(pk=article.pk)
    pages.update(canonical_override=published_blog.author.absolute_url)
    assert "canonical-broken" not in seo_audit("--json").on(ARTICLE)

    pages.update(canonical_override="http://testserver/nowhere/")
    assert "canonical-broken" in seo_audit("--json").on(ARTICLE)


def test_pages_of_the_same_title_are_told_of_each_other(seo_audit, article, published_blog):
    ArticlePageFactory(
        parent=published_blog.index,
        title=article.title,
        slug="again",
        main_topic=published_blog.topic,
        authors=[published_blog.author],
    )

    ended = seo_audit("--json")

    assert article.absolute_url in ended.found["/blog/again/", "title-repeated"]


def test_what_the_clinic_lacks_is_told_on_the_home_page_alone(seo_audit, article):
    ended = seo_audit("--json")

    lacking = {
        each["page"]
        for each in ended.document["findings"]
        if each["code"] == "graph-advised" and "/#organization" in each["place"]
    }
    assert lacking == {"http://testserver/"}


# --- robots.txt and the sitemaps, answering otherwise than ours do ------------------------------

SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>"""


@pytest.fixture
def answers(monkeypatch, settings):
    """Let addresses answer with a text of the test."""

    def answer(**texts: str) -> None:
        views = [
            path(
                f"{name}.{'txt' if name == 'robots' else 'xml'}",
                lambda request, text=text: HttpResponse(text),
            )
            for name, text in texts.items()
        ]
        monkeypatch.setattr(odd_site, "urlpatterns", [*views, *odd_site.of_the_site])
        settings.ROOT_URLCONF = "tests.audit.odd_site"

    return answer


def entry(address: str, changed_on: str = "") -> str:
    date = f"<lastmod>{changed_on}</lastmod>" if changed_on else ""
    return f"<url><loc>{address}</loc>{date}</url>"


def test_a_sitemap_that_is_wrong_is_found(seo_audit, answers, article, published_blog):
    hidden, elsewhere = published_blog.author, published_blog.team
    hidden.noindex = True
    hidden.save_revision().publish()
    SitePage.objects.filter(pk=elsewhere.pk).update(canonical_override=article.absolute_url)
    answers(
        sitemap=SITEMAP.format(
            entry(hidden.absolute_url)
            + entry(elsewhere.absolute_url)
            + entry("http://testserver/nowhere/")
            + entry(article.absolute_url, "2999-01-01")
            + entry(article.absolute_url)
            + entry("/blog/")
        )
    )

    ended = seo_audit("--json")

    assert ended.on("/sitemap.xml") == {"sitemap-date", "sitemap-twice", "sitemap-foreign"}
    assert "sitemap-noindex" in ended.on(hidden.url)
    assert "sitemap-canonical" in ended.on(elsewhere.url)
    assert "sitemap-dead" in ended.on("/nowhere/")
    assert "sitemap-lacks" in ended.on("/blog/")
    assert "sitemap-lacks" not in ended.on(ARTICLE)


def test_a_feed_that_cannot_be_read_is_found(seo_audit, monkeypatch, settings, published_blog):
    broken = path("blog/feed/", lambda request: HttpResponse("<rss", "application/rss+xml"))
    monkeypatch.setattr(odd_site, "urlpatterns", [broken, *odd_site.of_the_site])
    settings.ROOT_URLCONF = "tests.audit.odd_site"

    assert "feed-broken" in seo_audit("--json").on("/blog/")


@pytest.mark.parametrize("text", ["", "<urlset>", "<html></html>"])
def test_a_sitemap_that_cannot_be_read_is_found(seo_audit, answers, site_home, text):
    answers(sitemap=text)

    assert seo_audit("--json").on("/sitemap.xml") == {"sitemap-broken"}


def test_a_robots_txt_that_closes_pages_is_found(seo_audit, answers, article):
    answers(robots="User-agent: *\nDisallow: /blog/\n")

    ended = seo_audit("--json")

    assert ended.on("/robots.txt") == {"robots-txt-no-sitemap"}
    assert "robots-txt-closed" in ended.on(ARTICLE)
    assert "robots-txt-closed" not in ended.on("/team/")


def test_a_robots_txt_that_is_not_there_is_found(seo_audit, answers, site_home, monkeypatch):
    answers(other="")
    without = [each for each in odd_site.urlpatterns if "robots" not in str(each.pattern)]
    monkeypatch.setattr(odd_site, "of_the_site", without)
    monkeypatch.setattr(
        odd_site,
        "urlpatterns",
        [path("robots.txt", lambda request: HttpResponse(status=503)), *without],
    )

    assert seo_audit("--json").on("/robots.txt") == {"robots-txt-broken"}
