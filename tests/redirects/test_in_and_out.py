"""SEO row 38: redirects in and out as a spreadsheet, and the addresses of an old site."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import registry as log_registry

from redirects.lists import MOST_LINES, Line, UnreadableListError, addresses_of, decoded, lines_of
from redirects.models import GoneAddress, MissingAddress, SectionRedirect
from redirects.transfer import REFUSED, Plan
from tests.conftest import in_group
from tests.delivery.page_cache.conftest import ask
from tests.redirects.conftest import redirect

pytestmark = pytest.mark.django_db

IMPORT, EXPORT = "/admin/redirects/import/", "/admin/redirects/export/"


@pytest.fixture
def at_work(client, editor):
    """An editor who is signed in."""
    client.force_login(editor)
    return client


def read(at_work, text="", file=None, kind="redirects", **fields) -> str:
    """Give the form a list; return what is shown."""
    sent = {"kind": kind, "text": text, **fields}
    if file is not None:
        sent["file"] = SimpleUploadedFile("list.csv", file)
    return at_work.post(IMPORT, sent).content.decode()


# --- reading -----------------------------------------------------------------------------------

ONE = [Line(1, "/über", "/blog/", "301")]


@pytest.mark.parametrize(
    "data",
    [
        "/über,/blog/,301".encode(),
        "\ufeff/über;/blog/;301\r\n".encode(),
        "/über\t/blog/\t301\n\n\n".encode("utf-16"),
        "/über;/blog/;301".encode("cp1252"),
        '"/über" , "/blog/",301'.replace('" ,', '",').encode(),
    ],
)
def test_row_38_lists_are_read_as_spreadsheets_write_them(data):
    assert lines_of(decoded(data)) == ONE


def test_row_38_a_first_line_may_name_the_columns_and_wagtails_own_export_is_read():
    text = "From,Site,To,Type\n/a,,/blog/,permanent\n\n/b,,https://example.org/,temporary\n"

    assert lines_of(text) == [
        Line(2, "/a", "/blog/", "permanent"),
        Line(4, "/b", "https://example.org/", "temporary"),
    ]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"PK\x03\x04 a workbook", "CSV UTF-8"),
        (b"\x00\x01\x02", "no text file"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
)
def test_row_38_a_file_that_is_no_list_is_refused_with_advice(data, error):
    with pytest.raises(UnreadableListError, match=error):
        decoded(data)


def test_row_38_a_list_has_a_limit():
    with pytest.raises(UnreadableListError, match="Split it"):
        lines_of("/a,/b\n" * (MOST_LINES + 1))


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <url><loc>https://old.example/2019/migraine-or-headache/</loc></url>
  <url><loc> https://old.example/contact/ </loc><lastmod>2020-01-01</lastmod></url>
</urlset>"""
WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>https://old.example</link>
  <item><link>https://old.example/migraine-or-headache/</link>
    <wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item>
  <item><link>https://old.example/?p=7</link>
    <wp:post_type>post</wp:post_type><wp:status>draft</wp:status></item>
  <item><link>https://old.example/photo/</link>
    <wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status></item>
  <item><link>https://old.example/contact/</link>
    <wp:post_type>page</wp:post_type><wp:status>publish</wp:status></item>
</channel></rss>"""


def test_row_38_addresses_are_found_in_a_sitemap_in_a_wordpress_export_and_in_lines():
    assert addresses_of(SITEMAP) == [
        "https://old.example/2019/migraine-or-headache/",
        "https://old.example/contact/",
    ]
    assert addresses_of(WXR) == [
        "https://old.example/migraine-or-headache/",
        "https://old.example/contact/",
    ]
    assert addresses_of("/a\n/b\n/a\n") == ["/a", "/b"]


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<urlset><url><loc>&b;</loc></url></urlset>"
)
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    "<urlset><url><loc>&a;</loc></url></urlset>"
)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (BOMB, "not sound"),
        (OUTSIDE, "not sound"),
        ("<urlset><url>", "not sound"),
        ("<sitemapindex><sitemap><loc>x</loc></sitemap></sitemapindex>", "index of sitemaps"),
        ("<urlset></urlset>", "no address"),
    ],
)
def test_row_38_unsound_or_hostile_xml_is_refused(text, error):
    with pytest.raises(UnreadableListError, match=error):
        addresses_of(text)


# --- the dry run -------------------------------------------------------------------------------


@pytest.fixture
def plan(article):
    """What a list does beside what there is already."""
    redirect("/same", article)
    redirect("/changed", "https://example.org/")
    GoneAddress.objects.create(path="/gone-already")

    def make(text: str) -> list[tuple[int, str, str]]:
        return [
            (each.line.number, each.outcome, each.why) for each in Plan(lines_of(text)).planned
        ]

    return make


def test_row_38_each_line_says_what_it_would_do(plan, article):
    text = "\n".join(
        [
            f"/new,{article.url}",
            f"http://old.example/same/,http://testserver{article.url},301",
            "/changed,/blog/",
            "/gone-already,,410",
            "/gone-now,,gone",
            "/old-blog/*,/blog/",
            "/old-shop/*,,410",
            "/a,/b",
            "/b,https://example.org/,302",
        ]
    )

    assert plan(text) == [
        (1, "new", ""),
        (2, "same", ""),
        (3, "changed", ""),
        (4, "same", ""),
        (5, "new", ""),
        (6, "new", ""),
        (7, "new", ""),
        (8, "new", ""),
        (9, "new", ""),
    ]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("nonsense,/blog/", "must begin with one"),
        ("/a,", "Say where it leads to"),
        ("/a,/nowhere/", "There is nothing at /nowhere/"),
        ("/a,//evil.example/", "must begin with one"),
        ("/a,javascript:alert(1)", "must begin with one"),
        ("/a,/blog/,999", "is no status"),
        ("/a,/blog/,410", "has no target"),
        ("/?p=12,/blog/", "home page answers"),
        ("/blog/migraine-or-headache/,/blog/", "A live page is at"),
        ("/a,/b\n/b,/a", "leads in a circle: /b → /a → /b"),
        ("/a,/blog/\n/a/,/team/", "Line 1 speaks of the same address"),
        ("/*,/blog/", "name a section"),
        ("/s/*,/blog/\n/s/,/blog/\n/s/*,/team/", "Line 1 speaks of it already"),
        (f"/{'x' * 300},/blog/", "longer than 255"),
        ("/same,/same/", "leads in a circle"),
    ],
)
def test_row_38_a_line_that_cannot_be_is_refused_with_its_reason(plan, line, error):
    refused = [why for _, outcome, why in plan(line) if outcome == REFUSED]

    assert len(refused) == 1
    assert error in refused[0]


@pytest.mark.parametrize("site_url", ["https://www.first.example", "https://second.example"])
def test_row_38_the_names_of_the_site_are_those_of_its_address_now(plan, settings, site_url):
    settings.SITE_URL = site_url
    name = site_url.removeprefix("https://").removeprefix("www.")

    for own in (name, f"www.{name}"):
        assert "There is nothing at /nowhere/" in plan(f"/x,https://{own}/nowhere/")[0][2]
    assert plan("/x,https://third.example/nowhere/") == [(1, "new", "")]


# --- in the admin ------------------------------------------------------------------------------


def test_row_38_nothing_is_saved_before_the_dry_run_is_confirmed(at_work, at, article):
    text = f"/a;{article.url};301\n/b;;410\n/old/*;/blog/;302\n/c;/nowhere/\n/d;/e\n/e;/a\n"

    shown = read(at_work, file=("\ufeff" + text).encode())

    assert "5 new, 0 changed, 0 as they are already, 1 refused." in shown
    assert "There is nothing at /nowhere/." in shown
    assert not Redirect.objects.exists()

    done = read(at_work, text, confirmed="yes")
    assert "5 lines taken in, 1 refused" in done
    assert at("/a/") == at("/d/") == at("/e/") == (301, article.url)
    assert at("/b/") == (410, "")
    assert at(f"/old/{article.slug}/") == (302, article.url)
    assert not Redirect.objects.exclude(redirect_page=article).exists()


def test_row_38_what_goes_out_comes_in_again_unchanged(at_work, article):
    redirect("/a", article)
    redirect("/b", "https://example.org/?x=1,2;3", is_permanent=False)
    GoneAddress.objects.create(path="/c")
    SectionRedirect.objects.create(prefix="/old", target="/blog/")
    SectionRedirect.objects.create(prefix="/shop", is_gone=True)

    answer = at_work.get(EXPORT)
    exported = b"".join(answer.streaming_content)

    assert answer["Content-Type"].startswith("text/csv")
    assert lines_of(decoded(exported)) == [
        Line(2, "/a", article.url, "301"),
        Line(3, "/b", "https://example.org/?x=1,2;3", "302"),
        Line(4, "/c", "", "410"),
        Line(5, "/old/*", "/blog/", "301"),
        Line(6, "/shop/*", "", "410"),
    ]
    assert "0 new, 0 changed, 5 as they are already, 0 refused." in read(at_work, file=exported)


@pytest.mark.parametrize("text", [SITEMAP, WXR, "/x/migraine-or-headache.html\n/contact"])
def test_row_38_addresses_of_an_old_site_are_matched_and_looked_through_first(
    at_work, at, article, text
):
    shown = read(at_work, text, kind="addresses")

    assert "1 of 2 old addresses are like a page of ours. Nothing is saved yet." in shown
    assert "Same words" in shown
    assert "Nothing is like it." in shown
    assert f",{article.url},301" in shown
    assert not Redirect.objects.exists()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"text": ""}, "Choose a file, or paste a list."),
        ({"text": "/a,/b", "file": b"/c,/d"}, "not both"),
        ({"text": SITEMAP}, "This is XML"),
        ({"file": b"PK\x03\x04"}, "CSV UTF-8"),
        ({"text": "/a\n" * (MOST_LINES + 1)}, "Split it"),
    ],
)
def test_row_38_a_list_that_cannot_be_read_says_why(at_work, site_home, fields, error):
    assert error in read(at_work, **fields)


def test_row_38_hostile_lines_are_only_text(at_work, site_home):
    shown = read(at_work, '"<img src=x onerror=alert(1)>","</textarea><script>alert(1)</script>"')

    assert "<img src=x" not in shown
    assert "<script>alert" not in shown


def test_row_38_only_those_who_may_make_redirects_load_lists(client, site_home):
    client.force_login(in_group("Comment moderators"))

    assert client.get(IMPORT).status_code in {302, 403}
    assert client.get(EXPORT).status_code in {302, 403}


def test_row_38_what_a_list_redirects_is_told_logged_and_off_the_list_of_the_missing(
    at_work, article, site_cache
):
    SectionRedirect.objects.create(prefix="/old", is_gone=True)
    MissingAddress.objects.create(path="/old/a")
    assert [ask(site_cache, "/old/a/").state for _ in range(2)] == ["miss", "hit"]

    read(at_work, f"/old/a,{article.url}\n", confirmed="yes")

    assert ask(site_cache, "/old/a/").headers["Location"] == article.url
    assert not MissingAddress.objects.exists()
    made = Redirect.objects.get()
    assert log_registry.get_logs_for_instance(made).get().action == "wagtail.create"


def test_row_38_a_long_list_asks_the_database_no_more_for_its_dry_run(
    article, django_assert_max_num_queries
):
    text = "".join(f"/old-{number},/blog/\n" for number in range(500))

    with django_assert_max_num_queries(20):
        assert Plan(lines_of(text)).count("new") == 500
