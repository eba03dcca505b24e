"""The article the site is built around: migraine, headache, and where ketamine stands."""

from home.starter.sources import (
    CASE_SERIES,
    CLASSIFICATION,
    EMERGENCY_TRIAL,
    FDA_WARNING,
    PAIN_GUIDELINES,
    REFRACTORY_HEADACHE,
    SYSTEMATIC_REVIEW,
)
from home.starter.writing import (
    PageAt,
    PagePlan,
    Picture,
    callout,
    invitation,
    listing,
    part,
    questions,
    references,
    section,
    table,
    terms,
    text,
)

BODY = [
    section("Introduction"),
    text(
        """
        Millions of people live with migraine. Many of them spent years calling it a bad
        headache, and so did the people around them. The mix-up is easy to make, since both hurt
        in the same place. But a migraine differs from an ordinary headache in its nature, in its
        symptoms and in the way it is treated.

        This article explains that difference in plain words. It then turns to a newer question:
        where does ketamine for migraine stand? Some studies give hope and others do not. We
        report both.
        """
    ),
    callout(
        "information",
        "Before you read on",
        """
        This article informs. It does not replace the advice of a doctor who knows you. Using
        ketamine for migraine is **off-label**: it is approved as an anesthetic, not as a migraine
        treatment.[7]

        The Crane Center offers ketamine-assisted therapy and is paid for it. Please read what we
        say with that in mind. Our sources are numbered and listed at the end, so that you can
        check them.
        """,
    ),
    section("What are migraines?"),
    text(
        """
        Migraine is a headache disorder that comes in attacks, again and again.[1] Between attacks
        a person may feel quite well.

        No single cause explains it. Genes play a part, and migraine often runs in families. The
        world around you plays a part too: sleep, stress, weather or a skipped meal can set off an
        attack in one person and leave the next one untouched. The third part is the nervous
        system itself, which in people with migraine reacts more strongly to such signals.

        During an attack the brain changes for a time. The balance of some brain chemicals shifts,
        the nerves that report pain become easier to stir, and blood vessels around the brain
        react. The result is severe pain, and often much more than pain.

        If you want to find out what sets off your own attacks, [a simple
        diary](/blog/migraine-triggers-diary/) is the best place to start.
        """
    ),
    section("Migraine or headache: the difference"),
    part("An ordinary headache"),
    text(
        """
        The everyday headache is dull and aching. It often feels like a tight band around the
        head. Stress, tense muscles, sinus trouble or too little water can bring it on. Most
        people manage it with an over-the-counter medicine, rest, a drink of water and steady
        habits.
        """
    ),
    part("A migraine"),
    text(
        """
        Migraine is a neurological condition. The pain is intense, it throbs, and it often sits on
        one side of the head. Many people feel sick or vomit. Light and sound become hard to
        bear. Left untreated, an attack lasts from 4 to 72 hours by the international
        criteria.[1] That can mean hours or days away from work, from family and from everything
        else a day is made of.
        """
    ),
    table(
        "Ordinary headache and migraine compared",
        ["What to look at", "Ordinary headache", "Migraine"],
        ["Location", "Often both sides, like a band", "Often one side of the head"],
        ["Pain", "Dull and aching, mild to moderate", "Throbbing, moderate to severe"],
        ["Length", "Half an hour to several days [1]", "4 to 72 hours without treatment [1]"],
        [
            "Other symptoms",
            "Few; perhaps tight neck and shoulders",
            "Nausea, vomiting, trouble with light and sound, sometimes aura",
        ],
        ["Effect of activity", "A walk rarely makes it worse", "Moving makes it worse"],
        [
            "Usual relief",
            "Over-the-counter medicine, rest, water",
            "A dark, quiet room; medicines made for migraine",
        ],
    ),
    text(
        """
        The table is a guide and no diagnosis. The two can overlap, and one person can have both.
        If headaches disturb your life, ask a doctor to find out which kind you have.
        """
    ),
    section("Symptoms of a migraine headache"),
    text(
        """
        No two people have quite the same attack. These are the signs that doctors ask about.[1]
        """
    ),
    listing(
        "symptoms",
        "Signs of a migraine",
        ("Throbbing or pulsing pain,", "often on one side of the head"),
        ("Nausea or vomiting,", "which can make it hard to keep food down"),
        ("Sensitivity to light and sound,", "and sometimes to smells"),
        ("Pain that worsens with activity,", "such as climbing stairs"),
        (
            "Visual changes, called aura:",
            "zigzags, flashes or blind spots; some people also feel tingling or have trouble "
            "speaking",
        ),
        ("Dizziness,", "or a feeling that the room is unsteady"),
        ("Tiredness and neck stiffness,", "at times for a day or more"),
    ),
    text(
        """
        These signs can come before, during and after the pain.[1] About a third of people with
        migraine have aura. We explain it in [an article of its
        own](/blog/migraine-aura-explained/).
        """
    ),
    callout(
        "emergency",
        "When a headache is an emergency",
        """
        Call 911 if a headache is sudden and the worst of your life. Do the same if it comes with
        weakness or numbness on one side, trouble speaking, confusion, a seizure, fainting, or
        fever with a stiff neck, or if it follows a blow to the head. Do not wait to see whether
        it is a migraine.
        """,
    ),
    section("How does ketamine for migraine work?"),
    text(
        """
        Ketamine has long been used as an anesthetic. In smaller doses it is studied for
        depression that other treatments have not helped, for anxiety, for PTSD, for chronic pain
        and for other conditions.[6] Migraine is one of them.[5]

        Nerve cells carry a switch called the NMDA receptor. Ketamine blocks it, and this damps
        some pain signals on their way.[6] Ketamine also acts on glutamate, a messenger in the
        brain that matters for pain and for mood. So there is a good reason to ask whether it
        helps people with migraine. A good reason is not yet proof.
        """
    ),
    part("What the studies found"),
    listing(
        "plain",
        "",
        (
            "77 people with hard-to-treat headache:",
            "average pain fell from 7.1 to 3.8 out of 10 during infusions of about five days. "
            "At first 71% responded, and 27% kept the benefit at follow-up. [2]",
        ),
        (
            "Six people in a case series:",
            "all six improved, for a short time. [3]",
        ),
        (
            "A randomized trial in an emergency room:",
            "34 people got one low dose (0.2 mg per kilogram) or a placebo, and the trial found "
            "no difference between the two. [4]",
        ),
        (
            "A systematic review and a guideline:",
            "both call the evidence for migraine weak so far. [5] [6]",
        ),
    ),
    text(
        """
        The first two reports had no comparison group. Pain is often at its worst when people seek
        help, and it may ease by itself. That can make a treatment look better than it is. The
        trial did compare, but it tested one small dose, and it cannot tell us what a longer
        infusion would do.[4]

        So nobody can say today who will benefit, how much, or for how long. Using ketamine for
        migraine is off-label. A doctor may prescribe a medicine that way, should tell you so, and
        should explain why.
        """
    ),
    section("Is ketamine for migraines safe?"),
    text(
        """
        Most studies describe ketamine as safe at the right dose and under medical
        supervision.[5][6] It still has side effects, and you should know them before you decide.
        """
    ),
    listing(
        "side_effects",
        "Side effects of ketamine",
        ("Dissociation,", "a feeling of being detached from yourself or the room"),
        ("Drowsiness", "during a session and for some hours after it"),
        ("Dizziness", "or poor balance"),
        ("Blurred vision", "or double vision"),
        ("Nausea or vomiting,", "which can often be treated"),
        ("Raised blood pressure", "for a short time"),
        ("Vivid dreams or hallucinations,", "which can be frightening"),
    ),
    text(
        """
        These effects are usually mild and they pass. Other risks are rarer and more serious:
        slowed breathing, misuse, and bladder trouble.[7] Regulators warn against using
        ketamine at home without supervision.[7] What a supervised visit involves is the subject
        of [another article](/blog/what-to-expect-ketamine-session/).
        """
    ),
    section("What is the usual treatment for migraine?"),
    text(
        """
        Treatment most often begins with over-the-counter pain relievers such as ibuprofen or
        acetaminophen. When they are not enough, doctors often turn to triptans. These medicines
        act on serotonin receptors. They narrow blood vessels and calm inflammation.
        """
    ),
    listing(
        "side_effects",
        "Side effects of triptans",
        ("Tingling", "in the skin"),
        ("Warmth or flushing", "of the face and neck"),
        ("Tightness", "in the chest or throat"),
        ("Dizziness", "for a while after a dose"),
        ("Drowsiness,", "so do not drive until you know how you react"),
        ("Nausea,", "which can be hard to tell from the attack itself"),
        ("Dry mouth", "and thirst"),
    ),
    text(
        """
        Triptans are not for people with coronary disease, a past stroke or high blood pressure
        that is not under control.

        Triptans stop an attack that has begun. They do not prevent one. Taking pain relievers or
        triptans on too many days can even lead to more headaches.[1] For frequent attacks there
        are preventive medicines. Which one fits you, if any, is a choice to make with your
        doctor.
        """
    ),
    section("Who should not take ketamine for migraine?"),
    text(
        """
        For some people the risks outweigh any likely benefit. Guidelines name these groups.[6]
        """
    ),
    listing(
        "contraindications",
        "Ketamine is not for people with",
        ("Heart disease or high blood pressure", "that is poorly controlled"),
        ("Active psychosis,", "as in schizophrenia"),
        ("Pregnancy,", "known or possible"),
        ("Severe liver disease,", "such as advanced cirrhosis"),
        ("Raised pressure in the skull or the eye,", "as in glaucoma"),
        ("An active substance use disorder,", "whatever the substance"),
    ),
    text(
        """
        A full medical evaluation comes first, before any decision. Bring a list of all your
        medicines and conditions. Talk to your own doctor as well, above all if you already have
        a treatment for migraine. Do not stop or change a medicine on your own.
        """
    ),
    section("Ketamine-assisted therapy in Destin"),
    text(
        """
        The Crane Center offers [ketamine-assisted
        therapy](/treatments/ketamine-assisted-therapy/) in the Florida Panhandle. Sessions are
        supervised, and each plan is made for one person. You can come to us in
        [Destin](/locations/destin/) or in [Inlet Beach](/locations/inlet-beach/).

        We cannot promise relief, and we will tell you if we think that ketamine is not right for
        you. A first talk is the place to ask what the evidence means in your case.
        """
    ),
    invitation(
        "Talk to us in Destin or Inlet Beach",
        "Tell us how to reach you and which location suits you. Please leave medical details for "
        "the conversation.",
        label="Schedule an appointment",
    ),
    questions(
        (
            "How do I know whether it is a migraine or a headache?",
            """
            A migraine tends to throb on one side, gets worse when you move, and brings nausea or
            trouble with light and sound. It lasts 4 to 72 hours without treatment.[1] An ordinary
            headache is dull and milder. Only a doctor can tell for sure.
            """,
        ),
        (
            "Is ketamine approved for migraine?",
            """
            No. Ketamine is approved as an anesthetic.[7] Its use for migraine is off-label, and
            the evidence is weak so far.[5][6]
            """,
        ),
        (
            "How long does the effect last?",
            """
            We cannot predict that. Among 77 people with hard-to-treat headache, 71% responded at
            first and 27% still had the benefit at follow-up.[2]
            """,
        ),
        (
            "Does one low dose of ketamine stop a migraine attack?",
            """
            A randomized trial in an emergency room found that one low dose did no better than a
            placebo.[4]
            """,
        ),
        (
            "Can I take ketamine for migraine at home?",
            """
            Regulators warn against unsupervised use at home. Slowed breathing, misuse and bladder
            trouble are known risks.[7]
            """,
        ),
        (
            "Should I stop my migraine medicine before I ask about ketamine?",
            """
            No. Keep taking what your doctor has prescribed, and bring the list with you. Changes
            are for you and your doctor to plan together.
            """,
        ),
    ),
    references(
        CLASSIFICATION,
        REFRACTORY_HEADACHE,
        CASE_SERIES,
        EMERGENCY_TRIAL,
        SYSTEMATIC_REVIEW,
        PAIN_GUIDELINES,
        FDA_WARNING,
    ),
]

PAGE = PagePlan(
    model="blog.ArticlePage",
    path="/blog/migraine-vs-headache-ketamine/",
    title="Migraine or headache? The difference, and where ketamine stands",
    search_title="Migraine vs. Headache: Can Ketamine Help?",
    description=(
        "Migraine vs. headache: how to tell them apart, what usually helps, and what studies say "
        "about ketamine for migraine, its safety and its limits."
    ),
    fields={
        "introduction": (
            "A migraine is more than a bad headache. The two differ in what they are, in how they "
            "feel and in how they are treated. Here is how to tell a migraine from a headache, "
            "and what the research so far says about ketamine for migraine."
        ),
        "hero_image": Picture("migraine"),
        "hero_caption": "The first minutes of a migraine. Light and sound soon become too much.",
        "main_topic": PageAt("/blog/topics/migraine/"),
        "topics": [PageAt("/blog/topics/ketamine-therapy/")],
        "featured": True,
        "body": BODY,
        "about": terms("Migraine", "Ketamine"),
        "mentions": terms("Headache", "Migraine with aura", "Ketamine infusion", "Triptans"),
    },
)
