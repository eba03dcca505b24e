"""Made-up bodies of articles, as a StreamField keeps them. Plain Python."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from home.large_site.sentences import Writer
from home.large_site.vocabulary import CITATIONS, HEADINGS, LEADS, SENTENCES, WORDS

Raw = dict[str, Any]

_TAG = re.compile(r"<a linktype=\"reference\".*?</a>|<[^>]+>")
_WORD = re.compile(r"\w+(?:['’\-.]\w+)*")  # noqa: RUF001


def count_words(text: str) -> int:
    """Return how many words a text has, as the site counts them."""
    return len(_WORD.findall(text))


@dataclass
class Story:
    """One body on its way: its blocks, and the words that readers read in it."""

    writer: Writer
    linked: Sequence[int]
    """The pages that its text may link to."""
    pictures: Sequence[int]
    blocks: list[Raw] = field(default_factory=list)
    word_count: int = 0
    sources: int = 0
    """How many references it lists; the text cites each."""
    _cited: int = 0
    _anchors: set[str] = field(default_factory=set)

    def write(self) -> "Story":
        """Write an article: an opening, some sections, perhaps questions, and the sources."""
        self.sources = self.writer.between(0, 5)
        self._text(2, 3)
        for _ in range(self.writer.between(3, 6)):
            self._section()
        while self._cited < self.sources:
            self._text(1, 2)
        if self.writer.chance(0.3):
            self._questions()
        if self.sources:
            self._references()
        return self

    # --- blocks -----------------------------------------------------------------------------

    def _section(self) -> None:
        self._heading("h2")
        self._text(1, 3)
        if self.writer.chance(0.3):
            self._heading("h3")
            self._text(1, 2)
        extra = self.writer.pick((self._list, self._quote, self._callout, self._picture, None))
        if extra:
            extra()

    def _heading(self, level: str) -> None:
        words = self.writer.sentence(HEADINGS)
        self._add("heading", {"text": words, "level": level, "anchor": self._anchor(words)}, words)

    def _text(self, fewest: int, most: int) -> None:
        paragraphs = [self._paragraph() for _ in range(self.writer.between(fewest, most))]
        html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        if self.writer.chance(0.15):
            items = "".join(f"<li>{self._sentence()}</li>" for _ in range(3))
            html = f"{html}<ul>{items}</ul>"
        self._add("text", html, html)

    def _list(self) -> None:
        title = self.writer.sentence(HEADINGS)
        leads = LEADS[: self.writer.between(3, len(LEADS))]
        items = [{"lead": lead, "text": f"<p>{self._sentence()}</p>"} for lead in leads]
        value = {"title": title, "style": "plain", "items": self._items(items)}
        said = [f"{item['lead']} {item['text']}" for item in items]
        self._add("list", value, title, *said)

    def _quote(self) -> None:
        words = self.writer.sentences(SENTENCES, 1, 2)
        by = "A sample reader"
        self._add("quote", {"text": words, "attribution": by, "source_url": ""}, words, by)

    def _callout(self) -> None:
        title, words = "Good to know", f"<p>{self._sentence()}</p>"
        kind = self.writer.pick(("information", "caution"))
        self._add("callout", {"kind": kind, "title": title, "text": words}, title, words)

    def _picture(self) -> None:
        if not self.pictures:
            return
        caption = self._sentence()
        image = {"image": self.writer.pick(self.pictures), "alt_text": caption}
        value = {"image": {**image, "decorative": False}, "caption": caption, "credit": ""}
        self._add("image", value, caption, caption)

    def _questions(self) -> None:
        title = "Frequently asked questions"
        asked = [
            {
                "question": (question := self.writer.sentence(HEADINGS)),
                "answer": f"<p>{self._sentence()} {self._sentence()}</p>",
                "anchor": self._anchor(question),
            }
            for _ in range(self.writer.between(2, 4))
        ]
        said = [part for each in asked for part in (each["question"], each["answer"])]
        value = {"title": title, "questions": self._items(asked), "anchor": self._anchor(title)}
        self._add("faq", value, title, *said)

    def _references(self) -> None:
        items = [
            {"citation": self.writer.sentence(CITATIONS, number), "doi": "", "url": ""}
            for number in range(1, self.sources + 1)
        ]
        self._add("references", {"title": "References", "items": self._items(items)})

    # --- steps ------------------------------------------------------------------------------

    def _add(self, kind: str, value: Any, *said: str) -> None:
        self.blocks.append({"type": kind, "value": value, "id": self._id()})
        self.word_count += sum(count_words(_TAG.sub(" ", words)) for words in said)

    def _items(self, values: Sequence[Raw]) -> list[Raw]:
        return [{"type": "item", "value": value, "id": self._id()} for value in values]

    def _paragraph(self) -> str:
        words = self.writer.sentences(SENTENCES, 3, 6)
        if self._cited < self.sources and self.writer.chance(0.5):
            self._cited += 1
            words += f'<a linktype="reference" number="{self._cited}">{self._cited}</a>'
        if self.linked and self.writer.chance(0.4):
            page, label = self.writer.pick(self.linked), self.writer.pick(WORDS["subject"])
            words += f' More about it: <a linktype="page" id="{page}">{label}</a>.'
        return words

    def _sentence(self) -> str:
        return self.writer.sentence(SENTENCES)

    def _anchor(self, words: str) -> str:
        stem = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60].strip("-")
        anchor, tries = stem, 1
        while anchor in self._anchors:
            tries += 1
            anchor = f"{stem}-{tries}"
        self._anchors.add(anchor)
        return anchor

    def _id(self) -> str:
        return str(UUID(int=self.writer.bits(128), version=4))
