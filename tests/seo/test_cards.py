"""Row 53: the card of a page without a picture, as drawn from a title and a name."""

from io import BytesIO

import pytest
from PIL import Image

from seo.cards import lettering
from seo.cards.card import HEIGHT, SEA, WIDTH, Card

BRAND = "The Crane Center"


def drawn(card: Card) -> Image.Image:
    """Return a card as whoever shows it decodes it."""
    return Image.open(BytesIO(card.jpeg()))


def colours_at(image: Image.Image, box: tuple[int, int, int, int]) -> set[tuple[int, ...]]:
    part = image.crop(box).convert("RGB")
    return {part.getpixel((x, y)) for x in range(part.width) for y in range(part.height)}


def is_dark(colour: tuple[int, ...]) -> bool:
    return max(colour) < 90


def test_a_card_is_a_picture_that_networks_take():
    image = drawn(Card("Light hurts", BRAND, "Migraine"))

    assert (image.width, image.height) == (WIDTH, HEIGHT) == (1200, 630)
    assert image.format == "JPEG"
    assert len(Card("Light hurts", BRAND).jpeg()) < 300_000


def test_the_same_words_make_the_same_bytes_and_other_words_another_name():
    one, again, other = Card("A", BRAND), Card("A", BRAND), Card("A", BRAND, "Migraine")

    assert one.jpeg() == again.jpeg()
    assert one.key == again.key
    assert len({one.key, other.key, Card("B", BRAND).key, Card("A", "Crane").key}) == 4


def test_a_card_has_the_title_in_ink_on_paper_above_a_teal_wave():
    image = drawn(Card("Light hurts", BRAND))

    assert any(map(is_dark, colours_at(image, (84, 240, 600, 380))))
    assert not any(map(is_dark, colours_at(image, (0, 0, 80, 440))))
    teal = tuple(bytes.fromhex(SEA[1:]))
    below = image.convert("RGB").getpixel((600, 620))
    assert all(abs(one - other) < 6 for one, other in zip(below, teal, strict=True))


@pytest.mark.parametrize(
    "title",
    [
        "word " * 200,
        "Donaudampfschifffahrtsgesellschaftskapitän" * 12,
        "W" * 400,
        "🎉" * 50,
        "偏头痛不只是头痛",
        "مرحبا بكم في عيادة الصداع النصفي",
        "שלום Migraine 123",
        "",
        " \n\t",
        "\x00\x1b[31m\u202egnp.exe",
        "e\u0301" * 90,
        "</svg><script>alert(1)</script>",
        "\ud800",
    ],
    ids=range(13),
)
def test_no_title_is_drawn_outside_the_card_or_breaks_it(title):
    image = drawn(Card(title, BRAND, title))

    for edge in ((0, 0, 70, 440), (1130, 0, 1200, 440), (0, 0, 1200, 60)):
        assert not any(map(is_dark, colours_at(image, edge))), edge


def test_a_long_title_is_cut_between_words_with_an_ellipsis():
    face = lettering.face("word", lettering.SEMIBOLD, 50)
    shown = lettering.cut(lettering.filled("word " * 100, face, 600), 3, face, 600)

    assert len(shown) == 3
    assert shown[-1].endswith("word…")
    assert all(face.width(line) <= 600 for line in shown)


def test_lines_are_even_and_never_part_a_word_that_fits():
    face = lettering.face("x", lettering.SEMIBOLD, 92)

    assert lettering.lines("Ketamine-Assisted Therapy", face, 1032) == [
        "Ketamine-Assisted",
        "Therapy",
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Migraine 👩\u200d⚕ & you 🎉: yes", "Migraine ⚕ & you: yes"),
        ("偏头痛不只是头痛", ""),
        ("Ελληνικά, Кириллица", "Ελληνικά, Кириллица"),
    ],
)
def test_what_no_font_has_is_left_out_and_no_title_is_maimed(text, left):
    assert lettering.legible(text) == left


def test_a_machine_that_cannot_turn_writing_leaves_it_out(monkeypatch):
    monkeypatch.setattr(lettering, "can_turn", lambda: False)

    assert lettering.legible("مرحبا بكم") == ""
    assert drawn(Card("مرحبا بكم", BRAND)).size == (WIDTH, HEIGHT)


def test_every_font_comes_with_its_licence():
    names = {file.name for file in lettering.FONTS.iterdir()}

    assert {lettering.SEMIBOLD, lettering.REGULAR, lettering.OTHER_WRITINGS} <= names
    assert "SIL Open Font License" in (lettering.FONTS / "SourceSansPro-LICENSE.txt").read_text()
    assert "Bitstream" in (lettering.FONTS / "DejaVu-LICENSE.txt").read_text()
