"""Blocks that are seen or watched."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images import get_image_model

from content.blocks.choosers import PicturePick
from content.videos import read_video

GROUP = "Pictures and video"


class FigureBlock(blocks.StructBlock):
    """An image with what belongs under it."""

    image = PicturePick(help_text="Its alt text says what it shows to those who can't see it.")
    caption = blocks.CharBlock(
        required=False,
        max_length=300,
        help_text="What to look at, in one sentence below the image.",
    )
    credit = blocks.CharBlock(
        required=False, max_length=160, help_text="Who made it. Empty: the image's own credit."
    )

    def get_preview_value(self):
        """Show the newest image of the library."""
        return self.normalize(
            {
                "image": get_image_model().objects.order_by("-created_at").first(),
                "caption": "What the picture shows, in one sentence.",
                "credit": "The clinic",
            }
        )

    class Meta:
        icon = "image"
        group = GROUP
        template = "blocks/image.html"
        label = "Image"
        label_format = "{caption}"
        description = "An image with a caption and a credit. Describe it, or mark it decorative."
        help_text = "At least 1,200 pixels wide stays sharp everywhere."


def is_playable(url: str) -> None:
    """Refuse an address that is no single YouTube or Vimeo video."""
    if read_video(url) is None:
        raise ValidationError(
            "Give the address of one YouTube or Vimeo video, such as "
            "https://www.youtube.com/watch?v=… or https://vimeo.com/…"
        )


class VideoBlock(blocks.StructBlock):
    """A video that asks its provider for nothing until the reader asks for it."""

    title = blocks.CharBlock(max_length=160, help_text="What the video is about.")
    url = blocks.URLBlock(
        label="Address",
        validators=[is_playable],
        help_text="On YouTube or Vimeo. Nothing is loaded from there until a reader asks.",
    )
    poster = PicturePick(
        required=False, label="Still image", help_text="What readers see before they press play."
    )
    transcript = blocks.TextBlock(
        required=False, help_text="What is said and shown, for those who can't watch or listen."
    )

    def get_context(self, value, parent_context=None):
        """Add the video that the address means, or None."""
        context = super().get_context(value, parent_context)
        context["video"] = read_video(value.get("url") or "")
        return context

    class Meta:
        icon = "media"
        group = GROUP
        template = "blocks/video.html"
        label_format = "{title}"
        description = "A YouTube or Vimeo video. Readers see a still until they press play."
        help_text = "Not everybody can watch: let the text say the same."
        preview_value = {
            "title": "A visit, step by step",
            "url": "https://vimeo.com/76979871",
            "poster": None,
            "transcript": "You arrive, we talk, and someone you trust drives you home.",
        }
