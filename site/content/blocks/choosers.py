"""Choosers that take what was fetched for the whole story, instead of asking once a block."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from wagtail.blocks import PageChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from content.picks import brought


class PagePick(PageChooserBlock):
    """A page that is linked to: no more of it is read than its name and address."""

    # To a migration it is Wagtail's own.
    canonical_module_path = "wagtail.blocks.PageChooserBlock"

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        """Return the pages of these ids, in their order."""
        at_hand = brought()
        if at_hand is None:
            found = self.model_class.objects.names().in_bulk(values)
            return [copy(found.get(pk)) for pk in values]
        return [at_hand.page(pk) for pk in values]


class _BroughtImage(ImageChooserBlock):
    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        at_hand = brought()
        if at_hand is None:
            return super().bulk_to_python(values)
        return [at_hand.image(pk) for pk in values]


_HELP = {
    "decorative": "It says nothing that the text does not: screen readers pass it by.",
    "alt_text": "What it shows, in one sentence, for those who can't see it.",
}


class PicturePick(ImageBlock):
    """An image, picked and described for its place."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"] = _BroughtImage(
            required=required, help_text="From the library, or uploaded here."
        )
        self.child_blocks["image"].set_name("image")
        for name, words in _HELP.items():
            self.child_blocks[name].field.help_text = words
