"""How well the filter tells spam from what people write, tried on comments that are labelled.

The evidence, the learner and the policy are the site's own; only counts are kept in memory, and
what the site would look up (which domains spam linked to) comes from the training examples.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Final, TextIO

from blog.comments import evidence, learner, policy, text

# A file has no dates: what comes first is left to chance, and the same each time.
SEED: Final = 6
SIZES: Final = (25, 50, 100, 200, 400, 800, 1_600, 3_200)
LABELS: Final = {"spam": True, "ham": False}


class BadExamplesError(Exception):
    """A file of examples that cannot be used. The message says what to do."""


@dataclass(frozen=True)
class Example:
    """A comment that somebody has labelled."""

    body: str
    spam: bool
    group: str = ""


@dataclass(frozen=True)
class Outcome:
    """What the filter made of one example."""

    spam: bool
    score: float
    probability: float
    # What would become of it on the site, where the learner has to earn its say.
    marked: bool

    @property
    def called(self) -> bool:
        """Whether it is spam by the site's threshold."""
        return self.score >= policy.SPAM_FROM


@dataclass(frozen=True)
class Figures:
    """How right the filter was about many examples."""

    outcomes: Sequence[Outcome]

    @property
    def spam(self) -> int:
        """How many were spam."""
        return sum(outcome.spam for outcome in self.outcomes)

    @property
    def ham(self) -> int:
        """How many were not."""
        return len(self.outcomes) - self.spam

    @property
    def caught(self) -> int:
        """Spam that it called spam."""
        return sum(outcome.spam and outcome.called for outcome in self.outcomes)

    @property
    def wronged(self) -> int:
        """Others that it called spam."""
        return sum(outcome.called and not outcome.spam for outcome in self.outcomes)

    @property
    def precision(self) -> float | None:
        """How many of those it called spam were; None if it called none."""
        called = self.caught + self.wronged
        return self.caught / called if called else None

    @property
    def recall(self) -> float | None:
        """How much of the spam it called spam; None if there was none."""
        return self.caught / self.spam if self.spam else None

    @property
    def false_alarms(self) -> float | None:
        """How many of the others it called spam; None if there were none."""
        return self.wronged / self.ham if self.ham else None

    @property
    def auc(self) -> float | None:
        """How often some spam ranks above some other comment; None without both."""
        if not self.spam or not self.ham:
            return None
        ranks, below = 0.0, 0
        in_order = sorted(self.outcomes, key=_rank)
        for _, equals in groupby(in_order, key=_rank):
            equal = list(equals)
            ranks += sum(each.spam for each in equal) * (below + (len(equal) + 1) / 2)
            below += len(equal)
        return (ranks - self.spam * (self.spam + 1) / 2) / (self.spam * self.ham)

    def marked(self, spam: bool) -> int:
        """How many of a kind would be put among the spam by the site itself."""
        return sum(outcome.marked for outcome in self.outcomes if outcome.spam is spam)

    def precision_at(self, recall: float) -> float | None:
        """Return the precision where the threshold is such that so much spam is caught."""
        in_order = sorted(self.outcomes, key=_rank, reverse=True)
        caught = seen = 0
        for _, equals in groupby(in_order, key=_rank):
            equal = list(equals)
            seen += len(equal)
            caught += sum(each.spam for each in equal)
            if self.spam and caught >= recall * self.spam:
                return caught / seen
        return None


class Pupil:
    """A learner that keeps its counts in memory, and remembers where spam has led."""

    def __init__(self) -> None:
        self._tallies: dict[str, tuple[int, int]] = {}
        self._spam = self._approved = 0
        self._latest: list[tuple[bool, bool]] = []
        self._domains: dict[str, set[bool]] = defaultdict(set)

    def learn(self, examples: Iterable[Example]) -> Pupil:
        """Take in decisions one by one, each after noting what was thought before it."""
        for example in examples:
            called = bool(self._spam + self._approved) and self.opinion(example).calls_it_spam
            self._latest = [*self._latest, (called, example.spam)][-learner.MEASURED_OVER :]
            for feature in learner.features(example.body):
                spam, approved = self._tallies.get(feature, (0, 0))
                self._tallies[feature] = (spam + example.spam, approved + (not example.spam))
            self._spam += example.spam
            self._approved += not example.spam
            for domain in text.domains(example.body)[:1]:
                self._domains[domain].add(example.spam)
        return self

    @property
    def standing(self) -> learner.Standing:
        """How far it is."""
        called = [spam for called, spam in self._latest if called]
        return learner.Standing(
            approved=self._approved,
            spam=self._spam,
            measured=len(self._latest),
            called_spam=len(called),
            rightly=sum(called),
        )

    def opinion(self, example: Example) -> learner.Opinion:
        """Return what it thinks of a text."""
        return learner.judge(learner.features(example.body), self._tallies, self.standing)

    def judge(self, example: Example) -> Outcome:
        """Judge a comment as the site does: as if the learner had its say, and as it really is."""
        opinion = self.opinion(example)
        known = {spam for host in text.domains(example.body)[:1] for spam in self._domains[host]}
        came: dict[str, Any] = {
            "name": "",
            "body": example.body,
            "domain_of_spam": True in known,
            "domain_approved": False in known,
        }
        heard = evidence.Arrival(**came, opinion=replace(opinion, standing=learner.HEARD))
        really = evidence.Arrival(**came, opinion=opinion)
        rule = policy.Approval.HOLD_UNVERIFIED
        return Outcome(
            spam=example.spam,
            score=policy.decide(evidence.gather(heard), rule).score,
            probability=opinion.probability,
            marked=policy.decide(evidence.gather(really), rule).outcome == "spam",
        )


@dataclass(frozen=True)
class Evaluation:
    """What a filter that was taught some examples made of others."""

    figures: Figures
    taught: int
    standings: Sequence[learner.Standing]
    # By how many examples it was taught.
    curve: Sequence[tuple[int, Figures]]


def evaluate(train: Sequence[Example], test: Sequence[Example]) -> Evaluation:
    """Teach the filter some examples and try it on others."""
    pupil, curve, learned = Pupil(), [], 0
    ordered = _shuffled(train)
    for size in [*(size for size in SIZES if size < len(ordered)), len(ordered)]:
        pupil.learn(ordered[learned:size])
        learned = size
        curve.append((size, Figures([pupil.judge(example) for example in test])))
    return Evaluation(curve[-1][1], len(ordered), [pupil.standing], curve)


def leave_one_group_out(examples: Sequence[Example]) -> Evaluation:
    """Try each group on a filter that was taught all the others; put together what came out."""
    groups = sorted({example.group for example in examples})
    if len(groups) < 2:
        raise BadExamplesError("Leaving one group out takes two groups or more in `group`.")
    parts = [
        evaluate(
            [example for example in examples if example.group != group],
            [example for example in examples if example.group == group],
        )
        for group in groups
    ]
    return Evaluation(
        figures=_joined(part.figures for part in parts),
        taught=min(part.taught for part in parts),
        standings=[standing for part in parts for standing in part.standings],
        curve=[
            (steps[0][0], _joined(figures for _, figures in steps))
            for steps in zip(*(part.curve for part in parts), strict=False)
        ],
    )


def read_examples(path: Path) -> list[Example]:
    """Read a file of comments, their labels and perhaps groups; say what is wrong with it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_examples(file, path.name))
    except FileNotFoundError:
        raise BadExamplesError(f"There is no file {path}.") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadExamplesError(f"{path} cannot be read as CSV in UTF-8: {error}.") from error


def _examples(file: TextIO, name: str) -> Iterator[Example]:
    csv.field_size_limit(1_000_000)
    rows = csv.DictReader(file)
    missing = [column for column in ("text", "label") if column not in (rows.fieldnames or [])]
    if missing:
        raise BadExamplesError(
            f"{name} has no column {' and no column '.join(missing)}: "
            "its first line has to say text,label or text,label,group."
        )
    found = 0
    for row in rows:
        label = (row["label"] or "").strip().casefold()
        if label not in LABELS:
            raise BadExamplesError(
                f"{name}, line {rows.line_num}: the label is “{label}”; it has to be spam or ham."
            )
        body = text.normalize(row["text"] or "")
        if body:
            found += 1
            yield Example(body, LABELS[label], (row.get("group") or "").strip())
    if not found:
        raise BadExamplesError(f"{name} has no comments in it.")


def _shuffled(examples: Sequence[Example]) -> list[Example]:
    return random.Random(SEED).sample(examples, len(examples))  # noqa: S311 - only an order


def _joined(figures: Iterable[Figures]) -> Figures:
    return Figures([outcome for each in figures for outcome in each.outcomes])


def _rank(outcome: Outcome) -> tuple[float, float]:
    """What the moderators' list would go by; the learner's own view settles ties."""
    return outcome.score, outcome.probability
