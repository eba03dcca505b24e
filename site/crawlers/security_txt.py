"""Writes security.txt (RFC 9116): whom to tell about a weakness of the site. Plain Python."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

# The standard asks for less than a year, so that nobody trusts a forgotten file.
GOOD_FOR = timedelta(days=180)


def next_change(now: datetime) -> datetime:
    """Return from when the file will name another day: the next midnight of UTC."""
    tomorrow = (now.astimezone(UTC) + timedelta(days=1)).date()
    return datetime.combine(tomorrow, time.min, tzinfo=UTC)


def security_txt(contact: str, canonical: str, now: datetime) -> str:
    """Return the text of security.txt. `contact` is a mailto: or https: address."""
    expires = datetime.combine((now + GOOD_FOR).astimezone(UTC), time.min, tzinfo=UTC)
    fields = {
        "Contact": contact,
        "Expires": f"{expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": "en",
        "Canonical": canonical,
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())
