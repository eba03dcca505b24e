"""The starter site, loaded once for a whole module of tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from PIL import Image

from delivery.memory import forget_everything
from home.starter import pictures
from home.starter.loader import StarterSite

# Small enough that drawing them costs nothing, with as many pixels in each shape as search
# engines ask for; the true ones are tested as files.
SMALL = (400, 250)


@contextmanager
def small_pictures(folder: Path) -> Iterator[None]:
    """Let the loader find pictures that cost nothing to resize."""
    for picture in pictures.PICTURES:
        with Image.open(picture.file) as opened:
            opened.convert("RGB").resize(SMALL).save(folder / f"{picture.name}.png")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "FOLDER", folder)
        yield


@contextmanager
def loaded_starter_site(folder: Path) -> Iterator[list[str]]:
    """Load the starter site, yield what the loader said, and take it all back."""
    said: list[str] = []
    with small_pictures(folder), transaction.atomic():
        StarterSite(said.append).load(samples=True)
        forget_everything()
        yield said
        transaction.set_rollback(True)
    forget_everything()
