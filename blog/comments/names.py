"""Names that only the clinic's own people may sign with."""

import unicodedata

from django.contrib.auth import get_user_model
from django.db.models import Value
from django.db.models.functions import Concat
from django.db.models.signals import post_delete, post_save

from delivery.memory import forget, remembered
from organization.models import Clinic
from people.models import ProfilePage

TOPIC = "comments names"
# Digits, signs and Cyrillic letters that pass for Latin ones; l, I and 1 pass for each other.
_LOOKALIKES = str.maketrans(
    "015|!l@$\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0501",
    "oisiiiasaeopcyxisd",
)
# Shorter ones are everybody's: "Ann" may be a reader too.
SHORTEST = 6


def belongs_to_the_clinic(name: str) -> bool:
    """Whether a name is, or only dresses up, that of the clinic or of somebody there."""
    wanted = _skeleton(name)
    return any(ours in wanted for ours in _our_names())


def _our_names() -> frozenset[str]:
    return remembered(TOPIC, "ours", _gather, tags=())


def _gather() -> frozenset[str]:
    people = get_user_model().objects.filter(is_active=True).order_by()
    signed = people.values_list(Concat("first_name", Value(" "), "last_name"))
    profiles = ProfilePage.objects.live().order_by().values_list("title")
    names = [Clinic.current().name, *(name for (name,) in signed.union(profiles, all=True))]
    return frozenset(key for name in names if len(key := _skeleton(name)) >= SHORTEST)


def _skeleton(name: str) -> str:
    """Return what an eye keeps of a name."""
    plain = unicodedata.normalize("NFKD", name.casefold()).translate(_LOOKALIKES)
    return "".join(char for char in plain if char.isalnum())


def _forget(update_fields: frozenset[str] | None = None, **signal: object) -> None:
    if update_fields is None or set(update_fields) - {"last_login"}:
        forget(TOPIC)


def watch() -> None:
    """Notice when somebody joins, leaves or changes their name."""
    for model in (get_user_model(), ProfilePage, Clinic):
        post_save.connect(_forget, sender=model, dispatch_uid=f"comments names {model} saved")
        post_delete.connect(_forget, sender=model, dispatch_uid=f"comments names {model} gone")
