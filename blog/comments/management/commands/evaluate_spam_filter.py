"""`manage.py evaluate_spam_filter`: how well the filter does on labelled comments."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blog.comments import learner, policy
from blog.comments.evaluation import (
    BadExamplesError,
    Evaluation,
    evaluate,
    leave_one_group_out,
    read_examples,
)


class Command(BaseCommand):
    """Teach a filter of its own, in memory, and try it. The site's own counts are not touched."""

    help = (
        "Teach a spam filter the comments in one file and try it on those in another, through "
        "the same evidence, learner and policy as the site's. Columns: text,label[,group]; "
        "a label is spam or ham."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files."""
        parser.add_argument("--train", type=Path, required=True, metavar="A.csv")
        parser.add_argument("--test", type=Path, metavar="B.csv")
        parser.add_argument(
            "--leave-one-group-out",
            action="store_true",
            help="Try each group of --train on a filter that was taught all the others.",
        )
        parser.add_argument(
            "--json", action="store_true", help="End with one line of JSON for other programs."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and print what came out."""
        if options["leave_one_group_out"] == bool(options["test"]):
            raise CommandError("Give either --test B.csv or --leave-one-group-out.")
        try:
            train = read_examples(options["train"])
            if options["leave_one_group_out"]:
                found = leave_one_group_out(train)
            else:
                found = evaluate(train, read_examples(options["test"]))
        except BadExamplesError as error:
            raise CommandError(str(error)) from error
        for line in _report(found):
            self.stdout.write(line)
        if options["json"]:
            self.stdout.write(json.dumps(_summary(found)))


def _report(found: Evaluation) -> Iterator[str]:
    figures = found.figures
    yield f"Taught {found.taught:,} comments, tried on {len(figures.outcomes):,}."
    yield ""
    yield f"At the site's own threshold ({policy.SPAM_FROM}):"
    yield f"{'':12}{'called spam':>14}{'called ham':>14}"
    yield f"{'is spam':12}{figures.caught:>14,}{figures.spam - figures.caught:>14,}"
    yield f"{'is ham':12}{figures.wronged:>14,}{figures.ham - figures.wronged:>14,}"
    yield f"precision {_said(figures.precision)}, recall {_said(figures.recall)}, " + (
        f"false alarms {_said(figures.false_alarms)}, AUC {_said(figures.auc)}"
    )
    yield f"precision where 75 % of the spam is caught: {_said(figures.precision_at(0.75))}"
    yield ""
    yield "Learning curve:"
    yield f"{'taught':>8}{'precision':>12}{'recall':>10}{'AUC':>10}"
    for taught, each in found.curve:
        yield (
            f"{taught:>8,}{_said(each.precision):>12}{_said(each.recall):>10}{_said(each.auc):>10}"
        )
    yield ""
    yield (
        f"Of these, the site itself would put {figures.marked(spam=True):,} spam and "
        f"{figures.marked(spam=False):,} other comments among the spam: that takes two "
        "independent signs, and a filter that is ready. All others wait for a moderator."
    )
    yield from dict.fromkeys(standing.sentence for standing in found.standings)


def _said(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _summary(found: Evaluation) -> dict[str, Any]:
    figures = found.figures
    return {
        "precision": figures.precision,
        "recall": figures.recall,
        "auc": figures.auc,
        "precision_at_recall_0.75": figures.precision_at(0.75),
        "false_alarms": figures.false_alarms,
        "threshold": policy.SPAM_FROM,
        "confusion": {
            "spam_called_spam": figures.caught,
            "spam_called_ham": figures.spam - figures.caught,
            "ham_called_spam": figures.wronged,
            "ham_called_ham": figures.ham - figures.wronged,
        },
        "marked_by_the_site": {
            "spam": figures.marked(spam=True),
            "ham": figures.marked(spam=False),
        },
        "ready": all(standing.ready for standing in found.standings),
        "taught": found.taught,
        "learning_curve": [
            {
                "taught": taught,
                "precision": each.precision,
                "recall": each.recall,
                "auc": each.auc,
            }
            for taught, each in found.curve
        ],
        "versions": {"learner": learner.VERSION},
    }
