"""What every form for strangers carries."""

from django import forms


class HoneypotMixin(forms.Form):
    """A field that people neither see nor reach, and that machines fill in.

    Show it with `intake/honeypot.html`. A filled one is a signal (`form.caught`), never an
    error: an error would tell the machine what to leave out.
    """

    # A plain Field, because it must not find fault with anything.
    second_opinion = forms.Field(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def caught(self) -> bool:
        """Whether a machine filled in the field that people leave empty."""
        return bool(self.data.get(self.add_prefix("second_opinion"), "").strip())
