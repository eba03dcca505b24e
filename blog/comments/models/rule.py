"""The rules that moderators write: kept as rows, and remembered by each process."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from blog.comments import rules
from blog.comments.models.commenter import author_key
from delivery.memory import forget, remembered

REMEMBERED_AS = "commentrule"


class CommentRule(models.Model):
    """What moderators want done with comments that have a word, a link or a sender."""

    class Kind(models.TextChoices):
        """What it looks for."""

        WORD = rules.Kind.WORD, "A word or phrase"
        DOMAIN = rules.Kind.DOMAIN, "Links to a website"
        SENDER = rules.Kind.SENDER, "A sender's address"

    class Action(models.TextChoices):
        """What it does with a comment that has it."""

        HOLD = rules.Action.HOLD, "Hold it for a moderator"
        SPAM = rules.Action.SPAM, "Take it for spam"
        TRUST = rules.Action.TRUST, "Trust it"

    class State(models.TextChoices):
        """Whether it does so."""

        ON = "on", "On"
        TRIAL = "trial", "On trial: counted, without effect"
        OFF = "off", "Off"

    kind = models.CharField("looks for", max_length=10, choices=Kind.choices, default=Kind.WORD)
    pattern = models.CharField(
        "what exactly",
        max_length=rules.LONGEST,
        help_text="A word or phrase, in any case: free pills. A star at the end stands for the "
        "rest of a word: crypto*. Or a website: example.com, with all below it. Or an address: "
        "name@example.com, or @example.com for all of a domain.",
    )
    action = models.CharField("then", max_length=10, choices=Action.choices, default=Action.HOLD)
    state = models.CharField(
        max_length=10,
        choices=State.choices,
        default=State.ON,
        help_text="On trial, a rule shows what it would do, and does nothing.",
    )
    note = models.CharField(
        max_length=200, blank=True, help_text="Why there is this rule, for your colleagues."
    )
    # Of a rule about one address only this is kept: an address that is erased is nowhere left.
    address_key = models.CharField(max_length=64, blank=True, editable=False)
    # What it met before it was what it is now is not held against it.
    judged_since = models.DateTimeField(default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "comment rule"
        ordering = ["kind", "pattern", "pk"]
        # Whoever manages the rules for comments manages these.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "pattern", "address_key"],
                name="one_rule_for_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.pattern}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Let every process know it; begin its scorecard anew when it is another rule now."""
        before = type(self).objects.filter(pk=self.pk).first()
        if before and before._looks_for() != self._looks_for():
            self.judged_since = timezone.now()
        super().save(*args, **kwargs)
        forget(REMEMBERED_AS)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Let every process forget it."""
        gone = super().delete(*args, **kwargs)
        forget(REMEMBERED_AS)
        return gone

    def clean(self) -> None:
        """Refuse what would meet nothing, or everything, and say what to write."""
        if not self.pattern or self.kind not in self.Kind.values:
            return  # its field says so
        if not self._state.adding and self.address_key and self._is_as_before():
            return
        try:
            self.pattern = rules.cleaned(rules.Kind(self.kind), self.pattern)
        except ValueError as error:
            raise ValidationError({"pattern": str(error)}) from error
        self.address_key = ""
        if self.kind == self.Kind.WORD and self.action == self.Action.TRUST:
            raise ValidationError(
                {"action": "Anybody can write a word: trust a website or an address instead."}
            )
        if self.kind == self.Kind.SENDER and not self.pattern.startswith("@"):
            self.address_key = author_key(self.pattern)
            self.pattern = rules.masked(self.pattern)
        same = type(self).objects.filter(
            kind=self.kind, pattern=self.pattern, address_key=self.address_key
        )
        if same.exclude(pk=self.pk).exists():
            raise ValidationError(
                {"pattern": "There is a rule for this already: change that one."}
            )

    @classmethod
    def acting(cls) -> tuple[rules.Rule, ...]:
        """Return the rules that are on or on trial, as each process remembers them."""
        return remembered(REMEMBERED_AS, "", cls._as_saved, tags=())

    @classmethod
    def _as_saved(cls) -> tuple[rules.Rule, ...]:
        saved = cls.objects.exclude(state=cls.State.OFF).order_by("pk")
        return tuple(each.as_rule() for each in saved)

    def as_rule(self) -> rules.Rule:
        """Return it as it is remembered."""
        return rules.Rule(
            number=self.pk or 0,
            kind=rules.Kind(self.kind),
            pattern=self.pattern,
            action=rules.Action(self.action),
            on_trial=self.state == self.State.TRIAL,
            key=self.address_key,
        )

    def _looks_for(self) -> tuple[str, ...]:
        return self.kind, self.pattern, self.address_key, self.action

    def _is_as_before(self) -> bool:
        """Whether the form came back with the address as it is shown: only that is known."""
        known = type(self).objects.filter(pk=self.pk, kind=self.kind, pattern=self.pattern)
        return known.exists()
