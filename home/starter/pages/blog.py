"""The blog's own pages and its topics."""

from home.starter.writing import PagePlan

INDEX = PagePlan(
    model="blog.BlogIndexPage",
    path="/blog/",
    title="Blog",
    search_title="Blog: Migraine, Headache and Ketamine in Plain Words",
    description=(
        "Articles on migraine, headache and ketamine therapy in plain words: symptoms, treatment, "
        "what studies found, and what is not known yet."
    ),
    share_picture="migraine",
    in_menu=True,
    fields={
        "introduction": (
            "Migraine, headache and ketamine therapy in plain words. Claims carry their "
            "sources, and where the evidence is mixed we say so."
        ),
    },
)

TOPICS = PagePlan(
    model="blog.TopicIndexPage",
    path="/blog/topics/",
    title="Topics",
    search_title="Topics: Migraine, Ketamine Therapy and More",
    description=(
        "Browse The Crane Center's articles by topic: migraine and its symptoms, ketamine therapy "
        "and its limits, and daily life with migraine."
    ),
    share_picture="diary",
    fields={"introduction": "Three ways into the blog, depending on what brought you here."},
)

MIGRAINE = PagePlan(
    model="blog.TopicPage",
    path="/blog/topics/migraine/",
    title="Migraine",
    search_title="Migraine: Symptoms, Aura and Treatment",
    description=(
        "Articles about migraine: how it differs from a headache, what aura is, which treatments "
        "are usual, and when a headache is an emergency."
    ),
    share_picture="migraine",
    fields={
        "introduction": (
            "Migraine is a disorder of the nervous system and more than a bad headache. These "
            "articles explain what happens in an attack, how doctors tell migraine from other "
            "headaches, what aura is, and which treatments come first."
        ),
    },
)

KETAMINE = PagePlan(
    model="blog.TopicPage",
    path="/blog/topics/ketamine-therapy/",
    title="Ketamine therapy",
    search_title="Ketamine Therapy: Evidence, Safety and Sessions",
    description=(
        "Articles about ketamine therapy: how it works, what studies found and did not find, side "
        "effects, who should avoid it, and what a session involves."
    ),
    share_picture="session",
    fields={
        "introduction": (
            "Ketamine is an old anesthetic with new uses, most of them off-label. These articles "
            "look at what it does, what studies have found so far, what can go wrong, and what "
            "a supervised visit involves. We offer this therapy, so please check our sources."
        ),
    },
)

LIVING = PagePlan(
    model="blog.TopicPage",
    path="/blog/topics/living-with-migraine/",
    title="Living with migraine",
    search_title="Living with Migraine: Triggers, Diary and Habits",
    description=(
        "Articles for living with migraine day by day: finding triggers, keeping a diary your "
        "doctor can use, and knowing what to do when aura begins."
    ),
    share_picture="diary",
    fields={
        "introduction": (
            "Most of a life with migraine takes place between the attacks. These articles are "
            "about ordinary days: noticing triggers without fearing them, keeping notes that a "
            "doctor can use, and being ready when an attack begins."
        ),
    },
)

PAGES = [INDEX, TOPICS, MIGRAINE, KETAMINE, LIVING]
