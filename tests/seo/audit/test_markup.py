"""HTML as the audit reads it: as browsers do, and in a time that grows with its length."""

import time

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo.audit.document import Heading, Image, read
from seo.audit.markup import End, Start, Text, tokens


def test_tags_texts_and_attributes_are_read():
    assert list(tokens('<p class="a>b" hidden data-x=1 CLASS=c>Fish &amp; chips</P>')) == [
        Start("p", {"class": "a>b", "hidden": "", "data-x": "1"}),
        Text("Fish & chips"),
        End("p"),
    ]


def test_what_is_no_tag_is_text():
    assert "".join(token.content for token in tokens("1 < 2 <3 <")) == "1 < 2 <3 <"


def test_comments_and_declarations_are_left_out():
    html = "<!doctype html>a<!-- <b> -->b<?php echo ?>c<!-->d<!-- e"

    assert [token.content for token in tokens(html)] == ["a", "b", "c", "d"]


def test_scripts_are_text_up_to_their_end():
    assert list(tokens("<script>if (a<b) '</p>&amp;'</SCRIPT >x")) == [
        Start("script"),
        Text("if (a<b) '</p>&amp;'"),
        End("script"),
        Text("x"),
    ]


def test_a_number_of_very_many_digits_is_no_character():
    reference = f"&#{'9' * 5000};"

    assert list(tokens(reference)) == [Text(reference)]


@pytest.mark.parametrize(
    "part",
    [
        *(
            "<",
            "<!",
            "<!--",
            "<![CDATA[",
            "<?",
            "</",
            "<a ",
            '<a b="',
            "<a b='",
            "<a b=c ",
            "<div>",
        ),
        *(
            "<script>",
            "<title></title",
            "<a =",
            "&#",
            "&a",
            "<!-- --",
            "<svg><title>",
            "<a href=x>",
        ),
        *("<h1>", "<li>", "<template>", "<picture><source>", "<nav aria-label=Breadcrumbs><li>"),
    ],
)
def test_hostile_html_is_read_in_a_time_that_grows_with_its_length(part):
    def seconds(times: int) -> float:
        html = part * times
        began = time.process_time()
        read(html)
        return time.process_time() - began

    short, long = max(seconds(1_000), 0.01), seconds(10_000)

    assert long < 40 * short  # ten times as long; what is quadratic takes a hundred times


def test_very_many_attributes_are_read_in_no_time():
    began = time.process_time()

    read("<a " + " ".join(f"x{number}=1" for number in range(50_000)) + ">")

    assert time.process_time() - began < 5


TAGS = ["p", "b", "div", "span", "em", "i"]
SIMPLE = st.recursive(
    st.text(alphabet="abc &é", min_size=1, max_size=5),
    lambda inner: st.tuples(
        st.sampled_from(TAGS), st.text(alphabet="xyz", max_size=3), st.lists(inner, max_size=3)
    ),
    max_leaves=10,
)


def written(node) -> str:
    if isinstance(node, str):
        return node.replace("&", "&amp;")
    tag, value, inner = node
    return f'<{tag} id="{value}">{"".join(map(written, inner))}</{tag}>'


@given(st.lists(SIMPLE, max_size=4))
def test_ids_and_words_are_those_that_a_browser_reads(nodes):
    html = f"<!doctype html><body><main>{''.join(map(written, nodes))}</main>"
    tree = html5lib.parse(html, namespaceHTMLElements=False)

    document = read(html)

    assert document.ids == {element.get("id") for element in tree.iter() if element.get("id")}
    assert "".join(document.text.split()) == "".join("".join(tree.find("body").itertext()).split())


def test_the_title_of_a_drawing_is_not_that_of_the_page():
    document = read(
        "<title>Page</title><body><svg><title>Mark</title></svg><svg/><title>B</title>"
    )

    assert document.titles == ["Page", "B"]


def test_what_stands_in_a_template_is_not_on_the_page():
    document = read("<template><h1>No</h1><a href=/x>x</a><img src=a></template><h1>Yes</h1>")

    assert document.headings == [Heading(1, "Yes")]
    assert not document.anchors
    assert not document.images
    assert document.text == "Yes"


def test_the_head_ends_with_the_first_thing_that_does_not_belong_there():
    document = read("<head><meta name=a content=1><div></div><meta name=b content=2></head>")

    assert [(meta.name, meta.in_head) for meta in document.metas] == [("a", True), ("b", False)]


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("<a href=/><b>Two</b> words</a>", "Two words"),
        ('<a href=/ aria-label="Said aloud">x</a>', "Said aloud"),
        ('<a href=/><img alt="A picture"></a>', "A picture"),
        ('<a href=/><svg aria-label="A mark"></svg></a>', "A mark"),
        ("<a href=/><svg><title>A drawing</title></svg></a>", "A drawing"),
        ("<a href=/ title=Title></a>", "Title"),
        ("<a href=/>never ended", "never ended"),
        ("<a href=/><svg></svg></a>", ""),
    ],
)
def test_a_link_is_called_what_a_screen_reader_calls_it(link, name):
    assert [anchor.name for anchor in read(link).anchors] == [name]


def test_a_link_that_is_not_ended_ends_where_the_next_begins():
    assert [a.name for a in read("<a href=/1>One<a href=/2>Two</a>").anchors] == ["One", "Two"]


def test_a_picture_knows_its_formats_and_whether_it_waits():
    html = "<main><picture><source type=image/webp><img src=a loading=lazy></picture><img src=b>"

    assert read(html).images == [
        Image("a", lazy=True, formats=("image/webp",), in_main=True),
        Image("b", in_main=True, formats=()),
    ]
