"""How well the filter does is measured through what the site uses; bad files are named (S3)."""

import csv
import json
import random
from io import StringIO
from itertools import product
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from blog.comments import evaluation, learner, text
from blog.comments.evaluation import Example, Figures, Outcome, Pupil, evaluate

SAMPLE = Path(__file__).parent / "samples" / "comments.csv"


def run(*arguments: object, **options: object) -> str:
    said = StringIO()
    call_command("evaluate_spam_filter", *map(str, arguments), stdout=said, **options)
    return said.getvalue()


def file_of(folder: Path, rows: str, name: str = "some.csv") -> Path:
    path = folder / name
    path.write_text(rows, encoding="utf-8")
    return path


# --- the command ----------------------------------------------------------------------------


def test_each_group_of_the_sample_is_told_apart_by_what_the_others_taught():
    said = run("--train", SAMPLE, "--leave-one-group-out", "--json")

    *report, last = said.splitlines()
    found = json.loads(last)
    assert found["precision"] >= 0.97
    assert found["recall"] >= 0.75
    assert found["auc"] >= 0.97
    assert "At the site's own threshold (1.0):" in report
    assert any("Learning curve" in line for line in report)
    # Fewer decisions than it takes: the learner would not have its say yet.
    assert found["ready"] is False
    assert found["marked_by_the_site"]["ham"] == 0


def test_one_file_teaches_and_another_tries(tmp_path):
    rows = SAMPLE.read_text().splitlines()
    train = file_of(tmp_path, "\n".join([rows[0], *rows[1::2]]), "train.csv")
    test = file_of(tmp_path, "\n".join([rows[0], *rows[2::2]]), "test.csv")

    found = json.loads(run("--train", train, "--test", test, "--json").splitlines()[-1])

    confusion = found["confusion"]
    assert sum(confusion.values()) == len(rows[2::2])
    caught, missed = confusion["spam_called_spam"], confusion["spam_called_ham"]
    assert found["recall"] == caught / (caught + missed)
    assert found["precision"] == caught / (caught + confusion["ham_called_spam"])
    assert found["learning_curve"][-1]["taught"] == found["taught"] == len(rows[1::2])


def test_the_same_files_give_the_same_figures():
    asked = ("--train", SAMPLE, "--leave-one-group-out", "--json")

    assert run(*asked) == run(*asked)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("", "no column text and no column label"),
        ("text,kind\nHello,ham\n", "no column label"),
        ("text,label\nHello,ham\nBuy,junk\n", "line 3: the label is “junk”"),
        ("text,label\nHello\n", "line 2: the label is “”"),
        ("text,label\n", "no comments in it"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_to_do(tmp_path, rows, complaint):
    bad = file_of(tmp_path, rows)

    with pytest.raises(CommandError, match=complaint) as error:
        run("--train", bad, "--test", SAMPLE)

    assert "some.csv" in str(error.value)


def test_a_missing_file_and_one_that_is_no_text_are_named(tmp_path):
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\xff\xd8\xff\xe0")

    with pytest.raises(CommandError, match="There is no file"):
        run("--train", tmp_path / "missing.csv", "--test", SAMPLE)
    with pytest.raises(CommandError, match="cannot be read as CSV"):
        run("--train", picture, "--test", SAMPLE)


def test_a_question_that_makes_no_sense_is_refused(tmp_path):
    single = file_of(tmp_path, "text,label\nHello,ham\n")

    with pytest.raises(CommandError, match="either --test"):
        run("--train", SAMPLE)
    with pytest.raises(CommandError, match="either --test"):
        run("--train", SAMPLE, "--test", SAMPLE, "--leave-one-group-out")
    with pytest.raises(CommandError, match="two groups or more"):
        run("--train", single, "--leave-one-group-out")


def test_figures_that_nothing_can_be_said_of_are_left_open(tmp_path):
    only_ham = file_of(tmp_path, "text,label\nHello there,ham\n")

    found = json.loads(run("--train", only_ham, "--test", only_ham, "--json").splitlines()[-1])

    assert (found["precision"], found["recall"], found["auc"]) == (None, None, None)


def test_a_file_of_a_spreadsheet_with_its_mark_and_capital_labels_is_read(tmp_path):
    path = tmp_path / "sheet.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["text", "label"], ["Two\nlines, one comment", "HAM"]])

    assert evaluation.read_examples(path) == [Example("Two\nlines, one comment", spam=False)]


# --- the figures ----------------------------------------------------------------------------


def outcomes(*scores: tuple[bool, float]) -> Figures:
    return Figures([Outcome(spam, score, 0.5, marked=False) for spam, score in scores])


def test_the_area_under_the_curve_is_how_often_spam_ranks_above_the_rest():
    assert outcomes((True, 2.0), (True, 1.0), (False, 0.0)).auc == 1.0
    assert outcomes((True, 0.0), (False, 1.0)).auc == 0.0
    assert outcomes((True, 1.0), (False, 1.0)).auc == 0.5
    assert outcomes((True, 1.0), (True, 0.0), (False, 0.5), (False, 0.0)).auc == 0.625


def test_precision_is_asked_where_so_much_spam_is_caught():
    figures = outcomes((True, 3.0), (False, 2.0), (True, 1.0), (False, 0.0))

    assert figures.precision_at(0.5) == 1.0
    assert figures.precision_at(1.0) == 2 / 3


# --- a clinic's readers ---------------------------------------------------------------------

ASKED = ("Is it safe to", "How often may I", "Did anyone of you", "My doctor says I should not")
DONE = ("have an infusion", "take a triptan", "drive home", "stop the tablets", "eat before it")
WHEN = (
    "while I am nursing?",
    "with high blood pressure?",
    "after a migraine with aura?",
    "on the day of the appointment?",
    "when the depression comes back?",
)
MORE = (
    "I have been a patient for two years.",
    "Thank you for this article, it was free of fear.",
    "The cheap generic did nothing for me.",
    "My insurance offers no answer and the pharmacy says to ask you.",
    "I click through forums every night and find only advertisements.",
)
GENERIC_SPAM = [
    Example(f"{what} {how} http://{host}.example", spam=True)
    for what, how, host in product(
        ("Buy cheap pills online", "Ketamine without prescription", "Migraine cure, free trial"),
        ("best price, click here", "fast shipping, order now", "contact doctor on whatsapp"),
        ("pills", "cures", "pharma", "meds"),
    )
]


def questions() -> list[Example]:
    """Return what readers of a clinic ask, in an order by chance, the same each time."""
    made = [
        Example(text.normalize(" ".join(words)), spam=False)
        for words in product(ASKED, DONE, WHEN, MORE)
    ]
    return random.Random(2).sample(made, len(made))


def test_after_a_hundred_approved_comments_medical_questions_are_not_called_spam():
    approved, asked = questions()[:100], questions()[100:]

    found = evaluate([*approved, *GENERIC_SPAM], asked)

    assert len(found.figures.outcomes) == 400
    assert found.figures.false_alarms is not None
    assert found.figures.false_alarms <= 0.005
    assert found.figures.marked(spam=False) == 0


def test_a_learner_that_saw_nothing_but_spam_marks_nothing_of_a_clinics_readers():
    pupil = Pupil().learn(GENERIC_SPAM)

    assert not pupil.standing.ready
    assert not any(pupil.judge(question).marked for question in questions())


def test_the_learner_counts_what_the_sites_own_counts():
    pupil = Pupil().learn(questions()[:3])

    assert pupil.standing == learner.Standing(approved=3, measured=3)
