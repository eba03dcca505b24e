"""Telephone numbers as people write them and as telephones dial them."""


def dialed(number: str) -> str:
    """Return what a `tel:` link needs: the digits, and the plus of an international number."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return f"+{digits}" if number.strip().startswith("+") else digits
