"""Whose data it is about."""

from typing import Any

from django import forms


class AddressForm(forms.Form):
    """The email address of somebody who asks."""

    address = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="As the person gave it. Capital letters make no difference.",
        error_messages={"required": "Write the address of the person who asks."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "privacy-%s", "label_suffix": "", **kwargs})
