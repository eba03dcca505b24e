"""Every block of a story says as Markdown what it says on the page (row 60)."""

import pytest
from django.conf import settings
from wagtail.models import PageViewRestriction

from content.blocks.stories import ArticleStory, PageStory
from content.markdown import forms
from content.markdown.nodes import Heading, Listing, Paragraph, Quote, Table, Text
from content.markdown.printer import markdown
from content.markdown.rich_text import blocks_of
from tests.content.commonmark import plain, read
from tests.content.stories import heading, mark, references, story, text
from tests.factories import ArticlePageFactory, ImageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

PAGE = f"{settings.SITE_URL}/blog/migraine/"
APPOINTMENTS = f"{settings.SITE_URL}/appointments/"


@pytest.fixture(autouse=True)
def media_folder(tmp_path, settings):
    """Keep each test's files to itself."""
    settings.MEDIA_ROOT = tmp_path


def told(*blocks, appointments=APPOINTMENTS):
    """Return a story as Markdown."""
    return markdown(forms.story(story(*blocks), PAGE, "Migraine", lambda: appointments))


def items(*values):
    return [{"type": "item", "value": value, "id": str(n)} for n, value in enumerate(values)]


def test_every_block_that_editors_can_choose_has_a_form():
    blocks = {*ArticleStory().child_blocks, *PageStory().child_blocks}

    assert set(forms.FORMS) == blocks


@pytest.mark.parametrize("name", [*ArticleStory().child_blocks])
def test_every_block_says_something_from_its_example_and_can_be_read_again(name, article):
    block = ArticleStory().child_blocks[name]
    ImageFactory()
    value = block.get_prep_value(block.normalize(block.get_preview_value()))

    told_once = told((name, value))

    assert read(told_once)
    assert all(f"<{tag}" not in told_once for tag in ("p", "a ", "ul", "li", "div"))


# --- words -----------------------------------------------------------------------------------


def test_headings_stand_below_the_title_of_the_page():
    found = read(told(heading("What?"), heading("Part", level="h3"), heading("Of it", level="h4")))

    assert [block.level for block in found] == [2, 3, 4]


def test_running_text_keeps_its_paragraphs_lists_links_and_its_bold_words(site_home):
    about = StandardPageFactory(parent=site_home, title="About", slug="about")
    source = (
        f'<p>See <a linktype="page" id="{about.pk}">about <b>us</b></a> *or* not.</p>'
        "<ul><li>one</li><li>two<ol><li>first</li></ol></li></ul><p>10<sup>2</sup></p>"
    )

    assert told(text(source)) == (
        f"See [about **us**]({about.absolute_url}) \\*or\\* not.\n\n"
        "- one\n- two\n  1. first\n\n10<sup>2</sup>\n"
    )


def test_a_link_that_leads_nowhere_for_readers_is_words(site_home):
    draft = StandardPageFactory(parent=site_home, live=False)
    source = (
        f'<p><a linktype="page" id="{draft.pk}">a</a> <a href="javascript:alert(1)">b</a> '
        '<a href="http://[">c</a> <a href="/d/">d</a> <a href="#e">e</a></p>'
    )

    assert told(text(source)) == (f"a b c [d]({settings.SITE_URL}/d/) [e]({PAGE}#e)\n")


def test_reference_marks_are_numbers_in_brackets_that_the_sources_explain():
    written = told(
        text(f"<p>Hours to days.{mark(1)}{mark(2)} And more.{mark(7)}</p>"),
        references("First source.", doi="10.1/a_b"),
        ("references", {"title": "", "items": []}),
    )

    assert "Hours to days.\\[1\\]" in written
    assert "And more.<sup>7</sup>" in written
    assert "1. First source. [doi:10.1/a\\_b](https://doi.org/10.1/a_b)\n" in written


def test_a_source_without_words_keeps_its_number():
    [_, listed] = read(told(references("", "Second.", url="https://example.org/s")))

    assert isinstance(listed, Listing)
    assert [plain(item[0].parts) for item in listed.items] == [
        "(No source is given.) https://example.org/s",
        "Second. https://example.org/s",
    ]


def test_a_list_names_what_it_lists_in_bold():
    value = {
        "title": "Symptoms",
        "style": "symptoms",
        "items": items(
            {"lead": "Nausea,", "text": "<p>mostly</p>"}, {"lead": "", "text": "<p>x</p>"}
        ),
    }

    assert told(("list", value)) == "**Symptoms**\n\n- **Nausea,** mostly\n- x\n"


def test_a_quotation_names_its_source():
    value = {"text": "One.\n\nTwo.", "attribution": "Ann", "source_url": "https://example.org/"}

    assert told(("quote", value)) == "> One.\n>\n> Two.\n\n— [Ann](https://example.org/)\n"


def test_a_callout_says_its_kind_in_words():
    value = {"kind": "emergency", "title": "", "text": "<p>Call 911.</p><ul><li>Now</li></ul>"}

    assert told(("callout", value)) == "> **Emergency:**\n>\n> Call 911.\n>\n> - Now\n"


# --- where it leads --------------------------------------------------------------------------


def test_an_invitation_leads_where_the_button_leads(site_home):
    about = StandardPageFactory(parent=site_home, title="About", slug="about")
    draft = StandardPageFactory(parent=site_home, live=False)
    value = {"title": "Come", "text": "a\nb", "button_label": ""}

    shown = told(("call_to_action", {**value, "page": about.pk}))
    hidden = told(("call_to_action", {**value, "page": draft.pk}))
    nowhere = told(("call_to_action", {**value, "page": None}), appointments="")

    assert shown == f"**Come**\n\na\\\nb\n\n[About]({about.absolute_url})\n"
    assert hidden.endswith(f"[Request an appointment]({APPOINTMENTS})\n")
    assert nowhere == "**Come**\n\na\\\nb\n"


def test_only_articles_that_readers_can_open_are_recommended(published_blog):
    blog = published_blog
    shown, draft, hidden = (
        ArticlePageFactory(parent=blog.index, main_topic=blog.topic, live=live)
        for live in (True, False, True)
    )
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    picked = {"title": "Read next", "articles": items(shown.pk, draft.pk, hidden.pk, 4711)}

    assert told(("related_articles", picked)) == (
        f"## Read next\n\n- [{shown.title}]({shown.absolute_url})\n"
    )
    assert told(("related_articles", {"title": "Read", "articles": items(draft.pk)})) == "\n"


# --- pictures, video, tables, questions ------------------------------------------------------


def test_a_picture_has_its_words_a_whole_address_and_what_stands_under_it():
    image = ImageFactory(credit="A. Sample")
    value = {"image": image.pk, "alt_text": "A *notebook*", "decorative": False}

    found = told(("image", {"image": value, "caption": "A diary.", "credit": ""}))

    assert f"![A \\*notebook\\*]({settings.SITE_URL}/media/images/" in found
    assert "\n\n_A diary. Image: A. Sample_\n" in found


def test_a_picture_whose_file_is_lost_leaves_no_gap():
    value = {"image": 4711, "alt_text": "x", "decorative": False}

    assert told(("image", {"image": value, "caption": "x", "credit": ""})) == "\n"


def test_a_video_is_a_link_with_what_is_said_in_it():
    value = {
        "title": "A visit",
        "url": "https://youtu.be/dQw4w9WgXcQ",
        "poster": None,
        "transcript": "You arrive.",
    }

    assert told(("video", value)) == (
        "[Video: A visit](https://www.youtube.com/watch?v=dQw4w9WgXcQ)\n\n"
        "**Transcript**\n\nYou arrive.\n"
    )
    assert told(("video", {**value, "url": "https://example.org/", "transcript": ""})) == (
        "Video: A visit\n"
    )


def test_a_table_stays_one_with_pipes_line_ends_and_lists_in_its_cells():
    table = {
        "columns": [{"type": "text", "heading": ""}, {"type": "rich_text", "heading": "a|b"}],
        "rows": [
            {"values": ["Pain", "<p>One | two</p><p>three</p>"]},
            {"values": [None, f"<ul><li>x</li><li>y</li></ul>{mark(1)}"]},
        ],
        "caption": "",
    }
    value = {"caption": "Compared", "table": table, "row_headers": True}

    [caption, found, *_] = read(told(("comparison_table", value), references("Source.")))

    assert plain(caption.parts) == "Compared"
    assert isinstance(found, Table)
    assert [[plain(cell) for cell in row] for row in (found.headings, *found.rows)] == [
        ["", "a|b"],
        ["Pain", "One | two three"],
        ["", "x y [1]"],
    ]


def test_questions_are_headings_below_their_title():
    asked = items({"question": "Is it safe?", "answer": "<p>Mostly.</p>", "anchor": ""})

    assert told(("faq", {"title": "Questions", "questions": asked})) == (
        "## Questions\n\n### Is it safe?\n\nMostly.\n"
    )


# --- what is not said ------------------------------------------------------------------------


def test_what_may_not_be_quoted_is_left_out_with_a_way_to_it():
    callout = {"kind": "caution", "title": "A", "text": "<p>Secret dose.</p>", "nosnippet": True}

    written = told(("unquoted_text", "<p>Secret too.</p>"), ("callout", callout), text("<p>x</p>"))

    assert "Secret" not in written
    assert written.count(f"[Migraine]({PAGE})") == 2
    assert written.endswith("x\n")


def test_scripts_and_comments_in_imported_text_are_not_said():
    found = blocks_of("<p>a<!-- b --><script>c</script><style>d</style>e</p>f<p> </p>", PAGE)

    assert found == (Paragraph((Text("a"), Text("e"))), Paragraph((Text("f"),)))


def test_imported_text_keeps_quotations_and_headings():
    found = blocks_of("<div><h2>a</h2><blockquote><p>b</p></blockquote></div>", PAGE)

    assert [type(block) for block in found] == [Heading, Quote]


def test_an_empty_story_says_nothing():
    assert told() == "\n"
