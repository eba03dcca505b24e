"""What is wrong in the head of a page: title, description, canonical, robots, sharing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from seo.audit.codes import Code
from seo.audit.document import Document
from seo.audit.subject import Subject, is_absolute
from seo.findings import Finding
from seo.titles import TITLE_PIXELS, pixel_width

SHORTEST_TITLE_PIXELS = 280
GOOD_DESCRIPTION = range(121, 157)
LONGEST_DESCRIPTION = 160
CARDS = frozenset({"summary", "summary_large_image", "app", "player"})
# Open Graph names that a page may say more than once.
_REPEATABLE = frozenset({"og:locale:alternate"})
_BELONGS_IN_HEAD = frozenset({"description", "robots", "googlebot"})


def head_findings(document: Document, subject: Subject) -> Iterator[Finding]:
    """Yield what there is to say of a head. Advice is only for pages that may be found."""
    wanted = subject.may_be_indexed(document)
    yield from _title(document, wanted)
    yield from _description(document, subject, wanted)
    yield from _canonical(document, subject)
    yield from _robots(document, subject, wanted)
    yield from _placement(document)
    yield from _open_graph(document, wanted)
    yield from _share_image(document, wanted)
    yield from _card(document)
    yield from _dates(document)
    if not document.meta("viewport"):
        yield Code.VIEWPORT_MISSING.found("Add a viewport tag.", "viewport")
    if not document.language:
        yield Code.LANGUAGE_MISSING.found("Say in the html tag which language this is.", "html")


def _title(document: Document, wanted: bool) -> Iterator[Finding]:
    titles = document.titles
    if len(titles) > 1:
        yield Code.TITLE_SEVERAL.found(f"Leave one of the {len(titles)} titles.", "title")
    if not titles or not titles[0]:
        yield Code.TITLE_MISSING.found("Give the page a title.", "title")
    elif wanted:
        width = round(pixel_width(titles[0]))
        if width > TITLE_PIXELS:
            yield Code.TITLE_LONG.found(
                f"Shorten the title: it is {width} pixels wide, and results cut it at "
                f"{TITLE_PIXELS}.",
                "title",
            )
        elif width < SHORTEST_TITLE_PIXELS:
            yield Code.TITLE_SHORT.found(
                f"Say more in the title: it is {width} pixels wide, and there is room for "
                f"{TITLE_PIXELS}.",
                "title",
            )
        else:
            yield Code.TITLE_GOOD.found(f"The title is {width} pixels wide.", "title")


def _description(document: Document, subject: Subject, wanted: bool) -> Iterator[Finding]:
    descriptions = document.meta("description")
    if len(descriptions) > 1:
        yield Code.DESCRIPTION_SEVERAL.found(
            f"Leave one of the {len(descriptions)} descriptions.", "description"
        )
    if not descriptions or not descriptions[0]:
        yield Code.DESCRIPTION_MISSING.found("Give the page a description.", "description")
    elif wanted:
        yield from _length(descriptions[0], subject.described)


def _length(description: str, described: bool | None) -> Iterator[Finding]:
    length = len(description)
    if described is False:
        yield Code.DESCRIPTION_UNWRITTEN.found(
            "Write a description of 121 to 156 characters: the page's own text stands in.",
            "description",
        )
    elif length > LONGEST_DESCRIPTION:
        yield Code.DESCRIPTION_LONG.found(
            f"Shorten the description: it has {length} characters, and results show 156.",
            "description",
        )
    elif length in GOOD_DESCRIPTION:
        yield Code.DESCRIPTION_GOOD.found(
            f"The description has {length} characters.", "description"
        )


def _canonical(document: Document, subject: Subject) -> Iterator[Finding]:
    named = [link.address for link in document.linked("canonical")]
    if not named:
        yield Code.CANONICAL_MISSING.found(f"Name {subject.address} as canonical.", "canonical")
        return
    if len(named) > 1:
        yield Code.CANONICAL_SEVERAL.found(
            f"Leave one of the {len(named)} canonical addresses.", "canonical"
        )
    address = named[0]
    if not is_absolute(address):
        yield Code.CANONICAL_RELATIVE.found(
            f"Write the canonical address whole: “{address}” is not.", "canonical"
        )
    elif address not in {subject.address, subject.chosen_canonical}:
        yield Code.CANONICAL_OTHER.found(
            f"Name {subject.address} as canonical: {address} is another page.", "canonical"
        )


def _robots(document: Document, subject: Subject, wanted: bool) -> Iterator[Finding]:
    if len(document.meta("robots")) > 1:
        yield Code.ROBOTS_SEVERAL.found("Say all in one robots tag.", "robots")
    if wanted and not any(each.startswith("max-image-preview") for each in document.robots):
        yield Code.ROBOTS_MISSING.found(
            "Say in the robots tag which pictures results may show: max-image-preview:large.",
            "robots",
        )
    canonical = document.canonical
    if not wanted and is_absolute(canonical) and canonical != subject.address:
        yield Code.ROBOTS_AT_ODDS.found(
            f"Either keep the page out of search engines or name {canonical} as canonical: "
            "together they are at odds.",
            "robots",
        )


def _placement(document: Document) -> Iterator[Finding]:
    astray = {meta.name for meta in document.metas if not meta.in_head} & _BELONGS_IN_HEAD
    if any(not link.in_head for link in document.linked("canonical")):
        astray.add("canonical")
    for name in sorted(astray):
        yield Code.OUTSIDE_HEAD.found(
            f"Move {name} into the head: something before it ends the head.", name
        )


def _open_graph(document: Document, wanted: bool) -> Iterator[Finding]:
    for name in ("og:title", "og:type", "og:url"):
        if not any(document.meta(name)):
            yield Code.OG_MISSING.found(f"Add {name}.", name)
    for name in ("og:description", "og:site_name", "og:locale"):
        if wanted and not any(document.meta(name)):
            yield Code.OG_THIN.found(f"Add {name}.", name)
    said = [meta.name for meta in document.metas if meta.name.startswith("og:")]
    for name in sorted({name for name in said if said.count(name) > 1} - _REPEATABLE):
        yield Code.OG_SEVERAL.found(f"Say {name} once.", name)
    canonical, url = document.canonical, "".join(document.meta("og:url")[:1])
    if canonical and url and url != canonical:
        yield Code.OG_URL.found(f"Make og:url {canonical}: it is {url}.", "og:url")


def _share_image(document: Document, wanted: bool) -> Iterator[Finding]:
    address = "".join(document.meta("og:image")[:1])
    if not address:
        if wanted:
            yield Code.OG_IMAGE_MISSING.found(
                "Give the page a picture for shared links.", "og:image"
            )
        return
    if not is_absolute(address):
        yield Code.OG_IMAGE_RELATIVE.found(
            f"Write og:image as a whole address: “{address}” is not.", "og:image"
        )
    if said_size(document) is None:
        yield Code.OG_IMAGE_UNSIZED.found(
            "Say the size of og:image: og:image:width and og:image:height.", "og:image"
        )
    if not any(document.meta("og:image:alt")):
        yield Code.OG_IMAGE_ALT.found(
            "Describe the picture of shared links in words.", "og:image:alt"
        )


def said_size(document: Document) -> tuple[int, int] | None:
    """Return the width and height that the head gives its picture, if it gives both."""
    sizes = [document.meta(f"og:image:{side}")[:1] for side in ("width", "height")]
    numbers = [int(size[0]) for size in sizes if size and size[0].isdecimal() and len(size[0]) < 6]
    return (numbers[0], numbers[1]) if len(numbers) == 2 and all(numbers) else None


def _card(document: Document) -> Iterator[Finding]:
    cards = document.meta("twitter:card")
    if len(cards) != 1 or cards[0] not in CARDS:
        yield Code.TWITTER_CARD.found(
            "Say once which Twitter card it is: summary or summary_large_image.", "twitter:card"
        )


def _dates(document: Document) -> Iterator[Finding]:
    for name in ("article:published_time", "article:modified_time"):
        for written in document.meta(name):
            if not is_moment(written):
                yield Code.DATE_BARE.found(
                    f"Write {name} with its time zone: “{written[:40]}” has none.", name
                )


def is_moment(written: str) -> bool:
    """Say whether it is a date with a time and its offset."""
    try:
        return datetime.fromisoformat(written).tzinfo is not None
    except ValueError:
        return False
