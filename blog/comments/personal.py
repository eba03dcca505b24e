"""Personal details that a reader may not mean to publish: where they stand in a text.

Addresses, telephone numbers, dates of birth and of care, numbers of records, a full name. Found
here, on the site itself; nothing is sent anywhere. A find is a question to the reader and a flag
for the moderator, never a sign of spam.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What kind of detail it is."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    BIRTH = "birth_date"
    RECORD = "record_number"
    CARE = "care_date"
    NAME = "full_name"

    @property
    def words(self) -> str:
        """The kind as part of a sentence."""
        return _WORDS[self]


_WORDS: Final = {
    Kind.EMAIL: "an email address",
    Kind.TELEPHONE: "a telephone number",
    Kind.BIRTH: "a date of birth",
    Kind.RECORD: "a record, insurance or card number",
    Kind.CARE: "the date of a visit or treatment",
    Kind.NAME: "a full name",
}


@dataclass(frozen=True)
class Detail:
    """One detail, and where in the text it stands."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def digits(self) -> str:
        """Its digits, however they are grouped."""
        return "".join(filter(str.isdigit, self.text))

    def meets(self, other: Detail) -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


def details(
    body: str, known: Collection[str] = (), today: date | None = None
) -> tuple[Detail, ...]:
    """Return the personal details in a text, in its order.

    `known` are addresses and numbers that everybody may know, such as the clinic's own.
    """
    text = _Text(body, today or datetime.now(tz=UTC).date())
    found: list[Detail] = []
    for question in _QUESTIONS:
        for detail in question(text):
            if not any(detail.meets(other) for other in found) and not _is_known(detail, known):
                found.append(detail)
    return tuple(sorted(found, key=lambda detail: detail.start))


def in_words(found: Collection[Detail]) -> str:
    """Say of what kinds some details are: "an email address and a telephone number"."""
    kinds = list(dict.fromkeys(detail.kind.words for detail in found))
    return " and ".join(filter(None, [", ".join(kinds[:-1]), *kinds[-1:]]))


def _is_known(detail: Detail, known: Collection[str]) -> bool:
    if detail.kind is Kind.EMAIL:
        return detail.text.casefold() in {each.casefold() for each in known}
    if detail.kind is Kind.TELEPHONE:
        numbers = {"".join(filter(str.isdigit, each))[-10:] for each in known}
        return detail.digits[-10:] in numbers
    return False


@dataclass(frozen=True)
class _Text:
    """A text, and what stands around a place in it."""

    body: str
    today: date

    def before(self, start: int, most: int) -> str:
        """Return what stands before a place, in the same sentence."""
        return _SENTENCE_END.split(self.body[max(0, start - most) : start])[-1]

    def after(self, end: int, most: int) -> str:
        """Return what stands after a place, in the same sentence."""
        return _SENTENCE_END.split(self.body[end : end + most])[0]


# A full stop after one or two letters ends no sentence: "D.O.B.", "no.", "Dr."
_SENTENCE_END: Final = re.compile(r"(?<=\w{3})[.!?]\s|[!?]\s|\n")

# --- email addresses ------------------------------------------------------------------------

_LOCAL: Final = r"(?<![\w.+-])[\w.+-]{1,64}"
_ENDINGS: Final = "com|org|net|edu|gov|mil|info|io|co|us|uk|ca|de|fr|au"
_EMAILS: Final = re.compile(
    "|".join(
        [
            rf"{_LOCAL}\s?@\s?(?:[\w-]{{1,63}}\.){{1,5}}[^\W\d_]{{2,24}}",
            # Hidden from machines, and plain to everybody else: "ann [at] example.org".
            rf"{_LOCAL}\s{{0,3}}[(\[{{<]\s?(?:at|@)\s?[)\]}}>]\s{{0,3}}[\w-]{{1,63}}"
            r"(?:\s{0,3}(?:\.|[(\[{<]\s?(?:dot|\.)\s?[)\]}>]|\bdot\b)\s{0,3}[\w-]{1,63}){1,4}",
            rf"{_LOCAL}\s{{1,3}}(?:at|@)\s{{1,3}}[\w-]{{1,63}}"
            rf"(?:\s{{1,3}}dot\s{{1,3}}[\w-]{{1,63}}){{0,2}}\s{{1,3}}dot\s{{1,3}}(?:{_ENDINGS})\b",
            rf"{_LOCAL}\s{{1,3}}(?:at|@)\s{{1,3}}(?:gmail|hotmail|icloud)(?:\.com)?\b",
        ]
    ),
    re.IGNORECASE,
)


def _emails(text: _Text) -> Iterator[Detail]:
    if "@" in text.body or re.search(r"\bat\b", text.body, re.IGNORECASE):
        yield from (
            Detail(Kind.EMAIL, match.group(), match.start())
            for match in _EMAILS.finditer(text.body)
        )


# --- telephone numbers ----------------------------------------------------------------------

_DASHES: Final = "\u2010\u2011\u2012\u2013\u2212\\-"
_CANDIDATES: Final = re.compile(
    rf"(?<![\w.,/$€£%{_DASHES}])[+(]{{0,2}}\d[\d\s().{_DASHES}/]{{4,24}}\d"
    r"(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?(?![\w%])",
    re.IGNORECASE,
)
_SEPARATED: Final = rf"[\s.{_DASHES}/]{{1,3}}"
_SHAPES: Final = re.compile(
    "|".join(
        [
            # North America: 850 555 0123, (850) 555-0123, 1-850-555-0123, 8505550123.
            rf"(?:\+?1{_SEPARATED})?(?:\(\d{{3}}\)\s?|\d{{3}}{_SEPARATED})"
            rf"\d{{3}}(?:{_SEPARATED})?\d{{4}}",
            r"1?[2-9]\d{9}",
            # From abroad: +44 20 7946 0958, 0049 30 123456.
            rf"(?:\+|00)[1-9](?:[\s().{_DASHES}/]{{0,3}}\d){{7,14}}",
            # As dialed at home elsewhere: 020 7946 0958, 07700 900123.
            rf"\(?0[1-9]\d{{1,4}}\)?(?:[\s{_DASHES}/]{{0,3}}\d){{5,8}}",
        ]
    )
)
_LOCAL_NUMBER: Final = re.compile(rf"\d{{3}}[{_DASHES}.]\d{{4}}")
_EXTENSION: Final = re.compile(r"\s?(?:x|ext\.?|extension)\s?\d{1,6}$", re.IGNORECASE)
_ASKS_TO_CALL: Final = re.compile(
    r"\b(?:call|text|phone|telephone|tel|cell|mobile|whats\s?app|fax|ring|dial|reach)\b"
    r"(?!.*\d)",
    re.IGNORECASE,
)
_MEASURED: Final = re.compile(
    r"\s?(?:mg|mcg|µg|g|kg|ml|iu|units?|patients?|people|participants?|women|men|steps|calories"
    r"|kcal|dollars?|usd|euros?|pounds?|years?|words|hours?|minutes?|times)\b",
    re.IGNORECASE,
)


def _telephones(text: _Text) -> Iterator[Detail]:
    for match in _CANDIDATES.finditer(text.body):
        number = match.group()
        if _is_a_telephone(text, number, match.start(), match.end()):
            yield Detail(Kind.TELEPHONE, number, match.start())


def _is_a_telephone(text: _Text, written: str, start: int, end: int) -> bool:
    number = _EXTENSION.sub("", written)
    digits = "".join(filter(str.isdigit, number))
    if _NUMERIC.fullmatch(number) or _SOCIAL_SECURITY.fullmatch(number):
        return False
    if _SHAPES.fullmatch(number):
        return True
    if _MEASURED.match(text.body, end):
        return False
    if _LOCAL_NUMBER.fullmatch(number):
        # "100-1000" is a range.
        return not (digits[:3].endswith("00") and digits.endswith("00"))
    asked = bool(_ASKS_TO_CALL.search(text.before(start, 30)))
    return asked and 7 <= len(digits) <= 15


# --- dates ----------------------------------------------------------------------------------

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_NUMERIC: Final = re.compile(
    r"(?<![\w./-])(?:(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|\d{1,2}(?P<between>[-/.])\s?\d{1,2}(?P=between)\s?(?:(?:19|20)\d{2}|\d{2}))(?![\w/-])"
)
_WRITTEN: Final = re.compile(
    rf"\b(?:{_MONTH}\s{{1,2}}(?:the\s)?{_DAY}(?:,?\s{{1,2}}(?:of\s)?(?:19|20)\d{{2}}|,?\s?'\d{{2}})?"
    rf"|{_DAY}[\s-](?:of\s)?{_MONTH}(?:,?[\s-](?:of\s)?(?:19|20)\d{{2}})?)(?![\w%])",
    re.IGNORECASE,
)
# Said of a birth, less is enough: "born in March 1985", "my birthday is 3/14".
_LOOSE: Final = re.compile(
    rf"\b(?:{_MONTH}\s(?:of\s)?(?:19|20)\d{{2}}|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01]))\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d{2}|\d{2}$")
_OF_BIRTH: Final = re.compile(
    r"\b(?:born|birth(?:\s?day|\s?date|s?\s?dates?)?|date\s+of\s+birth|d\.?\s?o\.?\s?b|b-?day)\b",
    re.IGNORECASE,
)
_A_PERSON: Final = re.compile(
    r"\b(?:I|I['\u2019]\w+|my|me|mine|we|our|he|his|she|hers?|husband|wife|partner|son|daughter"
    r"|mother|mom|mum|father|dad|brother|sister|patient|name)\b",
    re.IGNORECASE,
)
_OF_CARE: Final = re.compile(
    r"\b(?:surger(?:y|ies)|operat(?:ion|ed)|procedure|infusions?|appointments?|admi(?:tted|ssion)"
    r"|discharged?|diagnos(?:ed|is)|hospital\w*|emergency\s+room|ER|sessions?|treat(?:ed|ments?)"
    r"|MRI|CT|scans?|visit(?:ed)?|seen|injections?|biopsy|deliver(?:y|ed)|miscarr\w+|overdosed?"
    r"|relapsed?|transfusion|transplant|chemo\w*|rehab|detox|ambulance|therapy|consultation)\b",
    re.IGNORECASE,
)
# Younger people than this do not write here, and newer dates are mostly those of a study.
_YOUNGEST: Final = 13


def _births(text: _Text) -> Iterator[Detail]:
    for match in _all_dates(text, _LOOSE):
        around = f"{text.before(match.start(), 45)} {text.after(match.end(), 30)}"
        if _OF_BIRTH.search(around):
            yield Detail(Kind.BIRTH, match.group(), match.start())
    for pattern in (_NUMERIC, _WRITTEN):
        for match in pattern.finditer(text.body):
            if _may_be_a_birth(text, match):
                yield Detail(Kind.BIRTH, match.group(), match.start())


def _may_be_a_birth(text: _Text, match: re.Match[str]) -> bool:
    """Whether a date that nobody calls a birth is one all the same: it is old enough.

    In words it has to be somebody's: history is told in such dates, too.
    """
    year = _year(match.group(), text.today)
    if not 1900 <= year <= text.today.year - _YOUNGEST:
        return False
    if match.re is _NUMERIC:
        return True
    around = f"{text.before(match.start(), 120)} {text.after(match.end(), 120)}"
    return bool(_A_PERSON.search(around))


def _year(written: str, today: date) -> int:
    found = _YEAR.search(written)
    year = int(found.group()) if found else 0
    if found and year < 100:
        year += 2000 if year <= today.year % 100 else 1900
    return year if found and len(written) > len(found.group()) else 0


def _care(text: _Text) -> Iterator[Detail]:
    for match in _all_dates(text):
        around = f"{text.before(match.start(), 90)} {text.after(match.end(), 60)}"
        if _OF_CARE.search(around) and _A_PERSON.search(around):
            yield Detail(Kind.CARE, match.group(), match.start())


def _all_dates(text: _Text, *more: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for pattern in (_NUMERIC, _WRITTEN, *more):
        yield from pattern.finditer(text.body)


# --- numbers of records ---------------------------------------------------------------------

_SOCIAL_SECURITY: Final = re.compile(
    rf"(?<![\w-])\d{{3}}[\s{_DASHES}]\d{{2}}[\s{_DASHES}]\d{{4}}(?![\w-])"
)
_MEDICARE: Final = re.compile(r"\b[1-9][A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d{2}\b")
_CARD: Final = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
_NUMBER_OF: Final = r"(?:id(?:entification)?|no\.?|nr\.?|num(?:ber)?|\#)"
_SURELY: Final = (
    r"(?:mrn|medical\s+record|health\s+record|ssn|social\s+security|medicare|medicaid|nhs)"
)
_PERHAPS: Final = (
    r"(?:record|chart|patient|member(?:ship)?|subscriber|policy|insurance|claim|case|account"
    r"|acct|group|prescription|rx|file|hospital|visit|encounter|health\s+plan|plan|license"
    r"|driver['\u2019]?s?\s+license|passport)"
)
_RECORDS: Final = re.compile(
    rf"\b(?:{_SURELY}(?:\s{{0,2}}(?:card|{_NUMBER_OF})){{0,2}}"
    rf"|{_PERHAPS}\s{{0,2}}(?:card\s)?{_NUMBER_OF})"
    r"(?:\s{0,2}(?:is|was|of|[:=#\u2013-])){0,2}\s{0,2}"
    r"(?P<number>(?=[A-Z0-9 -]{0,12}\d{3})[A-Z]{0,5}[ -]?\d[A-Z0-9-]{3,24})",
    re.IGNORECASE,
)
_RECORDS_AFTERWARDS: Final = re.compile(
    rf"(?<![\w-])(?P<number>[A-Z]{{0,5}}-?\d[\d-]{{3,20}})\s(?:is|was)\s(?:my|his|her|the|our)\s"
    rf"(?:{_SURELY}|{_PERHAPS}\s{_NUMBER_OF})\b",
    re.IGNORECASE,
)


def _records(text: _Text) -> Iterator[Detail]:
    for pattern in (_RECORDS, _RECORDS_AFTERWARDS):
        for match in pattern.finditer(text.body):
            yield Detail(Kind.RECORD, match["number"], match.start("number"))
    for pattern in (_SOCIAL_SECURITY, _MEDICARE):
        for match in pattern.finditer(text.body):
            yield Detail(Kind.RECORD, match.group(), match.start())
    for match in _CARD.finditer(text.body):
        if _adds_up(match.group()):
            yield Detail(Kind.RECORD, match.group(), match.start())


def _adds_up(number: str) -> bool:
    """Whether a number has the check digit of a payment card."""
    digits = [int(char) for char in reversed(number) if char.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


# --- names ----------------------------------------------------------------------------------

_NAMES: Final = re.compile(
    r"\b(?i:(?:my|his|her|patient)(?:\s+full)?\s+name(?:\s+is|:|['\u2019]s))\s+"
    r"(?P<name>[A-Z][\w'\u2019-]+(?:\s+[A-Z]\.?)?\s+[A-Z][\w'\u2019-]+)"
)


def _names(text: _Text) -> Iterator[Detail]:
    for match in _NAMES.finditer(text.body):
        yield Detail(Kind.NAME, match["name"], match.start("name"))


# The surer ones first: where two would claim a place, it is the earlier one's.
_QUESTIONS: Final[tuple[Callable[[_Text], Iterator[Detail]], ...]] = (
    _emails,
    _records,
    _births,
    _care,
    _telephones,
    _names,
)
