"""Migraine triggers, and a diary that a doctor can read in a minute."""

from home.starter.sources import CLASSIFICATION
from home.starter.writing import (
    PageAt,
    PagePlan,
    Picture,
    callout,
    invitation,
    listing,
    references,
    section,
    table,
    terms,
    text,
)

BODY = [
    section("What is a migraine trigger?"),
    text(
        """
        A trigger is something that makes an attack more likely on a given day. It is not the
        cause of migraine, and it does not work every time. A late night may do nothing in one
        week and bring on an attack in the next, when stress or a missed meal is added to it.

        That is why guessing seldom works. Some things also feel like triggers and are in truth
        the first signs of an attack. Yawning, a stiff neck and a craving for certain food can
        come hours before the pain.[1] The chocolate you wanted may not be to blame.
        """
    ),
    section("Common migraine triggers worth watching"),
    listing(
        "plain",
        "",
        ("Sleep:", "too little, too much, or at odd hours"),
        ("Meals:", "skipped, late, or with little to drink"),
        ("Stress:", "and the day on which stress lets go"),
        ("Hormones:", "above all the days around a period"),
        ("Light, sound and smell:", "glare on water, screens, strong perfume"),
        ("Weather:", "heat, storms and quick changes of pressure"),
        ("Alcohol and caffeine:", "and going without your usual coffee"),
    ),
    text(
        """
        Do not try to avoid all of them at once. Life gets small that way, and the worry itself
        is hard on you. Write first, and change one thing later.
        """
    ),
    section("A migraine diary you can print"),
    text(
        """
        Print this page, or copy the table into a notebook. One line a day is enough, and a line
        takes less than a minute. Write on good days too: they show what was different. The first
        two lines are made up, to show how it is done.
        """
    ),
    table(
        "Migraine diary: one line a day",
        [
            "Day",
            "Pain, 0 to 10",
            "Hours",
            "Other signs",
            "Sleep and meals",
            "What else was going on",
            "Medicine, and did it help?",
        ],
        [
            "Example: Monday",
            "7",
            "9",
            "Nausea, light hurt",
            "5 hours, no lunch",
            "Deadline, storm at night",
            "One tablet at 2 p.m., some",
        ],
        ["Example: Tuesday", "0", "", "Tired", "8 hours, three meals", "Quiet day", "None"],
        ["Monday", "", "", "", "", "", ""],
        ["Tuesday", "", "", "", "", "", ""],
        ["Wednesday", "", "", "", "", "", ""],
        ["Thursday", "", "", "", "", "", ""],
        ["Friday", "", "", "", "", "", ""],
        ["Saturday", "", "", "", "", "", ""],
        ["Sunday", "", "", "", "", "", ""],
    ),
    section("How to keep a migraine diary going"),
    text(
        """
        1. Keep it where you will see it, such as beside your toothbrush.
        2. Fill in the line at the same time each evening.
        3. On a bad day write only the pain and the medicine. The rest can wait.
        4. Count the days with headache and the days with medicine at the end of each month.

        The last count matters most. Taking pain relievers or triptans on many days a month can
        itself lead to more headaches.[1] If you need them more than two days a week, tell your
        doctor soon.
        """
    ),
    section("How to show it to your doctor"),
    text(
        """
        Bring two or three months if you can. Put a short note on top with four numbers: headache
        days a month, days with severe pain, days with medicine, and days you had to cancel
        something. Mark any visual signs, such as zigzags or blind spots. They may be
        [aura](/blog/migraine-aura-explained/).

        Then ask three questions. Is this [migraine or another
        headache](/blog/migraine-vs-headache-ketamine/)? Which one habit should I try to change
        first? Would a preventive medicine make sense?

        A diary will not heal anything by itself, and not everyone finds a clear trigger. That is
        no failing of yours. The notes still show your doctor how often attacks come and whether a
        treatment is doing any good.
        """
    ),
    callout(
        "emergency",
        "Do not write, call",
        """
        Call 911 for the worst headache of your life, or for a headache with weakness, confusion,
        trouble speaking, a seizure, or fever with a stiff neck. The diary can wait. This article
        informs and does not replace a doctor's advice.
        """,
    ),
    invitation(
        "Bring your diary to a first talk",
        "We see people with migraine in Destin and Inlet Beach, and we will read it with you.",
    ),
    references(CLASSIFICATION),
]

PAGE = PagePlan(
    model="blog.ArticlePage",
    path="/blog/migraine-triggers-diary/",
    title="Migraine triggers, and a diary that helps to find them",
    search_title="Migraine Triggers and a Printable Migraine Diary",
    description=(
        "Find your migraine triggers with a simple printable diary: what to write down each day, "
        "what to count each month, and how to show it to your doctor."
    ),
    fields={
        "introduction": (
            "Migraine triggers differ from person to person, and memory is a poor guide to them. "
            "A diary of one line a day tells you and your doctor more. Here is one to print."
        ),
        "hero_image": Picture("diary"),
        "hero_caption": "A month at a glance. Patterns show on paper that memory would miss.",
        "main_topic": PageAt("/blog/topics/living-with-migraine/"),
        "topics": [PageAt("/blog/topics/migraine/")],
        "featured": False,
        "body": BODY,
        "about": terms("Migraine"),
        "mentions": terms("Migraine with aura", "Triptans"),
    },
)
