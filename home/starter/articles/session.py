"""What a supervised ketamine session involves, from evaluation to the ride home."""

from home.starter.sources import FDA_WARNING, PAIN_GUIDELINES, SYSTEMATIC_REVIEW
from home.starter.writing import (
    PageAt,
    PagePlan,
    Picture,
    callout,
    invitation,
    listing,
    references,
    section,
    terms,
    text,
)

BODY = [
    callout(
        "information",
        "Good to know first",
        """
        This article informs and does not replace a doctor's advice. Ketamine is approved as an
        anesthetic. Its use for pain, migraine or mood is off-label.[1] The Crane Center is
        paid for the therapy described here. The details of a session differ from person to person.
        """,
    ),
    section("Before the first ketamine session: the evaluation"),
    text(
        """
        A session should never be the first step. It begins with a medical evaluation: your
        history, your medicines, your blood pressure, and what you have tried before. The team
        asks about your heart, your liver, your eyes and your mental health, and about alcohol and
        other drugs. Each of these can be a reason not to use ketamine.[2]

        This is also your time to ask. What is the goal? What does the evidence say about my
        condition? For migraine, reviewers call it weak so far.[3] What will we do if it does
        not help? You should get plain answers and time to think. Saying no is always fine.
        """
    ),
    section("How to prepare for the day"),
    listing(
        "plain",
        "The day before and the morning of a session",
        ("Plan your ride.", "You may not drive yourself home, so ask someone early."),
        ("Follow the food and drink rules", "that the team gives you."),
        ("Keep taking your medicines", "unless the team has told you to change them."),
        ("Wear something soft,", "and bring a layer in case you feel cool."),
        ("Keep the rest of the day free", "of work, child care and big decisions."),
        ("Call ahead if you feel ill", "or if anything in your health has changed."),
    ),
    section("During a supervised session"),
    text(
        """
        The room is quiet and the light is low. You sit or lie back in a chair that tilts. Someone
        checks your blood pressure, your pulse and your oxygen before the medicine starts and
        again while it works. You are not left alone.

        Many people feel their body grow light or distant. Sounds and colors may change, time may
        stretch, and thoughts may drift. This is called dissociation. Some find it peaceful and
        some find it strange or frightening. Tell the team how you feel: the dose can be slowed
        or stopped.

        Other side effects are drowsiness, dizziness, blurred vision, nausea and a rise in blood
        pressure.[2] They usually pass. Slowed breathing is a rarer and more serious risk. It is
        one reason why regulators warn against using ketamine at home without supervision.[1]
        """
    ),
    section("Recovery, and the ride home"),
    text(
        """
        When the medicine stops, the strongest effects fade first. You rest until you can stand
        and walk with a steady step, and until your blood pressure is back where it should be.
        Have a sip of water. There is no hurry.

        **Someone has to drive you home.** Your sense of speed and distance may be off even when
        you feel clear. Do not drive, cycle, work with machines or sign anything important until
        you have slept a full night. Do not drink alcohol that day.
        """
    ),
    callout(
        "emergency",
        "After you are home",
        """
        Call 911 for trouble breathing, chest pain, fainting, or confusion that grows worse. If
        you have thoughts of harming yourself, call or text 988 at any hour.
        """,
    ),
    section("In the days after"),
    text(
        """
        Write down how you slept, how you felt, and any pain or mood that changed. If you live
        with migraine, [a diary](/blog/migraine-triggers-diary/) makes the picture clearer than
        memory can. Tell the team about bladder pain, about a need to pass water often, or about
        a wish for more ketamine. Bladder trouble and misuse are known risks.[1]

        Do not expect a certain result. Some people feel a change, some feel none, and a change
        may not last. Good care means looking at your notes together and being willing to stop.
        """
    ),
    invitation(
        "Ask what a session would mean for you",
        "We see people in Destin and Inlet Beach. A first talk commits you to nothing.",
    ),
    references(FDA_WARNING, PAIN_GUIDELINES, SYSTEMATIC_REVIEW),
]

PAGE = PagePlan(
    model="blog.ArticlePage",
    path="/blog/what-to-expect-ketamine-session/",
    title="What to expect at a supervised ketamine session",
    search_title="What to Expect at a Ketamine Session",
    description=(
        "What to expect at a supervised ketamine session: the medical evaluation, the hours in "
        "the chair, recovery, side effects, and why someone drives you home."
    ),
    fields={
        "introduction": (
            "A ketamine session is a medical visit, and most of it is quiet. Here is what happens "
            "before, during and after, so that you know what to expect and what to ask."
        ),
        "hero_image": Picture("session"),
        "hero_caption": "A chair that tilts, a blanket, low light, and somebody close by.",
        "main_topic": PageAt("/blog/topics/ketamine-therapy/"),
        "topics": [],
        "featured": False,
        "body": BODY,
        "about": terms("Ketamine"),
    },
)
