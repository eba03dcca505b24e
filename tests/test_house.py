"""The few house rules that a test can keep (docs/architecture.md)."""

import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.ROOT)


# Upward on purpose; the string in the model is the seam.
SEAMS = {
    "organization.AnnouncementBar.link_page",  # the bar links to a page; pages show the bar
}
# Swapped in by a setting: to Wagtail and to every room this is "the user", not a room of ours.
ANYBODYS = {settings.AUTH_USER_MODEL}


def floors() -> dict[str, int]:
    """Return the floor of each room, as the contract in pyproject.toml has them."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    layers = tools["importlinter"]["contracts"][0]["layers"]
    return {
        room.strip(): len(layers) - number
        for number, layer in enumerate(layers)
        for room in layer.split("|")
    }


def room_of(model: type) -> str:
    return model.__module__.partition(".")[0]


def our_models() -> list[type]:
    rooms = floors()
    return [
        model for model in apps.get_models(include_auto_created=True) if room_of(model) in rooms
    ]


def test_the_shelf_is_no_package_because_python_has_a_module_of_that_name():
    assert not (ROOT / "site" / "__init__.py").exists()
    assert not str(sys.modules["site"].__file__).startswith(str(ROOT))


def test_every_room_has_a_floor():
    shelf = {folder.parent.name for folder in (ROOT / "site").glob("*/__init__.py")}

    assert shelf | {"blog", "home"} == set(floors())


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_a_model_points_only_at_its_own_room_and_at_floors_below(model):
    rooms = floors()
    for field in model._meta.get_fields():
        other = field.related_model if field.is_relation and not field.auto_created else None
        if other is None or isinstance(other, str) or room_of(other) not in rooms:
            continue
        if f"{model._meta.label}.{field.name}" in SEAMS or other._meta.label in ANYBODYS:
            continue
        same_room = room_of(other) == room_of(model)
        below = rooms[room_of(other)] < rooms[room_of(model)]
        assert same_room or below, f"{model._meta.label}.{field.name} points at {other}"


def test_articles_do_not_point_at_comments():
    for model in apps.get_app_config("blog").get_models():
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                assert field.related_model._meta.app_label != "reader_comments"


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("name", ["utils", "helpers", "core", "common", "base"])
def test_no_module_has_a_name_that_says_nothing(name):
    named = [
        path
        for shelf in ("site", "blog", "home")
        for path in (ROOT / shelf).rglob(f"{name}*")
        if path.stem == name and "__pycache__" not in path.parts
    ]

    assert not named
