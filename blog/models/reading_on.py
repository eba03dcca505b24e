"""What to read after an article: what an editor picked, then the newest on the same topics."""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from delivery.page_cache.tags import changes_at, collecting, shows
from pages import depths
from pages.restrictions import restricted_paths
from queries.prepared import Prepared

if TYPE_CHECKING:
    from blog.models.article import ArticlePage

MOST = 3


def related_articles(article: "ArticlePage") -> "list[ArticlePage]":
    """Return three articles to read next, in one query; fewer when there are not as many."""
    topics = _topics(article)
    shows(*(f"articles:topic:{topic}" for topic in topics if topic))
    values = (article.pk or 0, article.main_topic_id or 0, topics)
    picks = article.picks.all()
    with collecting() as read:
        if isinstance(picks, QuerySet):
            found = _with_saved_picks()(*values)
        else:
            found = list(_reading_on(*values, **_as_drafted([pick.article_id for pick in picks])))
    chosen = [each for each in found if each.place is None or each.is_recommended][:MOST]
    # Picks that nobody may read yet are shown once somebody may; what only waited is not shown.
    waited = {each.pk for each in found if each not in chosen and each.place is None}
    shows(*read.tags.difference(*(depths.tags_down_to(depths.WHOLE, pk) for pk in waited)))
    changes_at(read.changes_at)
    return chosen


def _topics(article: "ArticlePage") -> tuple[int, ...]:
    return (article.main_topic_id or 0, *(topic.pk for topic in article.more_topics))


@cache
def _with_saved_picks() -> "Prepared[ArticlePage]":
    picks = apps.get_model("blog.ArticlePick").objects

    def build(pk: int, main_topic: int, topics: tuple[int, ...]) -> "QuerySet[ArticlePage]":
        chosen = picks.filter(page=pk)
        places = chosen.filter(article=OuterRef("pk")).values_list(
            Coalesce("sort_order", Value(0))
        )
        return _reading_on(
            pk, main_topic, topics, picked=chosen.values("article"), place=Subquery(places[:1])
        )

    return Prepared(build, shaped_by=lambda: tuple(restricted_paths()))


def _as_drafted(chosen: list[int]) -> dict[str, Any]:
    """Return the picks of a draft, which are in no table yet."""
    places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(chosen)]
    return {
        "picked": chosen,
        "place": Case(*places, default=None, output_field=IntegerField()),
    }


def _reading_on(
    pk: int, main_topic: int, topics: tuple[int, ...], picked: Any, place: Any
) -> "QuerySet[ArticlePage]":
    """Return the picked, then the newest with the same main topic, then those that share one.

    The newest of each kind are found first, each by an index, and only those few are put in order.
    Joined by UNION: an OR between them would have the database look at every article of the site.
    """
    articles = apps.get_model("blog.ArticlePage").objects
    readable = articles.indexable().exclude(pk=pk)
    closest = readable.filter(main_topic=main_topic).newest_first()
    also_mainly = readable.filter(main_topic__in=topics).newest_first()
    also = readable.also_about_any(topics).newest_first()
    few = 2 * MOST  # as many again as may be picked already
    numbers = [
        picked,
        closest.values("pk")[:few],
        also_mainly.values("pk")[: 2 * few],
        also.values("pk")[: 2 * few],
    ]
    first, *others = (articles.filter(pk__in=some).order_by().values("pk") for some in numbers)
    return (
        articles.filter(pk__in=first.union(*others, all=True))
        .annotate(
            place=place,
            nearness=Case(
                When(main_topic=main_topic, then=Value(0)),
                default=Value(1),
                output_field=IntegerField(),
            ),
        )
        .order_by(F("place").asc(nulls_last=True), "nearness", "-published_on", "-pk")
        .for_cards()[:few]
    )
