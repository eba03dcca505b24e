"""What an editor's browser sends for an article."""

from typing import Any

from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from blog.models import ArticlePage


def form_of(article: ArticlePage, **changes: Any) -> dict[str, Any]:
    """Return the editor's form for an article, with some of its fields changed."""
    fields = {
        "title": article.title,
        "slug": article.slug,
        "introduction": article.introduction,
        "hero_image": "",
        "hero_caption": "",
        "main_topic": article.main_topic_id or "",
        "topics": [],
        "change_note": "",
        "published_on": "",
        "go_live_at": "",
        "expire_at": "",
        "seo_title": "",
        "search_description": "",
        "share_image": "",
        "canonical_override": "",
        "max_image_preview": "large",
        "body": streamfield([("text", rich_text("<p>Rest helps many people.</p>"))]),
        "about": streamfield([]),
        "mentions": streamfield([]),
        "article_authors": inline_formset([]),
        "picks": inline_formset([]),
        "comments": inline_formset([]),
    }
    return nested_form_data({**fields, **changes})
