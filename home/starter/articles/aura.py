"""Migraine aura: what it looks like, how long it lasts, and when it is an emergency."""

from home.starter.sources import CLASSIFICATION
from home.starter.writing import (
    PageAt,
    PagePlan,
    Picture,
    callout,
    invitation,
    listing,
    questions,
    references,
    section,
    terms,
    text,
)

BODY = [
    callout(
        "emergency",
        "When to call 911",
        """
        Call 911 at once if aura comes for the first time and brings weakness in an arm, a leg or
        the face. Call as well for a sudden headache that is the worst of your life, for loss of
        sight in one eye, for confusion, or for signs that come on all at once. A stroke can look
        like aura, and every minute counts.
        """,
    ),
    section("What is migraine aura?"),
    text(
        """
        Aura is a set of passing signs from the brain. It can come before the pain of a migraine
        or along with it, and now and then it comes with no pain at all.[1] About a third of
        people with migraine have it. Many of them have attacks without aura too.

        What seems to happen is this. A slow wave of activity moves across the surface of the
        brain, and a quiet spell follows it. As the wave reaches the part that deals with sight,
        you see things. When it moves on, other signs may follow.
        """
    ),
    section("What does a migraine aura look like?"),
    listing(
        "symptoms",
        "Signs of aura",
        (
            "Zigzags and shimmer:",
            "bright lines, often in a curve, that grow toward the edge of your view",
        ),
        ("Blind spots:", "a gap in what you see, at times with a glowing rim"),
        ("Flashes or dots:", "points of light that move or sparkle"),
        ("Tingling:", "pins and needles that creep from the hand to the arm and the face"),
        ("Words that will not come:", "trouble finding or saying them"),
    ),
    text(
        """
        Sight is affected most often.[1] The signs tend to spread little by little and to follow
        one after another. Signs of a stroke are more often sudden, and they take something away:
        sight, strength or feeling.
        """
    ),
    section("How long does aura last?"),
    text(
        """
        Each sign usually lasts between 5 and 60 minutes.[1] With two or three signs in a row,
        the whole aura can take longer. The headache may begin during the aura or within an hour
        after it.

        Tell your doctor about an aura that lasts longer than an hour, or that is different from
        the ones you know. Weakness in aura is rare and always needs to be looked at.
        """
    ),
    section("What to do when an aura begins"),
    text(
        """
        1. Stop driving, swimming or climbing, and sit down somewhere safe.
        2. Dim the light and put the screen away.
        3. Take the medicine your doctor has advised, at the time they have advised.
        4. Note when it started, what you saw, and when it ended.
        5. If you can, draw it.

        Your notes belong in [a migraine diary](/blog/migraine-triggers-diary/). They also help a
        doctor to tell [migraine from other headaches](/blog/migraine-vs-headache-ketamine/).
        """
    ),
    section("Why your doctor should know about aura"),
    text(
        """
        Aura can change which medicines are right for you. Women who have it should say so before
        they choose birth control that contains estrogen, since both bear on the risk of stroke.
        Smoking adds to that risk. A doctor may also want an eye check or a scan, above all after
        a first aura or after the age of 50.

        There is no sure way to stop an aura that has begun. Treatment aims at the pain that
        follows, and at having fewer attacks. This article informs and does not replace the
        advice of a doctor who knows you.
        """
    ),
    questions(
        (
            "Is aura dangerous?",
            "It passes, and most often it leaves nothing behind. A first aura, or a new kind, is "
            "a reason to see a doctor.",
        ),
        (
            "Does aura damage my eyes?",
            "No. It arises in the brain, which is why you see it with both eyes, and even with "
            "your eyes closed. Loss of sight in one eye is an emergency.",
        ),
        title="Questions about aura",
    ),
    invitation(
        "Questions about your migraine?",
        "A first talk in Destin or Inlet Beach is a good place to ask them.",
    ),
    references(CLASSIFICATION),
]

PAGE = PagePlan(
    model="blog.ArticlePage",
    path="/blog/migraine-aura-explained/",
    title="Migraine aura, explained",
    search_title="Migraine Aura: What It Looks Like, How Long It Lasts",
    description=(
        "Migraine aura explained: the zigzags, blind spots and tingling, how long they last, what "
        "to do when they begin, and when aura is an emergency."
    ),
    fields={
        "introduction": (
            "Zigzags of light, a blind spot, a tingling hand: migraine aura can be frightening. "
            "It is usually short. Here is what it looks like, how long it lasts, and when it is "
            "an emergency."
        ),
        "hero_image": Picture("aura"),
        "hero_caption": "Aura often takes the shape of a curve of zigzags that slowly grows.",
        "main_topic": PageAt("/blog/topics/migraine/"),
        "topics": [PageAt("/blog/topics/living-with-migraine/")],
        "featured": False,
        "body": BODY,
        "about": terms("Migraine with aura"),
        "mentions": terms("Migraine"),
    },
)
