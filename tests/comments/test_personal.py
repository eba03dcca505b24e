"""Personal details are noticed where they stand; questions without any are left alone (S4)."""

import itertools
import random
import time
from collections.abc import Callable
from datetime import date

import pytest
from faker import Faker
from hypothesis import given
from hypothesis import strategies as st

from blog.comments.personal import Kind, details, in_words

TODAY = date(2026, 3, 1)
EACH = 200
LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR")


def kinds_in(body: str) -> list[str]:
    return [detail.kind.value for detail in details(body, today=TODAY)]


# --- one by one -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Write to ann.lee+x@mail.example.co.uk, please.", "ann.lee+x@mail.example.co.uk"),
        ("It is ann [at] example.org", "ann [at] example.org"),
        ("ann at example dot com", "ann at example dot com"),
        ("ann(at)example(dot)com", "ann(at)example(dot)com"),
        ("I am ann at gmail", "ann at gmail"),
    ],
)
def test_addresses_are_noticed_also_when_they_hide_from_machines(body, found):
    assert [(each.kind, each.text) for each in details(body)] == [(Kind.EMAIL, found)]


@pytest.mark.parametrize(
    "number",
    [
        "850-555-0123",
        "(850) 555-0123",
        "850.555.0123",
        "850\u2011555\u20110123",
        "8505550123",
        "+1 (850) 555-0123",
        "1-850-555-0123 x22",
        "555-0123",
        "+44 20 7946 0958",
        "020 7946 0958",
        "07700 900123",
        "0049 30 1234567",
    ],
)
def test_telephone_numbers_are_noticed_however_they_are_grouped(number):
    assert kinds_in(f"You can have me at {number}.") == ["telephone"]


@pytest.mark.parametrize(
    "body",
    [
        "I was born on March 4, 1981",
        "born 3/4/1981",
        "DOB: 03/04/81",
        "my d.o.b. is 4 March 1981",
        "1981-03-04 is my birthday",
        "My birthday is March 14.",
        "born in March 1985",
        "Ann, 04/12/1990, migraine since school",
        "my daughter (March 3rd, 2009) has it, too",
    ],
)
def test_dates_of_birth_are_noticed(body):
    assert kinds_in(body) == ["birth_date"]


@pytest.mark.parametrize(
    "body",
    [
        "MRN 1234567",
        "my medical record number is 445566",
        "member ID: XYZ123456789",
        "patient id #554433",
        "policy no. 99887766",
        "SSN 123-45-6789",
        "123-45-6789",
        "99887766 is my policy number",
        "1EG4-TE5-MK73",
        "4111 1111 1111 1111",
    ],
)
def test_numbers_of_records_insurance_and_cards_are_noticed(body):
    assert kinds_in(body) == ["record_number"]


@pytest.mark.parametrize(
    "body",
    [
        "After my surgery on March 3, 2025 it came back.",
        "I was admitted to the hospital on May 3.",
        "My last infusion was on 3/4/2025.",
    ],
)
def test_the_day_of_somebodys_care_is_noticed(body):
    assert kinds_in(body) == ["care_date"]


def test_a_full_name_that_somebody_introduces_is_noticed():
    assert kinds_in("My name is Sample Commenter and I have migraine.") == ["full_name"]
    assert kinds_in("My name is Ann and I have migraine.") == []


@pytest.mark.parametrize(
    "body",
    [
        "Is 0.5 mg/kg over 40 minutes usual?",
        "In 2019-2020 a trial of 100-1000 mg in 200-3000 people",
        "Call 911, or 988 if it is a crisis. I did 3 times in 2023.",
        "My pressure was 120/80, then 130/85.",
        "The FDA approved esketamine on March 5, 2019.",
        "Was ketamine patented in 1966 and approved on February 19, 1970?",
        "doi 10.1016/j.biopsych.2020.01.001, PMID 31234567, NCT04939142, ISBN 978-0-306-40615-7",
        "It costs $400-600, or $4,000-5,000 for six.",
        "I looked at the dot on the scan; look at example.com",
        "https://example.org/2021/03/04/article-1234567",
        "I was born in 1985. 1 2 3 4 5 6 7 8 9 10",
        "My insurance is good. The policy changed in 2020; a group of 2000 patients, room 1204.",
    ],
)
def test_doses_years_prices_sources_and_emergency_numbers_are_nobodys(body):
    assert kinds_in(body) == []


def test_what_everybody_may_know_is_not_asked_about():
    body = "I called 850-555-0123 and wrote to Hello@example.org, not to me@example.org."

    found = details(body, known=["+1 850 555 0123", "hello@example.org"])

    assert [detail.text for detail in found] == ["me@example.org"]


def test_what_was_found_is_said_in_words():
    found = details("ann@example.org, ben@example.org, 850-555-0123, MRN 1234567")

    assert in_words(found) == (
        "an email address, a telephone number and a record, insurance or card number"
    )


# --- the bar of S4 --------------------------------------------------------------------------

SENTENCES = (
    "Does anybody know whether it works for cluster headaches? {}",
    "I have had migraine for years. {} Thank you for the article!",
    "{} I would like to know how long an infusion takes.",
    "Could somebody of the clinic get back to me: {}.",
    "hello, {}, what does it cost",
    "My neurologist said 0.5 mg/kg.\n\n{}\n\nIs that usual?",
)


def planted(plant: Callable[[Faker, random.Random], str]) -> list[str]:
    """Return questions that each hold one detail, from the country of one of the locales."""
    chance = random.Random(4)
    people = [Faker(locale, use_weakref=False) for locale in LOCALES]
    for person in people:
        person.seed_instance(4)
    # Half of them American, as most who write here are.
    turns = [people[0], *people[1:], people[0], people[0]]
    return [
        chance.choice(SENTENCES).format(plant(turns[number % len(turns)], chance))
        for number in range(EACH)
    ]


def an_address(person: Faker, chance: random.Random) -> str:
    address = person.email() if chance.random() < 0.5 else person.free_email()
    lead = chance.choice(["", "my address is ", "write to ", "Email: "])
    return lead + address


def a_number(person: Faker, chance: random.Random) -> str:
    return chance.choice(["", "call me at ", "my cell is ", "Tel. ", "text "]) + (
        person.phone_number()
    )


def a_birth(person: Faker, chance: random.Random) -> str:
    born = person.date_of_birth(minimum_age=18, maximum_age=90)
    shape = chance.choice(
        ["%m/%d/%Y", "%-m/%-d/%y", "%B %-d, %Y", "%-d %b %Y", "%Y-%m-%d", "%d.%m.%Y"]
    )
    lead = chance.choice(["I was born on ", "DOB ", "born ", "my birthday is ", "date of birth: "])
    return lead + born.strftime(shape)


@pytest.mark.parametrize(
    ("plant", "kind"),
    [(an_address, "email"), (a_number, "telephone"), (a_birth, "birth_date")],
)
def test_of_planted_details_at_least_95_in_100_are_noticed(plant, kind):
    questions = planted(plant)

    missed = [body for body in questions if kind not in kinds_in(body)]

    assert len(missed) <= 0.05 * len(questions), "\n".join(missed)


WITHOUT_ANY = (
    "Is {dose} mg/kg over {minutes} minutes usual for {condition}?",
    "How long does relief from {condition} last: {few}-{more} days or {few} weeks?",
    "My {condition} began in {year}. I had {few} infusions since, each {minutes} minutes.",
    "I take {milligrams} mg of {drug} {few} times a day. Is that a problem?",
    "A study from {month} {day}, {recent} had {people} people with {condition}. Is it sound?",
    "In {year}-{recent}, {percent}% of {people} patients got better. Where can I read it?",
    "Does insurance pay the ${price}-{dearer} for {few} sessions?",
    "My pressure was {high}/{low} and my pulse {pulse}. Is {drug} safe with that?",
    "The trial NCT0{long} is over. When will its results (PMID {long}) be out?",
    "doi:10.{people}/j.{drug}.{recent}.0{day}.00{few} says so on page {people}.",
    "Between {few} and {more} on a scale of 1 to 10, my {condition} is a {few}.",
    "I am {age} years old, {inches} inches and {pounds} pounds. Would the dose differ?",
    "Are you open on {month} {day}? And from 9-5 on weekends?",
    "My mother had {condition} in the {year}s, when nobody could help. What is new?",
    "Read https://example.org/{recent}/0{few}/{condition}-{long}: what do you think of it?",
    "I slept {few}.5 hours, then {more}. Does {drug} do that at {milligrams}-{people} mg?",
    "Call 911 if the headache is sudden, or 988 in a crisis: could the article say so?",
    "I scored {more}/27 on the PHQ-9 and {few}/21 on the GAD-7 after {few} weeks.",
)


def without_any(number: int) -> str:
    chance = random.Random(number)
    return WITHOUT_ANY[number % len(WITHOUT_ANY)].format(
        dose=chance.choice(["0.5", "0.35", "1", "1.0"]),
        minutes=chance.choice([40, 45, 60, 90, 120]),
        condition=chance.choice(["migraine", "depression", "chronic pain", "anxiety", "ptsd"]),
        drug=chance.choice(["ketamine", "esketamine", "topiramate", "sumatriptan", "lithium"]),
        few=chance.randint(2, 6),
        more=chance.randint(7, 10),
        year=chance.choice([1960, 1975, 1985, 1990, 1999, 2005]),
        recent=chance.randint(2019, 2025),
        month=chance.choice(["January", "March", "May", "October"]),
        day=chance.randint(1, 28),
        milligrams=chance.choice([25, 50, 100, 150, 200]),
        people=chance.choice([1000, 1045, 2450, 1013]),
        percent=chance.randint(20, 80),
        price=chance.choice([400, 450, 4000]),
        dearer=chance.choice([600, 5000, 6000]),
        high=chance.randint(110, 150),
        low=chance.randint(60, 95),
        pulse=chance.randint(55, 100),
        long=chance.randint(1_000_000, 39_999_999),
        age=chance.randint(19, 88),
        inches=chance.randint(58, 77),
        pounds=chance.randint(100, 300),
    )


def test_of_questions_without_any_at_most_10_in_100_are_asked_about():
    questions = [without_any(number) for number in range(3 * EACH)]

    alarms = [body for body in questions if kinds_in(body)]

    assert len(alarms) <= 0.1 * len(questions), "\n".join(alarms)


# --- whatever is typed ----------------------------------------------------------------------


@given(st.text(alphabet=st.sampled_from("01289 @.-/()+aAtdojn\n,'#:"), max_size=300))
def test_whatever_is_typed_each_find_stands_where_it_says_and_none_meets_another(body):
    found = details(body, today=TODAY)

    assert all(body[each.start : each.end] == each.text for each in found)
    pairs = itertools.pairwise(found)
    assert not any(one.meets(other) for one, other in pairs)


@pytest.mark.parametrize(
    "unit",
    ["a", "1 ", "1-", "a@", "a.", "at ", "jan 1 ", "born 1/1/1990 ", "(1", "A-", " ", "MRN "],
)
def test_a_long_text_made_to_slow_it_down_does_not(unit):
    body = (unit * 5000)[:5000]
    began = time.process_time()

    details(body, today=TODAY)

    assert time.process_time() - began < 1
