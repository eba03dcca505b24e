"""Row 3: the address that a page calls its canonical one, and one that an editor names instead."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from pages import canonicals, outside
from pages.models import CanonicalLook, SitePage
from pages.outside import Answer, Unreachable
from tests.factories import StandardPageFactory
from tests.seo.heads import assert_sound

SITE = "https://clinic.example"
ELSEWHERE = "https://journal.example/migraine/"


@pytest.fixture(autouse=True)
def address_of_the_site(settings):
    """Give the site an address that a field for addresses takes."""
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["clinic.example", "testserver"]


@pytest.fixture
def page(site_home):
    return StandardPageFactory(parent=site_home, title="About", slug="about")


@pytest.fixture
def other(site_home):
    return StandardPageFactory(parent=site_home, title="Other", slug="other")


def found(page, address):
    page.canonical_override = address
    return canonicals.findings(page)


# --- addresses of ours ------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_that_readers_and_search_engines_can_open_is_a_good_address(client, page, other):
    assert found(page, other.absolute_url) == []
    page.save()

    head = assert_sound(client.get(page.url, headers={"host": "clinic.example"}).content)

    assert head.canonical == other.absolute_url
    assert head.robots.startswith("index")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"live": False}, "Nobody can open “Other” yet"),
        ({"noindex": True}, "“Other” is kept out of search engines"),
        ({"canonical_override": ELSEWHERE}, f"name {ELSEWHERE} here, too"),
    ],
)
def test_an_address_that_cannot_be_kept_is_found(page, other, values, sentence):
    for name, value in values.items():
        setattr(other, name, value)
    other.save()

    (finding,) = found(page, other.absolute_url)

    assert sentence in finding


@pytest.mark.django_db
def test_an_address_without_a_page_is_found(page):
    assert found(page, f"{SITE}/nothing/here/") == [f"There is no page at {SITE}/nothing/here/."]
    assert found(page, f"{SITE}/") == []


@pytest.mark.django_db
def test_an_address_is_wanted_as_the_site_writes_it(page, other):
    address = other.absolute_url.replace("https://", "http://")

    findings = found(page, f"{address}?utm=1")

    assert "in front, as the site itself does" in findings[0]
    assert "Leave out “?utm=1”" in findings[1]


@pytest.mark.django_db
def test_two_pages_that_name_each_other_are_refused(page, other):
    other.canonical_override = page.absolute_url
    other.save()
    page.canonical_override = other.absolute_url

    assert "leads back to this page" in canonicals.findings(page)[0]
    with pytest.raises(ValidationError, match="believe neither"):
        page.full_clean()


@pytest.mark.django_db
def test_a_longer_way_around_is_found_and_so_is_a_ring_beside_it(site_home, page, other):
    third = StandardPageFactory(parent=site_home, title="Third", slug="third")
    other.canonical_override, third.canonical_override = third.absolute_url, page.absolute_url
    other.save()
    third.save()
    page.canonical_override = other.absolute_url
    assert canonicals.leads_back(page)

    with pytest.raises(ValidationError, match="believe neither"):
        save_with(third, canonical_override=other.absolute_url)
    SitePage.objects.filter(pk=third.pk).update(canonical_override=other.absolute_url)

    assert not canonicals.leads_back(page)
    assert canonicals.findings(page)


@pytest.mark.django_db
def test_a_page_that_names_itself_names_nothing(page):
    page.canonical_override = page.absolute_url

    page.full_clean()

    assert page.canonical_override == ""


@pytest.mark.django_db
def test_publishing_warns_and_the_editor_goes_on_saying_so(admin_client, page, other):
    other.noindex = True
    other.save()
    page.canonical_override = other.absolute_url
    page.save_revision()
    request = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "is kept out of search engines" in request.text

    answer = publish(admin_client, page)

    assert "Canonical address: “Other” is kept out of search engines" in answer.text


def publish(admin_client, page):
    """Publish a page as an editor does, with what its form holds."""
    form = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "canonical_override": page.canonical_override,
            "max_image_preview": "large",
            "body": streamfield([]),
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "action-publish": "Publish",
        }
    )
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return admin_client.post(address, form, follow=True, headers={"accept": "text/html"})


def save_with(page, **values):
    """Set and save."""
    for name, value in values.items():
        setattr(page, name, value)
    page.save()


# --- addresses of others ----------------------------------------------------------------------


@pytest.mark.django_db
def test_no_other_site_is_looked_at_unless_the_operator_lets_it(
    page, monkeypatch, django_capture_on_commit_callbacks
):
    def look(address):
        raise AssertionError("somebody else was asked")

    monkeypatch.setattr(outside, "look_at", look)
    page.canonical_override = ELSEWHERE

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    canonicals.look_at_canonical.call(page.pk)

    assert not CanonicalLook.objects.exists()
    assert canonicals.findings(page) == []


@pytest.mark.django_db
def test_what_was_found_elsewhere_is_told_to_the_editor(
    admin_client, page, monkeypatch, settings, django_capture_on_commit_callbacks
):
    settings.LOOK_AT_OTHER_SITES = True
    monkeypatch.setattr(outside, "look_at", lambda address: Answer(404))
    page.canonical_override = ELSEWHERE

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert canonicals.findings(page) == [f"{ELSEWHERE}: It answers with an error (404)."]
    editor = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "It answers with an error (404)." in editor.text


@pytest.mark.django_db
def test_a_look_at_another_address_says_nothing_of_this_one(page, settings, monkeypatch):
    settings.LOOK_AT_OTHER_SITES = True
    monkeypatch.setattr(outside, "look_at", lambda address: Answer(404))
    page.canonical_override = ELSEWHERE
    page.save()
    canonicals.look_at_canonical.call(page.pk)

    assert found(page, "https://other.example/") == []


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer(200, {}, f'<link rel="canonical" href="{ELSEWHERE}">'), ""),
        (Answer(200, {}, ""), ""),
        (Answer(301, {"location": "https://x.example/"}), "leads on to https://x.example/"),
        (Answer(500), "error (500)"),
        (Answer(200, {"x-robots-tag": "noindex"}), "not to keep it"),
        (Answer(200, {}, '<META NAME="Robots" CONTENT="NOINDEX">'), "not to keep it"),
        (
            Answer(200, {}, '<link rel="canonical" href="https://x.example/">'),
            "https://x.example/",
        ),
        (Answer(200, {}, "<meta name=robots <<<>< \x00"), ""),
    ],
)
def test_what_an_answer_means_for_search_engines(answer, sentence):
    said = outside.obstacle(answer, ELSEWHERE)

    assert sentence in said
    assert bool(said) == bool(sentence)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "https://user:pass@example.org/",
        "http://example.org:8080/",
        "http://example.org:x/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http:///nothing",
        "gopher://127.0.0.1:6379/_FLUSHALL",
    ],
)
def test_nobody_is_asked_who_is_not_public(address, monkeypatch):
    def ask(*machine):
        raise AssertionError(f"{machine} was asked")

    monkeypatch.setattr(outside, "ask", ask)

    with pytest.raises(Unreachable):
        outside.look_at(address)


def test_a_name_with_one_private_address_among_others_is_not_asked(monkeypatch):
    answers = [(None, None, None, None, (ip, 80)) for ip in ("93.184.215.14", "10.0.0.7")]
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *a, **k: answers)

    with pytest.raises(Unreachable, match="not public"):
        outside.public_addresses("rebinding.example", 80)


@pytest.fixture
def server():
    """A real server that redirects to a secret, and else answers more than anybody should read."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.headers['Host']} {self.path}")
            self.send_response(302 if self.path == "/moved" else 200)
            self.send_header("Location", "/secret")
            self.end_headers()
            if self.path == "/long":
                self.wfile.write(b"<title>x</title>" * 200_000)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield serving.server_address[1], asked
        serving.shutdown()
        thread.join()


def test_the_machine_that_was_checked_is_asked_and_no_redirect_is_followed(server):
    port, asked = server

    answer = outside.ask("http", "clinic.example", port, "127.0.0.1", "/moved")

    assert answer.status == 302
    assert asked == [f"clinic.example:{port} /moved"]


def test_only_the_beginning_of_a_long_answer_is_read(server):
    port, _ = server

    answer = outside.ask("http", "clinic.example", port, "127.0.0.1", "/long")

    assert outside.MOST_BYTES <= len(answer.text) < outside.MOST_BYTES + 100_000


def test_who_does_not_answer_is_unreachable():
    with pytest.raises(Unreachable, match="does not answer"):
        outside.ask("http", "clinic.example", 9, "127.0.0.1", "/")
