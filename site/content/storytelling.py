"""How a story becomes HTML: its links resolved at once, its citations linked both ways."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from content.citations import link_marks, reference_count
from content.picks import FIGURE, bring, picked_images, picked_pages, published_ids
from images.renditions import prefetch_images

REFERENCES_STAND_HERE = "<!-- references -->"


def tell(story: StreamValue, context: Mapping[str, Any]) -> SafeString:
    """Render a story.

    The blocks leave rich text as it is stored; it is expanded in one go for the whole story,
    so that links cost the same number of queries in one block as in fifty.
    """
    bring([story])
    prefetch_images(picked_images(story), FIGURE)
    around = {**context, "is_story": True, "published": published_ids(picked_pages(story))}
    html, references = "", ""
    for place, block in enumerate(story, start=1):
        if block.block_type == "references":
            html += REFERENCES_STAND_HERE
        else:
            html += block.render({**around, "id": place})
    html, places = link_marks(
        expand_db_html(html), known=range(1, reference_count(story.raw_data) + 1)
    )
    for block in story:
        if block.block_type == "references":
            references = block.render({**around, "places": places})
    # Made of block templates, which escape, and rich text, which the editor's converter cleans.
    return mark_safe(html.replace(REFERENCES_STAND_HERE, references, 1))
