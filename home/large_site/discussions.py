"""Made-up discussions: threads, comments and what was decided on them, as rows of their tables.

They hold together as if readers and moderators had written and decided: counters equal counts,
each status follows from its decisions, replies stand under what readers could see.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from blog.comments import text
from blog.comments.models.comment import DEEPEST, STEP
from blog.comments.models.commenter import author_key
from blog.comments.models.decision import Decision
from blog.comments.models.status import Status, Verb
from blog.comments.submission import REPEATED_FROM
from home.large_site.articles import Article
from home.large_site.sentences import Writer
from home.large_site.vocabulary import COMMENTS, SPAM
from intake.senders import fingerprint

Row = dict[str, Any]
Step = tuple[Verb, Status | None, Status, dt.datetime, str]

READERS = 20_000
HELD = "Held: a made-up comment, for a moderator to decide on."
TRUSTED = "Published: a made-up comment of somebody who is trusted."
WITHDRAWN = "The reader withdrew it."
SPAM_DOMAINS = ("pills.example", "prize.example", "followers.example")
LEAVES = (*[Status.APPROVED] * 80, *[Status.PENDING] * 8, *[Status.SPAM] * 8, *[Status.TRASH] * 4)
ANSWERED = (*[Status.APPROVED] * 96, Status.TRASH, Status.TRASH, Status.ERASED, Status.ERASED)


def shares(seed: int, articles: int, comments: int) -> list[int]:
    """Return how many comments each article has: most few, some none, a few very many."""
    writer = Writer(f"{seed} shares {articles} {comments}")
    weights = [
        0.0 if writer.chance(0.3) else min(writer.dice.paretovariate(1.1), 1000.0)
        for _ in range(articles)
    ]
    total = sum(weights) or 1.0
    exact, given, result = 0.0, 0, []
    for weight in weights:
        exact += comments * weight / total
        result.append(round(exact) - given)
        given = round(exact)
    # What rounding left over, or all of it when nobody was to have any.
    result[-1] += comments - given
    return result


@dataclass
class Trust:
    """What moderators' decisions have taught about one reader."""

    approved: int = 0
    spam: int = 0


@dataclass
class Discussion:
    """One article's thread, with its rows."""

    thread: Row
    comments: list[Row] = field(default_factory=list)
    decisions: list[Row] = field(default_factory=list)


@dataclass
class Moderation:
    """Everything said about a run of articles, numbered as it comes."""

    seed: int
    first_thread: int
    first_comment: int
    decided_on: dt.datetime
    """When spam and trash were thrown away: lately, or retention would take them at once."""
    trust: dict[str, Trust] = field(default_factory=lambda: defaultdict(Trust))

    def discuss(self, article: Article, count: int) -> Discussion:
        """Return the thread of an article with that many comments."""
        thread: Row = {
            "id": self.first_thread,
            "page_id": article.page_id,
            "page_title": article.title,
            "page_url": f"/{article.url_path.split('/', 2)[2]}",
            "version": 0,
            **{f"{status.value}_count": 0 for status in Status},
            "last_approved_at": None,
        }
        self.first_thread += 1
        discussion = Discussion(thread)
        writer = Writer(f"{self.seed} discussion {article.number}")
        remarks = list(_remarks(writer, article.published_on, count))
        for remark in remarks:
            self._add(discussion, remark, writer)
        self.first_comment += len(remarks)
        return discussion

    def _add(self, discussion: Discussion, remark: "_Remark", writer: Writer) -> None:
        reader = _reader(writer.between(1, READERS))
        steps = _steps(
            remark.status, remark.submitted_at, reader.verified, writer, self.decided_on
        )
        comment = _comment(remark, reader, steps, writer)
        comment["id"] = self.first_comment + remark.place
        comment["thread_id"] = discussion.thread["id"]
        comment["parent_id"] = self.first_comment + remark.parent.place if remark.parent else None
        discussion.comments.append(comment)
        discussion.thread[f"{remark.status.value}_count"] += 1
        for step in steps:
            discussion.decisions.append(_decision(comment["id"], step, writer))
            self._teach(reader.key, step)
            _move(discussion.thread, step)

    def _teach(self, key: str, step: Step) -> None:
        verb, before, *_ = step
        if verb is Verb.APPROVE:
            self.trust[key].approved += 1
        elif verb is Verb.MARK_SPAM:
            self.trust[key].spam += 1
        elif verb is Verb.TRASH and before is Status.APPROVED:
            self.trust[key].approved -= 1


# --- who and where ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Reader:
    name: str
    email: str
    key: str
    verified: bool


@lru_cache(READERS)
def _reader(number: int) -> _Reader:
    email = f"sample-reader-{number}@example.org"
    return _Reader(f"Sample reader {number}", email, author_key(email), number % 3 == 0)


@dataclass
class _Remark:
    """One comment's place in its thread, and what became of it."""

    place: int
    parent: "_Remark | None"
    depth: int
    uuid: UUID
    submitted_at: dt.datetime
    path: str
    answered: bool = False
    status: Status = Status.PENDING


def _remarks(writer: Writer, published_on: dt.datetime, count: int) -> Iterator[_Remark]:
    """Yield the comments of a thread in the order they came, each with its place and status."""
    remarks: list[_Remark] = []
    open_to_replies: list[_Remark] = []
    moment = published_on
    pause = 50 * 86_400 / max(count, 1)
    for place in range(count):
        moment += dt.timedelta(milliseconds=1 + int(pause * 1000 * writer.dice.random()))
        parent = None
        if open_to_replies and writer.chance(0.45):
            parent = writer.pick(open_to_replies[-20:])
            parent.answered = True
        uuid = UUID(int=writer.bits(128), version=4)
        remark = _Remark(
            place,
            parent,
            parent.depth + 1 if parent else 0,
            uuid,
            moment,
            _path(parent, uuid, moment),
        )
        if remark.depth < DEEPEST:
            open_to_replies.append(remark)
        remarks.append(remark)
    for remark in remarks:
        remark.status = writer.pick(ANSWERED if remark.answered else LEAVES)
        yield remark


def _path(parent: _Remark | None, uuid: UUID, moment: dt.datetime) -> str:
    """Return what `ReaderComment.place` gives a comment; it would need the comment itself."""
    milliseconds = int(moment.timestamp() * 1000)
    return f"{parent.path if parent else ''}{milliseconds:012x}{uuid.hex[-(STEP - 12) :]}"


# --- what was said and decided ----------------------------------------------------------------


def _comment(remark: _Remark, reader: _Reader, steps: Sequence[Step], writer: Writer) -> Row:
    row: Row = {
        "uuid": remark.uuid,
        "depth": remark.depth,
        "path": remark.path,
        "status": remark.status.value,
        "status_changed_at": steps[-1][3],
        "submitted_at": remark.submitted_at,
        "approved_at": next((at for _, _, to, at, _ in steps if to is Status.APPROVED), None),
    }
    if remark.status is Status.ERASED:
        return row
    body = _body(remark.status, writer)
    words = text.squashed(body)
    is_spam = remark.status is Status.SPAM
    return {
        **row,
        "author_name": reader.name,
        "author_email": reader.email,
        "author_key": reader.key,
        "verified": reader.verified,
        "body": body,
        "text_key": fingerprint("text", words) if len(words) >= REPEATED_FROM else "",
        "link_count": int(is_spam),
        "first_link_domain": next((domain for domain in SPAM_DOMAINS if domain in body), ""),
    }


def _body(status: Status, writer: Writer) -> str:
    if status is Status.SPAM:
        return writer.sentence(SPAM, writer.between(1, 10**6))
    paragraphs = [writer.sentences(COMMENTS, 1, 4) for _ in range(writer.between(1, 2))]
    return "\n\n".join(paragraphs)


def _steps(
    status: Status,
    submitted_at: dt.datetime,
    verified: bool,
    writer: Writer,
    decided_on: dt.datetime,
) -> list[Step]:
    """Return the decisions that have led to a status, each lawful after the one before."""
    soon = submitted_at + dt.timedelta(minutes=writer.between(5, 3000))
    later = soon + dt.timedelta(hours=writer.between(1, 100))
    held = (Verb.SUBMIT, None, Status.PENDING, submitted_at, HELD)
    approved = (Verb.APPROVE, Status.PENDING, Status.APPROVED, soon, "")
    match status:
        case Status.PENDING:
            return [held]
        case Status.APPROVED if verified:
            return [(Verb.SUBMIT, None, Status.APPROVED, submitted_at, TRUSTED)]
        case Status.APPROVED:
            return [held, approved]
        case Status.SPAM:
            return [held, (Verb.MARK_SPAM, Status.PENDING, Status.SPAM, decided_on, "")]
        case Status.TRASH:
            return [held, approved, (Verb.TRASH, Status.APPROVED, Status.TRASH, decided_on, "")]
    return [held, approved, (Verb.ERASE, Status.APPROVED, Status.ERASED, later, WITHDRAWN)]


def _decision(comment_id: int, step: Step, writer: Writer) -> Row:
    verb, before, to, at, sentence = step
    who = {Verb.SUBMIT: Decision.Who.MACHINE, Verb.ERASE: Decision.Who.READER}
    return {
        "comment_id": comment_id,
        "comment_number": comment_id,
        "batch": UUID(int=writer.bits(128), version=4),
        "at": at,
        "who": who.get(verb, Decision.Who.MODERATOR).value,
        "verb": verb.value,
        "from_status": before.value if before else "",
        "to_status": to.value,
        "reason": Decision.Reason.OFF_TOPIC.value if verb is Verb.TRASH else "",
        "sentence": sentence,
        "signals": "[]",
    }


def _move(thread: Row, step: Step) -> None:
    """Let the thread follow a decision, as `CommentThread.recount` does."""
    _, before, to, at, _ = step
    thread["version"] += Status.APPROVED in (before, to)
    if to is Status.APPROVED:
        thread["last_approved_at"] = max(thread["last_approved_at"] or at, at)
