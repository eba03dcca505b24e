"""Which requests share an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.page_cache.assembly import host_of, rules
from delivery.page_cache.question import TRACKING, without_tracking


def question(path="/blog/", **environ):
    path, _, query = path.partition("?")
    return rules().question(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            **environ,
        }
    )


@pytest.mark.parametrize(
    "query",
    ["utm_source=x", "gclid=1&utm_medium=mail", "fbclid=a&msclkid=b", "UTM_Campaign=c", "&&"],
)
def test_who_comes_by_an_advertisement_gets_the_same_answer(query):
    assert question(f"/blog/?{query}") == question("/blog/")


def test_tracking_is_taken_from_what_the_view_sees():
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/blog/",
        "QUERY_STRING": "utm_source=x&page=2&gclid=1",
        "HTTP_HOST": "testserver",
    }

    rules().question(environ)

    assert environ["QUERY_STRING"] == "page=2"


def test_each_page_of_a_listing_is_a_question_of_its_own():
    assert question("/blog/?page=2") not in {question("/blog/"), question("/blog/?page=3")}
    assert question("/blog/?page=2&utm_source=x") == question("/blog/?page=2")


@pytest.mark.parametrize(
    "different",
    [
        {"HTTP_HOST": "localhost"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_ACCEPT": "text/markdown"},
        {"PATH_INFO": "/"},
    ],
)
def test_host_scheme_variant_and_path_tell_questions_apart(different):
    assert question(**different) != question()


def test_a_port_or_capital_letters_in_the_host_make_no_other_question():
    assert question(HTTP_HOST="TestServer:8000") == question(HTTP_HOST="testserver")


@pytest.mark.parametrize(
    "for_one_reader",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "theme=dark; sessionid=abc"},
        {"HTTP_AUTHORIZATION": "Basic abc"},
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "PURGE"},
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_HOST": "testserver.elsewhere.example"},
        {"HTTP_HOST": "testserver@elsewhere.example"},
        {"HTTP_HOST": ""},
        {"PATH_INFO": "/admin/"},
        {"PATH_INFO": "/admin/x.css"},
        {"PATH_INFO": "/search/"},
        {"PATH_INFO": "/comments/receipt/abc/"},
        {"PATH_INFO": "/documents/1/x.pdf"},
        {"PATH_INFO": f"/{'x' * 1000}/"},
        {"QUERY_STRING": f"utm_source={'x' * 1000}"},
        {"QUERY_STRING": "q=migraine"},
        {"QUERY_STRING": "page=2&q=migraine"},
        {"QUERY_STRING": "%70age=2"},
    ],
)
def test_what_is_for_one_reader_or_not_ours_shares_nothing(for_one_reader):
    assert question(**for_one_reader) is None


@pytest.mark.parametrize("header", ["X_FORWARDED_HOST", "X_ORIGINAL_URL", "X_REWRITE_URL"])
def test_headers_that_claim_another_address_change_nothing(header):
    assert question(**{f"HTTP_{header}": "/admin/"}) == question()


def test_the_scheme_is_believed_only_from_our_own_proxy(settings):
    claimed = {"HTTP_X_FORWARDED_PROTO": "https"}
    assert question(**claimed).scheme == "http"

    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    assert question(**claimed).scheme == "https"
    assert question(HTTP_X_FORWARDED_PROTO="http", **{"wsgi.url_scheme": "https"}).scheme == "http"


names = st.sampled_from([*sorted(TRACKING)[:8], "utm_x", "page", "q", "a", ""])
queries = st.lists(st.tuples(names, st.text("abc12%+=", max_size=4)), max_size=8).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
)


@given(queries)
def test_what_is_no_tracking_stays_as_it_was_and_in_order(query):
    kept = without_tracking(query)

    assert without_tracking(kept) == kept
    parts = [part for part in query.split("&") if part.partition("=")[0] in {"page", "q", "a"}]
    assert [part for part in kept.split("&") if part.partition("=")[0]] == parts


@given(st.text(max_size=60))
def test_no_host_header_breaks_anything(header):
    assert host_of(header) in {None, "testserver", "localhost", "127.0.0.1"}
