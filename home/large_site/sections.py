"""The topics and the authors of the made-up articles: a page each, as editors would make them."""

from home.starter.writing import PagePlan, Picture, section, text

TOPIC_NAMES = (
    "Sleep",
    "Light and screens",
    "Meals and caffeine",
    "Stress and rest",
    "Weather and travel",
    "Work and school",
    "Exercise",
    "Family and friends",
    "Aura",
    "Diaries",
    "Words and numbers",
    "Questions",
)
AUTHOR_COUNT = 8
DESCRIPTION = "A page of the made-up site that shows how ours behaves when it is large."


def _topic(name: str) -> PagePlan:
    slug = name.lower().replace(" ", "-")
    return PagePlan(
        model="blog.TopicPage",
        path=f"/blog/topics/sample-{slug}/",
        title=f"Sample topic: {name}",
        search_title=f"Sample topic: {name}",
        description=DESCRIPTION,
        fields={"introduction": f"Made-up articles about this: {name.lower()}."},
    )


def _author(number: int) -> PagePlan:
    return PagePlan(
        model="people.ProfilePage",
        path=f"/team/sample-desk-{number}/",
        title=f"Sample desk {number}",
        search_title=f"Sample desk {number}",
        description=DESCRIPTION,
        fields={
            "kind": "team",
            "role": "Writes sample text",
            "summary": "No people stand behind this name: its articles are made up by a program.",
            "photo": Picture("crane"),
            "body": [section("What this is"), text("Sample text, to try out a large site.")],
        },
    )


TOPICS = [_topic(name) for name in TOPIC_NAMES]
AUTHORS = [_author(number) for number in range(1, AUTHOR_COUNT + 1)]
