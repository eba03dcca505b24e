"""What somebody who asks for an appointment is asked."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from clinic.models import LocationPage
from delivery.page_cache.tags import shows
from intake.forms import HoneypotMixin

TELEPHONE = RegexValidator(
    r"^\+?[0-9 ().\-/x]{7,40}$",
    "Write a telephone number with its area code, digits only or the way you say it.",
)
TRAP = "second_opinion"
NO_WAY_TO_ANSWER = "Give us a telephone number or an e-mail address, so that we can answer."


class AppointmentForm(HoneypotMixin, forms.Form):
    """A short form: who asks, how to answer, where and when they would like to come."""

    name = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    telephone = forms.CharField(
        max_length=40,
        required=False,
        validators=[TELEPHONE],
        help_text="A telephone number or an e-mail address: one of the two is enough.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    location = forms.ModelChoiceField(
        LocationPage.objects.none(),
        label="Preferred location",
        required=False,
        empty_label="No preference",
        error_messages={"invalid_choice": "Choose one of our locations, or no preference."},
    )
    preferred_time = forms.CharField(
        max_length=200,
        required=False,
        help_text="Days and times that suit you, in your own words.",
    )
    note = forms.CharField(
        max_length=1000,
        required=False,
        help_text="Please no medical details: we talk about those in person.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A browser would cut what is too long in silence; we say so, and keep it.
            field.widget.attrs.pop("maxlength", None)
        shows(LocationPage.list_tag())
        locations = LocationPage.objects.published().names()
        self.fields["location"].queryset = locations.order_by("path")  # type: ignore[attr-defined]

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that people fill in, in order."""
        return [field for field in self if field.name != TRAP]

    def clean(self) -> dict[str, Any]:
        """Ask for a way to answer."""
        cleaned = super().clean() or self.cleaned_data
        if not self.data.get("telephone", "").strip() and not self.data.get("email", "").strip():
            self.add_error("telephone", NO_WAY_TO_ANSWER)
        return cleaned
